# lesson: 02-gate-math
# class: exhausting
# outcome: raised | crashed | timeout
# score: 0
# must not: overflow a stack that is not its own


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import sys

    sys.setrecursionlimit(10**5)

    def down(n):
        return [down(n + 1)]

    return down(0)
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
