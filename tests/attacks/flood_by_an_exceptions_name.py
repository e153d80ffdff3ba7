# lesson: 02-gate-math
# class: exhausting
# outcome: raised
# score: 0
# must not: write a verdict of many megabytes by the name, the words and the frames of an exception


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    kind = type("E" * 2_000_000, (Exception,), {})

    def deeper(left):
        if left:
            deeper(left - 1)
        raise kind("\x01" * 2_000_000)

    deeper(500)
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
