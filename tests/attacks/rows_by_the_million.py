# lesson: 02-gate-math
# class: exhausting
# outcome: failed | crashed
# score: 0
# must not: be taken apart, row by row, into the grader's memory


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return np.zeros((500_000, 1, 1), bool)
    # ********** End lstm_step ********** #


# Untouched:
# ********** Begin sigmoid ********** #
# ********** End sigmoid ********** #
# ********** Begin forget_gate ********** #
# ********** End forget_gate ********** #
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
