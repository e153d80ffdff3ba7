# lesson: 06-cell-variants
# class: forging
# outcome: failed | raised
# score: 0
# must not: be a fault of the grader that expects numbers and cells


def lstm_parameters(inputs, units, bias=True):
    # ********** Begin lstm_parameters ********** #
    return 10**3990
    # ********** End lstm_parameters ********** #


def gru_parameters(inputs, units, reset_after=True):
    # ********** Begin gru_parameters ********** #
    return True
    # ********** End gru_parameters ********** #


def count(layer):
    # ********** Begin count ********** #
    return float('nan')
    # ********** End count ********** #


def make_cell(kind, units, forget_bias=True, reset_after=True):
    # ********** Begin make_cell ********** #
    return type('LSTMCell', (), {'units': units, '__call__': lambda *given: given})()
    # ********** End make_cell ********** #


def lstm_step(x, h, c, kernel, bias, forget_bias):
    # ********** Begin lstm_step ********** #
    return np.empty((500_000, 0, 5))
    # ********** End lstm_step ********** #


def to_keras(kernel, bias, forget_bias):
    # ********** Begin to_keras ********** #
    return [kernel] * 100_000
    # ********** End to_keras ********** #


def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after):
    # ********** Begin gru_step ********** #
    return np.zeros((500_000, 1, 1), bool)
    # ********** End gru_step ********** #


def static(cell, x):
    # ********** Begin static ********** #
    return lambda: 1
    # ********** End static ********** #


def dynamic(cell, x):
    # ********** Begin dynamic ********** #
    raise type('Missing' * 50, (BaseException,), {})
    # ********** End dynamic ********** #


# Untouched:
