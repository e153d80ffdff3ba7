# verdict: raised score=0 diagnosis=argument-missing,arrays-of-unequal-shapes,dictionary-by-dot,fraction-for-whole-number,integers-keep-no-fraction,name-misspelt,no-such-key,sizes-not-in-a-tuple
# In each function, something else that Python refuses.

    # ********** Begin rnn_step ********** #
    return np.tanh(params.U @ x + params.W @ s_prev + params.b)
    # ********** End rnn_step ********** #

    # ********** Begin rnn_forward ********** #
    states = np.zeros(len(xs) + 1, len(s0))
    states[0] = s0
    for t in range(len(xs)):
        states[t + 1] = rnn_step(xs[t], states[t], params)
    return states
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    dU, dW = np.outer(dz, x), np.outer(dz)
    return params["W"].T @ dz, dU, dW, dz
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    g = {"U": 0, "W": 0, "b": 0, "V": 0, "s0": np.zeros(states.shape[1])}
    for t in range(len(xs) - 1, -1, -1):
        error = params["V"] @ states[t + 1] - targets[t]
        g["V"] = g["V"] + np.outer(error, states[t + 1])
        ds = params["V"].T @ error + g["s_0"]
        g["s0"], dU, dW, db = step_backward(ds, xs[t], states[t], states[t + 1], params)
        g["U"], g["W"], g["b"] = g["U"] + dU, g["W"] + dW, g["b"] + db
    return g
    # ********** End bptt ********** #

    # ********** Begin jacobian ********** #
    return np.diag(1 - s**2) @ w
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    steps = states.size / states.shape[1] - 1
    product, norms = np.eye(len(W)), []
    for k in range(steps):
        product = product @ ((1 - states[-1 - k] ** 2)[:, None] * W)
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    norm = np.linalg.norm(np.array(gradients))
    factor = min(1, max_norm / norm)
    return [g * factor for g in gradients], norm
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    path = np.ones(f.shape, dtype=int)
    path[0] *= f[-1]
    for k in range(1, len(f)):
        path[k] = path[k - 1] * f[-1 - k]
    return path
    # ********** End cell_path ********** #
