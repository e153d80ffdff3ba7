# lesson: 01-rnn-and-gradients
# class: forging
# outcome: failed | raised
# score: 0
# must not: be clipped to nothing, and so be below every norm


def clip_by_global_norm(gradients, max_norm):
    # ********** Begin clip_by_global_norm ********** #
    return [np.zeros(array.shape) for array in gradients] * 1000, np.zeros(())
    # ********** End clip_by_global_norm ********** #


def cell_path(f):
    # ********** Begin cell_path ********** #
    return np.empty(0)
    # ********** End cell_path ********** #


# Untouched:
# ********** Begin rnn_step ********** #
# ********** End rnn_step ********** #
# ********** Begin rnn_forward ********** #
# ********** End rnn_forward ********** #
# ********** Begin step_backward ********** #
# ********** End step_backward ********** #
# ********** Begin bptt ********** #
# ********** End bptt ********** #
# ********** Begin jacobian ********** #
# ********** End jacobian ********** #
# ********** Begin gradient_norms ********** #
# ********** End gradient_norms ********** #
