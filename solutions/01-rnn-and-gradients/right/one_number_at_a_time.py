# verdict: passed score=full diagnosis=-
# Loops over single numbers, plain Python.

    # ********** Begin rnn_step ********** #
    hidden, inputs = params["U"].shape
    s = np.zeros(hidden)
    for i in range(hidden):
        z = params["b"][i]
        for j in range(inputs):
            z += params["U"][i, j] * x[j]
        for j in range(hidden):
            z += params["W"][i, j] * s_prev[j]
        s[i] = np.tanh(z)
    return s
    # ********** End rnn_step ********** #

    # ********** Begin rnn_forward ********** #
    states = np.zeros((len(xs) + 1, len(s0)))
    states[0] = s0
    for t in range(len(xs)):
        states[t + 1] = rnn_step(xs[t], states[t], params)
    return states
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    U, W = params["U"], params["W"]
    hidden, inputs = U.shape
    ds_prev, dU, dW, db = np.zeros(hidden), np.zeros((hidden, inputs)), np.zeros((hidden, hidden)), np.zeros(hidden)
    for i in range(hidden):
        dz = ds[i] * (1 - s[i] * s[i])
        db[i] = dz
        for j in range(inputs):
            dU[i, j] = dz * x[j]
        for j in range(hidden):
            dW[i, j] = dz * s_prev[j]
            ds_prev[j] += W[i, j] * dz
    return ds_prev, dU, dW, db
    # ********** End step_backward ********** #

    # ********** Begin jacobian ********** #
    J = np.empty(W.shape)
    for i in range(len(s)):
        for j in range(len(s)):
            J[i, j] = (1 - s[i] ** 2) * W[i, j]
    return J
    # ********** End jacobian ********** #

    # ********** Begin clip_by_global_norm ********** #
    import math

    squares = 0.0
    for gradient in gradients:
        for value in gradient.flat:
            squares += float(value) ** 2
    norm = math.sqrt(squares)
    if norm <= max_norm:
        return [gradient.copy() for gradient in gradients], norm
    return [gradient * max_norm / norm for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    steps, hidden = f.shape
    path = np.ones((steps, hidden))
    for k in range(1, steps + 1):
        for j in range(steps - k, steps):
            path[k - 1] *= f[j]
    return path
    # ********** End cell_path ********** #
