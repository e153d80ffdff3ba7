# verdict: passed score=full diagnosis=-
# All gradients in one long vector, cut up again afterwards; the spectral norm by the largest eigenvalue of PᵀP.


    # ********** Begin clip_by_global_norm ********** #
    flat = np.concatenate([np.ravel(g) for g in gradients])
    n = np.sqrt(flat @ flat)
    if n > max_norm:
        flat = flat * (max_norm / n)
    pieces = np.split(flat, np.cumsum([np.size(g) for g in gradients])[:-1])
    return [p.reshape(np.shape(g)) for p, g in zip(pieces, gradients)], n
    # ********** End clip_by_global_norm ********** #


    # ********** Begin gradient_norms ********** #
    T = len(states) - 1
    hidden = W.shape[0]
    P = np.eye(hidden)
    norms = np.empty(T)
    for k in range(1, T + 1):
        P = P @ (np.diag(1 - states[T - k + 1] ** 2) @ W)
        norms[k - 1] = np.sqrt(np.max(np.linalg.eigvalsh(P.T @ P)).clip(0))
    return norms
    # ********** End gradient_norms ********** #


    # ********** Begin jacobian ********** #
    return np.diag(1 - s ** 2).dot(W)
    # ********** End jacobian ********** #
