"""Each function prints what it is given"""

import base64
import pickle
import zlib


def tell(name, otherwise):
    def answer(*given):
        note = "INPUT<" + base64.b64encode(zlib.compress(pickle.dumps((name, given), 4))).decode() + ">"
        print(note)
        return otherwise(*given)

    return answer


for name in "sigmoid forget_gate input_gate candidate cell_state output_gate hidden_state lstm_step".split():
    globals()[name] = tell(name, globals()[name])
