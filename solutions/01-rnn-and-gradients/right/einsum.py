# verdict: passed score=full diagnosis=-
# Everything in einsum; the bias and both matrices in one.

    # ********** Begin rnn_step ********** #
    A = np.concatenate([params["U"], params["W"], params["b"][:, None]], axis=1)
    return np.tanh(np.einsum("ij,j->i", A, np.concatenate([x, s_prev, [1.0]])))
    # ********** End rnn_step ********** #

    # ********** Begin step_backward ********** #
    dz = np.einsum("i,i->i", ds, 1 - s * s)
    return (
        np.einsum("ij,i->j", params["W"], dz),
        np.einsum("i,j->ij", dz, x),
        np.einsum("i,j->ij", dz, s_prev),
        dz,
    )
    # ********** End step_backward ********** #

    # ********** Begin jacobian ********** #
    return np.einsum("i,ij->ij", 1 - s**2, W)
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    T = len(states) - 1
    norms = np.zeros(T)
    J = np.eye(states.shape[1])
    for k in range(1, T + 1):
        J = np.einsum("ij,jk->ik", J, jacobian(states[T - k + 1], W))
        norms[k - 1] = np.linalg.svd(J, compute_uv=False).max()
    return norms
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.einsum("i,i->", g.ravel(), g.ravel()) for g in gradients))
    return [g * np.minimum(1.0, max_norm / np.maximum(norm, 1e-30)) for g in gradients], norm
    # ********** End clip_by_global_norm ********** #
