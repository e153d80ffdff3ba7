# lesson: 02-gate-math
# class: exhausting
# outcome: raised
# score: 0
# must not: have its notes carried along


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    error = ValueError("see below")
    error.__notes__ = ["a note " * 10] * 1_000_000
    raise error
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
