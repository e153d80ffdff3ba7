# lesson: 02-gate-math
# class: forging
# outcome: failed
# score: 0
# must not: pass because nothing is wrong in an empty array


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return np.zeros((0,) + np.shape(z))
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    return np.zeros((0, h_prev.shape[1]))
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    return np.zeros((h_prev.shape[0], 0))
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    return np.empty(h_prev.shape, object)
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    return np.ma.masked_all(c_prev.shape)
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    return np.zeros(h_prev.shape, "S5")
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    return np.zeros(c.shape, [("a", "f8")])
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return np.zeros((0, 3)), np.zeros((0, 3))
    # ********** End lstm_step ********** #
