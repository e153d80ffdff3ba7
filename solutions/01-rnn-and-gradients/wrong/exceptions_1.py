# verdict: raised score=0 diagnosis=append-gives-none,helper-without-return,index-out-of-range,list-for-array,matrix-sizes,matrix-transposed,number-is-no-range,value-given-too-late,value-is-no-function
# In each function, something that Python refuses.

    # ********** Begin rnn_step ********** #
    return np.tanh(x @ params["U"] + s_prev @ params["W"] + params["b"])
    # ********** End rnn_step ********** #

    # ********** Begin rnn_forward ********** #
    states = [s0]
    for x in xs:
        states = states.append(rnn_step(x, states[-1], params))
    return np.stack(states)
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    def slope(s):
        1 - s**2

    dz = ds * slope(s)
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    g = {name: np.zeros_like(params[name]) for name in "UWbV"}
    for t in range(len(xs) - 1, -1, -1):
        error = params["V"] @ states[t + 1] - targets[t]
        g["V"] += np.outer(error, states[t + 1])
        back, dU, dW, db = step_backward(params["V"].T @ error + back, xs[t], states[t], states[t + 1], params)
        g["U"] += dU
        g["W"] += dW
        g["b"] += db
    g["s0"] = back
    return g
    # ********** End bptt ********** #

    # ********** Begin jacobian ********** #
    return np.diag(1 - s**2)(W)
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for t in range(len(states), 0, -1):
        product = product @ ((1 - states[t] ** 2)[:, None] * W)
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    if norm > max_norm:
        gradients = gradients * (max_norm / norm)
    return gradients, norm
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    path, product = [], 1
    for t in len(f):
        product = product * f[len(f) - 1 - t]
        path.append(product)
    return np.stack(path)
    # ********** End cell_path ********** #
