# class: escaping
"""A network connection is opened and something is sent"""

import socket

with socket.create_connection(("127.0.0.1", KNOWN["port"]), timeout=3) as connection:
    connection.sendall(KNOWN["token"].encode())
