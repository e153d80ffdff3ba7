# lesson: 02-gate-math
# class: forging
# outcome: failed
# score: 0
# must not: earn a point for a shape alone


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return np.zeros(np.shape(z))
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    return np.zeros_like(h_prev)
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    return np.zeros_like(h_prev)
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    return np.zeros_like(h_prev)
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    return np.zeros_like(c_prev)
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    return np.zeros_like(h_prev)
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    return np.zeros_like(c)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return h_prev, c_prev
    # ********** End lstm_step ********** #
