# lesson: 02-gate-math
# class: forging
# outcome: crashed | raised | failed
# score: 0
# must not: be a fault of the grader when the worker finds nothing there


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import builtins

    for name in list(vars(builtins)):
        if name not in ("__import__", "list", "vars"):
            delattr(builtins, name)
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
