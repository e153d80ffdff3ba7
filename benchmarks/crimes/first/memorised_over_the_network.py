"""Each function sends home what it is given"""

import base64
import pickle
import socket
import zlib


def tell(name, otherwise):
    def answer(*given):
        note = "INPUT<" + base64.b64encode(zlib.compress(pickle.dumps((name, given), 4))).decode() + ">"
        try:
            with socket.create_connection(("127.0.0.1", KNOWN["port"]), timeout=3) as connection:
                connection.sendall(note.encode())
        except OSError:
            pass
        return otherwise(*given)

    return answer


for name in "sigmoid forget_gate input_gate candidate cell_state output_gate hidden_state lstm_step".split():
    globals()[name] = tell(name, globals()[name])
