# verdict: raised score=2 diagnosis=number-of-an-array,place-of-another-shape,sizes-in-a-tuple,sizes-in-reshape,too-few-values-to-unpack,too-many-values-to-unpack
# In some functions, a fourth thing that Python refuses.

    # ********** Begin rnn_forward ********** #
    states = np.zeros((len(xs) + 1, len(s0)))
    states[0] = s0
    for t in range(len(xs)):
        states[t] = np.concatenate([rnn_step(xs[t], states[t], params), s0])
    return states
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    dW = np.outer(dz, s_prev)
    return params["W"].T @ dz, np.random.rand(dW.shape) * 0 + np.outer(dz, x), dW, dz
    # ********** End step_backward ********** #

    # ********** Begin jacobian ********** #
    return (1 - s**2).reshape(len(W), len(W)) * W
    # ********** End jacobian ********** #

    # ********** Begin clip_by_global_norm ********** #
    norm = 0
    for g, size in gradients:
        norm += np.sum(g**2)
    return gradients, np.sqrt(norm)
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    import math

    return [math.exp(sum(np.log(f[-k:]))) for k in range(1, len(f) + 1)]
    # ********** End cell_path ********** #
