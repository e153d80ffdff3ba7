# lesson: 02-gate-math
# class: exhausting
# outcome: raised | crashed | timeout
# score: 0
# must not: take the grader along when it leaves


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    raise SystemExit(0)
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    exit()
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    import os

    os._exit(0)
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    import os

    os.abort()
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    raise KeyboardInterrupt
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    raise GeneratorExit
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    import ctypes

    ctypes.string_at(0)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    raise BaseException('x')
    # ********** End lstm_step ********** #
