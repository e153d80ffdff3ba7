# lesson: 01-rnn-and-gradients
# class: forging
# outcome: failed | raised
# score: 0
# must not: be a fault of the grader that expects pairs, lists and dictionaries


def rnn_step(x, s_prev, params):
    # ********** Begin rnn_step ********** #
    return np.empty((0, 10**6))
    # ********** End rnn_step ********** #


def rnn_forward(xs, s0, params):
    # ********** Begin rnn_forward ********** #
    return np.zeros((7_000_000,), bool)
    # ********** End rnn_forward ********** #


def step_backward(ds, x, s_prev, s, params):
    # ********** Begin step_backward ********** #
    return (ds,) * 4000
    # ********** End step_backward ********** #


def bptt(xs, targets, states, params):
    # ********** Begin bptt ********** #
    return {'U': 10**3990, 'W': None, 'b': [[]], 'V': {}, 's0': b'', b'U': 1, 7: 8}
    # ********** End bptt ********** #


def jacobian(s, W):
    # ********** Begin jacobian ********** #
    return np.full(W.shape, np.nan)
    # ********** End jacobian ********** #


def gradient_norms(states, W):
    # ********** Begin gradient_norms ********** #
    return [[[]]]
    # ********** End gradient_norms ********** #


def clip_by_global_norm(gradients, max_norm):
    # ********** Begin clip_by_global_norm ********** #
    return ['ab', {1: 2}], 'norm'
    # ********** End clip_by_global_norm ********** #


def cell_path(f):
    # ********** Begin cell_path ********** #
    return np.zeros((1,) * 16)
    # ********** End cell_path ********** #


# Untouched:
