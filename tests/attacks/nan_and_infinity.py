# lesson: 02-gate-math
# class: forging
# outcome: failed
# score: 0
# must not: pass because NaN compares with nothing


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return np.full(np.shape(z), np.nan)
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    return np.full_like(h_prev, np.inf)
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    return np.full_like(h_prev, np.nan)
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    return np.full_like(h_prev, -np.inf)
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    return np.full_like(c_prev, np.nan)
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    return np.full_like(h_prev, np.nan + 1j * np.nan)
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    return np.full(c.shape, np.nan, np.longdouble)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return np.full_like(h_prev, np.nan), np.full_like(c_prev, np.inf)
    # ********** End lstm_step ********** #
