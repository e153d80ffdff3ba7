# verdict: passed score=full diagnosis=-
# Recursion over the steps; float32 throughout.


    # ********** Begin static ********** #
    def walk(t, states):
        if t == x.shape[1]:
            return [], states
        y, states = cell(x[:, t], states)
        rest, end = walk(t + 1, states)
        return [y, *rest], end

    outs, end = walk(0, cell.get_initial_state(batch_size=x.shape[0]))
    return keras.ops.stack(outs, 1), end
    # ********** End static ********** #


    # ********** Begin lstm_step ********** #
    x, h, c, kernel, bias = (np.float32(v) for v in (x, h, c, kernel, bias))
    sigma = lambda z: np.float32(1) / (np.float32(1) + np.exp(-z))
    z = np.hstack([x, h]).dot(kernel) + bias
    n = h.shape[1]
    part = lambda k: z[:, k * n:(k + 1) * n]
    new_c = sigma(part(2) + np.float32(forget_bias)) * c + sigma(part(0)) * np.tanh(part(1))
    return sigma(part(3)) * np.tanh(new_c), new_c
    # ********** End lstm_step ********** #
