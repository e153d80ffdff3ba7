# verdict: passed score=full diagnosis=-
# All gates in one product, a clipped σ, a helper inside the region, a debugging print, a list.

    # ********** Begin sigmoid ********** #
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))
    # ********** End sigmoid ********** #

    # ********** Begin lstm_step ********** #
    def gates():
        hx = np.hstack((h_prev, x))
        W = np.hstack([params["W_" + g] for g in "fioc"])
        b = np.hstack([params["b_" + g] for g in "fioc"])
        return np.split(hx @ W + b, 4, axis=1)

    z_f, z_i, z_o, z_c = gates()
    print("gates", z_f.shape)
    c = sigmoid(z_f) * c_prev + sigmoid(z_i) * np.tanh(z_c)
    return [np.tanh(c) * sigmoid(z_o), c]
    # ********** End lstm_step ********** #
