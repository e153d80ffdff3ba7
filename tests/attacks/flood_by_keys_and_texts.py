# lesson: 02-gate-math
# class: exhausting
# outcome: failed | timeout
# score: 0
# must not: write a verdict of many megabytes by the keys of a dictionary


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return {"\x01" * 500_000: ["\U0001f600" * 300_000] * 3, ("\x02" * 100,): [["\x03"] * 1000] * 100}
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
