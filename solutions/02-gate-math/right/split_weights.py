# verdict: passed score=full diagnosis=-
# σ by way of tanh; W split into its two blocks instead of concatenating.

    # ********** Begin sigmoid ********** #
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    hidden = h_prev.shape[1]
    W = params["W_f"]
    z = np.einsum("nh,hk->nk", h_prev, W[:hidden]) + np.einsum("ni,ik->nk", x, W[hidden:])
    return sigmoid(z + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    hidden = h_prev.shape[1]
    W = params["W_i"]
    z = np.einsum("nh,hk->nk", h_prev, W[:hidden]) + np.einsum("ni,ik->nk", x, W[hidden:])
    return sigmoid(z + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hidden = h_prev.shape[1]
    W = params["W_c"]
    z = np.einsum("nh,hk->nk", h_prev, W[:hidden]) + np.einsum("ni,ik->nk", x, W[hidden:])
    return np.tanh(z + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    hidden = h_prev.shape[1]
    W = params["W_o"]
    z = np.einsum("nh,hk->nk", h_prev, W[:hidden]) + np.einsum("ni,ik->nk", x, W[hidden:])
    return sigmoid(z + params["b_o"])
    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #
    return np.multiply(np.tanh(c), o)
    # ********** End hidden_state ********** #
