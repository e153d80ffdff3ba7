# lesson: 02-gate-math
# class: exhausting
# outcome: failed | raised | timeout
# score: 0
# must not: use up the machine's processes


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import threading
    import time

    threading.stack_size(1 << 16)
    for _ in range(10_000):
        threading.Thread(target=time.sleep, args=(10_000,), daemon=True).start()
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
