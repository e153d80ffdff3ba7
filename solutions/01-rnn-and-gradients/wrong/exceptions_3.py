# verdict: raised score=0 diagnosis=attribute-misspelt,axis-out-of-range,division-by-zero,index-of-a-further-axis,one-number-in-a-place,shapes-do-not-fit,sum-of-python
# In each function, a third thing that Python refuses.

    # ********** Begin rnn_step ********** #
    return np.tahn(params["U"] @ x + params["W"] @ s_prev + params["b"])
    # ********** End rnn_step ********** #

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    return params["W"].T @ dz, dz * x, np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    g = {name: np.zeros_like(params[name]) for name in "UWbV"}
    back = np.zeros(states.shape[1])
    for t in range(len(xs) - 1, -1, -1):
        error = (params["V"] @ states[t + 1] - targets[t]) * (1 / t)
        g["V"] += np.outer(error, states[t + 1])
        back, dU, dW, db = step_backward(params["V"].T @ error + back, xs[t], states[t], states[t + 1], params)
        g["U"] += dU
        g["W"] += dW
        g["b"] += db
    g["s0"] = back
    return g
    # ********** End bptt ********** #

    # ********** Begin jacobian ********** #
    return (1 - s**2)[:, :, None] * W
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    norms = np.zeros(len(states) - 1)
    product = np.eye(len(W))
    for k in range(len(norms)):
        product = product @ ((1 - states[-1 - k] ** 2)[:, None] * W)
        norms[k] = product
    return norms
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum([np.sum(g**2) for g in gradients], axis=0))
    factor = min(1, max_norm / norm)
    return [g * factor for g in gradients], norm
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    return np.cumprod(f[::-1], axis=2)
    # ********** End cell_path ********** #
