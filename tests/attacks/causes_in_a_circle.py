# lesson: 02-gate-math
# class: exhausting
# outcome: raised
# score: 0
# must not: be followed from cause to cause without end


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    one.__context__, other.__context__ = other, one
    raise one
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
