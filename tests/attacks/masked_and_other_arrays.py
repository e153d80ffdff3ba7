# lesson: 02-gate-math
# class: forging
# outcome: failed
# score: 0
# must not: pass because what is wrong is hidden under a mask


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return np.ma.array(np.zeros(np.shape(z)), mask=True)
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    return np.asmatrix(h_prev)
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    return h_prev.view(np.recarray)
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    return np.ma.masked
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    return np.ma.array(f, mask=f > 0, fill_value=1)
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    return np.char.chararray(h_prev.shape)
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    return np.nditer(o)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return np.ma.array([h_prev, c_prev], mask=True)
    # ********** End lstm_step ********** #
