# verdict: passed score=full diagnosis=-
# One number at a time.

    # ********** Begin sigmoid ********** #
    if np.ndim(z) > 0:
        return np.array([sigmoid(each) for each in z])
    import math

    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    batch, hidden = h_prev.shape
    out = np.zeros((batch, hidden))
    for n in range(batch):
        row = list(h_prev[n]) + list(x[n])
        for k in range(hidden):
            total = params["b_f"][k]
            for j, value in enumerate(row):
                total += value * params["W_f"][j][k]
            out[n, k] = sigmoid(total)
    return out
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    batch, hidden = h_prev.shape
    out = np.zeros((batch, hidden))
    for n in range(batch):
        row = list(h_prev[n]) + list(x[n])
        for k in range(hidden):
            total = params["b_i"][k]
            for j, value in enumerate(row):
                total += value * params["W_i"][j][k]
            out[n, k] = sigmoid(total)
    return out
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    batch, hidden = h_prev.shape
    out = np.zeros((batch, hidden))
    for n in range(batch):
        row = list(h_prev[n]) + list(x[n])
        for k in range(hidden):
            total = params["b_c"][k]
            for j, value in enumerate(row):
                total += value * params["W_c"][j][k]
            out[n, k] = np.tanh(total)
    return out
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    out = np.empty_like(c_prev)
    for index in np.ndindex(c_prev.shape):
        out[index] = f[index] * c_prev[index] + i[index] * c_tilde[index]
    return out
    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #
    batch, hidden = h_prev.shape
    out = np.zeros((batch, hidden))
    for n in range(batch):
        row = list(h_prev[n]) + list(x[n])
        for k in range(hidden):
            total = params["b_o"][k]
            for j, value in enumerate(row):
                total += value * params["W_o"][j][k]
            out[n, k] = sigmoid(total)
    return out
    # ********** End output_gate ********** #
