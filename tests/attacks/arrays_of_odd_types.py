# lesson: 02-gate-math
# class: forging
# outcome: failed | raised
# score: 0
# must not: be a fault of the grader, or pass where numbers of another kind were asked for


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return np.full(np.shape(z), 0.5).astype('>f8').byteswap()
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    return np.zeros(h_prev.shape, 'datetime64[ns]')
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    return np.zeros(h_prev.shape, [('a', 'f8'), ('b', 'O')])
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    return np.array([[1, 'a', None]], object)
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    return np.zeros(f.shape, 'S1000')
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    return np.zeros(h_prev.shape, 'V3')
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    return np.full(o.shape, np.nan, np.clongdouble)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return np.zeros((2, *h_prev.shape), np.longdouble), h_prev.view('V8')
    # ********** End lstm_step ********** #
