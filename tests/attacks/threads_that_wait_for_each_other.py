# lesson: 02-gate-math
# class: timing
# outcome: timeout | failed
# score: 0
# must not: be given back the time that its own threads took from one another


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import os
    import threading

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    def spin():
        while True:
            pass

    for _ in range(100):
        threading.Thread(target=spin, daemon=True).start()
    while True:
        pass
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
