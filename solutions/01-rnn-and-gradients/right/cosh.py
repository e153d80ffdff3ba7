# verdict: passed score=full diagnosis=-
# The slope of tanh as 1/cosh², from the pre-activation computed anew.

    # ********** Begin rnn_step ********** #
    z = params["U"].dot(x) + params["W"].dot(s_prev) + params["b"]
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)
    # ********** End rnn_step ********** #

    # ********** Begin step_backward ********** #
    z = np.arctanh(s)
    dz = ds / np.cosh(z) ** 2
    return params["W"].T.dot(dz), np.multiply.outer(dz, x), np.multiply.outer(dz, s_prev), dz
    # ********** End step_backward ********** #

    # ********** Begin jacobian ********** #
    return W / np.cosh(np.arctanh(s))[:, np.newaxis] ** 2
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    J, norms = np.identity(W.shape[0]), []
    for t in range(len(states) - 1, 0, -1):
        J = J.dot(jacobian(states[t], W))
        norms.append(np.sqrt(np.linalg.eigvalsh(J.dot(J.T)).max()))
    return np.array(norms)
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    import functools

    norm = functools.reduce(np.hypot, [np.linalg.norm(g) for g in gradients])
    return ([g * (max_norm / norm) for g in gradients] if norm > max_norm else list(gradients)), norm
    # ********** End clip_by_global_norm ********** #
