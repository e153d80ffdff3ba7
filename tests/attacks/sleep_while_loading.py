# lesson: 02-gate-math
# class: timing
# outcome: timeout | failed | raised
# score: 0
# must not: use the time of loading for every check anew


def lstm_step(x, h_prev, c_prev, params):
    # ********** Begin lstm_step ********** #
    return None


    import time

    time.sleep(1.5)
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
