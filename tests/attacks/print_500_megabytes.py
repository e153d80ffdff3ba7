# lesson: 02-gate-math
# class: exhausting
# outcome: output_limit | timeout
# score: 0
# must not: fill the grader's memory or disk with output


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    for _ in range(500):
        print("x" * (1 << 20))
    # ********** End sigmoid ********** #


# Untouched:
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
# ********** Begin lstm_step ********** #
# ********** End lstm_step ********** #
