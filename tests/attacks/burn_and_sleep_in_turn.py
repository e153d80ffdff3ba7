# lesson: 02-gate-math
# class: timing
# outcome: timeout
# score: 0
# must not: be taken for one that waits while it computes, and for one that computes while it waits


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import time

    for _ in range(3):
        end = time.process_time() + 0.25
        while time.process_time() < end:
            pass
        time.sleep(0.25)
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
