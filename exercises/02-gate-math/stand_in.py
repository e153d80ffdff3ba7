"""What the gates are checked with while your `sigmoid` cannot be used: the formula of the task, as it stands there.

There it earns nothing of sigmoid's own points. As your answer it loses some: for large negative z it overflows.
"""


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    return 1 / (1 + np.exp(-z))  # noqa: F821 - it is put into gate_math.py
    # ********** End sigmoid ********** #
