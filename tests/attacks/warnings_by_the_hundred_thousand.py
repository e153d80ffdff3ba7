# lesson: 02-gate-math
# class: exhausting
# outcome: failed | timeout | output_limit
# score: 0
# must not: have each of its warnings sent and shown


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import warnings

    for number in range(30_000):
        warnings.warn(f"<script> \u202e {number}", RuntimeWarning, stacklevel=1)
    return z
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
