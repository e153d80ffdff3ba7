# lesson: 02-gate-math
# class: timing
# outcome: timeout
# score: 0
# must not: use up more than the whole submission's time, call by call


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import time

    time.sleep(1.7)
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    import time

    time.sleep(1.7)
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    # ********** Begin input_gate ********** #
    import time

    time.sleep(1.7)
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    # ********** Begin candidate ********** #
    import time

    time.sleep(1.7)
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    # ********** Begin cell_state ********** #
    import time

    time.sleep(1.7)
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    # ********** Begin output_gate ********** #
    import time

    time.sleep(1.7)
    # ********** End output_gate ********** #


def hidden_state(o, c):
    # ********** Begin hidden_state ********** #
    import time

    time.sleep(1.7)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    import time

    time.sleep(1.7)
    # ********** End lstm_step ********** #
