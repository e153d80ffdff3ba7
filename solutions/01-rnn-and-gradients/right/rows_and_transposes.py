# verdict: passed score=full diagnosis=-
# Row vectors against transposed matrices; lists where arrays would do.

    # ********** Begin rnn_step ********** #
    return np.tanh(x @ params["U"].T + s_prev @ params["W"].T + params["b"])
    # ********** End rnn_step ********** #

    # ********** Begin rnn_forward ********** #
    out = [np.array(s0)]
    for t in range(xs.shape[0]):
        out += [rnn_step(xs[t], out[t], params)]
    return out
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    dz = (1 - s**2) * ds
    return [dz @ params["W"], dz[:, None] * x[None, :], dz[:, None] @ s_prev[None, :], dz.copy()]
    # ********** End step_backward ********** #

    # ********** Begin jacobian ********** #
    return np.diag(1 - np.square(s)) @ W
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    norms = []
    J = None
    for s in reversed(states[1:]):
        J = jacobian(s, W) if J is None else J @ jacobian(s, W)
        norms.append(float(np.linalg.norm(J, ord=2)))
    return norms
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    scale = 1.0
    if norm > max_norm:
        scale = max_norm / norm
    return tuple(scale * g for g in gradients), float(norm)
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    path, product = [], 1.0
    for gate in reversed(f):
        product = product * gate
        path.append(product)
    return path
    # ********** End cell_path ********** #
