# verdict: passed score=full diagnosis=-
# Loops over sample, unit and input; a list of rows.


    # ********** Begin forget_gate ********** #
    batch = x.shape[0]
    hidden = h_prev.shape[1]
    inputs = x.shape[1]
    f = np.empty((batch, hidden))
    for n in range(batch):
        for j in range(hidden):
            z = params["b_f"][j]
            for k in range(hidden):
                z += h_prev[n, k] * params["W_f"][k, j]
            for k in range(inputs):
                z += x[n, k] * params["W_f"][hidden + k, j]
            f[n, j] = sigmoid(z)
    return f
    # ********** End forget_gate ********** #


    # ********** Begin cell_state ********** #
    c = np.zeros(f.shape)
    for n in range(f.shape[0]):
        for j in range(f.shape[1]):
            c[n, j] = f[n, j] * c_prev[n, j] + i[n, j] * c_tilde[n, j]
    return c
    # ********** End cell_state ********** #


    # ********** Begin hidden_state ********** #
    h = []
    for row_o, row_c in zip(o, c):
        h.append([a * np.tanh(b) for a, b in zip(row_o, row_c)])
    return h
    # ********** End hidden_state ********** #


    # ********** Begin sigmoid ********** #
    z = np.array(z, dtype=float, copy=True)
    flat = z.reshape(-1)
    for n in range(flat.size):
        v = flat[n]
        if v >= 0:
            flat[n] = 1 / (1 + np.exp(-v))
        else:
            flat[n] = np.exp(v) / (1 + np.exp(v))
    return z if z.ndim else z.item()
    # ********** End sigmoid ********** #
