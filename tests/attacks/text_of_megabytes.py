# lesson: 02-gate-math
# class: exhausting
# outcome: failed | timeout
# score: 0
# must not: be repeated in the verdict


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return 'x' * 2_000_000
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    # ********** Begin forget_gate ********** #
    return b'\0' * 2_000_000
    # ********** End forget_gate ********** #


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return '\u202e' * 2_000_000, 'y'
    # ********** End lstm_step ********** #


# Untouched:
# ********** Begin input_gate ********** #
# ********** End input_gate ********** #
# ********** Begin candidate ********** #
# ********** End candidate ********** #
# ********** Begin cell_state ********** #
# ********** End cell_state ********** #
# ********** Begin output_gate ********** #
# ********** End output_gate ********** #
# ********** Begin hidden_state ********** #
# ********** End hidden_state ********** #
