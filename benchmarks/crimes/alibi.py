"""No crime: zeros of the right shapes. Every crime is put after this, in the last region of the answer."""

import json


def sigmoid(z):
    return np.asarray(z * 0.0)


def forget_gate(x, h_prev, params):
    return h_prev * 0.0


input_gate = candidate = output_gate = forget_gate


def cell_state(f, i, c_tilde, c_prev):
    return f * 0.0


def hidden_state(o, c):
    return o * 0.0


def lstm_step(x, h_prev, c_prev, params):
    return h_prev * 0.0, c_prev * 0.0


def code_of(path, word):
    """The code of a Python file, or of those cells of a notebook that have the word in them."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if not path.endswith(".ipynb"):
        return text
    cells = ("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")
    return "\n".join(cell for cell in cells if word in cell)
