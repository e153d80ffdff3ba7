# lesson: 02-gate-math
# class: timing
# outcome: timeout
# score: 0
# must not: take the whole submission's time, call by call, and more


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import time

    end = time.process_time() + 1.6
    while time.process_time() < end:
        pass
    return None
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
