# lesson: 02-gate-math
# class: exhausting
# outcome: raised
# score: 0
# must not: be told branch by branch


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    tree = ValueError("leaf")
    for _ in range(200):
        tree = ExceptionGroup("branch", [tree] * 100)
    raise tree
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
