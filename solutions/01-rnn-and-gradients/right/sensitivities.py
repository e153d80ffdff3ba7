# verdict: passed score=full diagnosis=-
# The adjoint states first, all of them; then each gradient is a single einsum over time.

    # ********** Begin rnn_forward ********** #
    states = np.empty((xs.shape[0] + 1, s0.size))
    states[0] = s0
    drive = np.einsum("ti,hi->th", xs, params["U"]) + params["b"]
    for t in range(xs.shape[0]):
        states[t + 1] = np.tanh(drive[t] + np.einsum("hk,k->h", params["W"], states[t]))
    return states
    # ********** End rnn_forward ********** #

    # ********** Begin bptt ********** #
    error = states[1:] @ params["V"].T - targets
    direct = error @ params["V"]
    adjoint = np.zeros_like(states)
    for t in range(len(xs), 0, -1):
        adjoint[t] += direct[t - 1]
        adjoint[t - 1] = params["W"].T @ ((1 - states[t] ** 2) * adjoint[t])
    dz = (1 - states[1:] ** 2) * adjoint[1:]
    return {
        "s0": adjoint[0],
        "U": np.einsum("th,ti->hi", dz, xs),
        "W": np.einsum("th,tk->hk", dz, states[:-1]),
        "b": np.einsum("th->h", dz),
        "V": np.einsum("to,th->oh", error, states[1:]),
    }
    # ********** End bptt ********** #

    # ********** Begin clip_by_global_norm ********** #
    flat = np.concatenate([gradient.reshape(-1) for gradient in gradients])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = flat * (max_norm / norm)
    ends = np.cumsum([gradient.size for gradient in gradients])[:-1]
    return [part.reshape(g.shape) for part, g in zip(np.split(flat, ends), gradients)], norm
    # ********** End clip_by_global_norm ********** #
