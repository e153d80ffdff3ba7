# lesson: 02-gate-math
# class: forging
# outcome: raised
# score: 0
# must not: turn a function's name into a fault of the grader


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    def fail():
        raise ValueError("here")

    fail.__code__ = fail.__code__.replace(co_name="a\n1000000\tb\nnot-a-line", co_qualname="a\nb")
    fail()
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
