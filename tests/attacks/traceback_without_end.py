# lesson: 02-gate-math
# class: exhausting
# outcome: raised | timeout
# score: 0
# must not: be sent, or shown, frame by frame


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import sys
    import types

    frame, trace = sys._getframe(), None
    for line in range(1, 50_000):
        trace = types.TracebackType(trace, frame, 0, line)
    raise ValueError("far down").with_traceback(trace)
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
