# verdict: passed score=full diagnosis=-
# σ by way of logaddexp, column vectors, one array for both states.

    # ********** Begin sigmoid ********** #
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    hx = np.c_[h_prev, x]
    return sigmoid(np.dot(hx, params["W_f"]) + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin output_gate ********** #
    hx = np.vstack([h_prev.T, x.T])
    return sigmoid(params["W_o"].T @ hx + params["b_o"][:, None]).T
    # ********** End output_gate ********** #

    # ********** Begin lstm_step ********** #
    c = cell_state(
        forget_gate(x, h_prev, params), input_gate(x, h_prev, params), candidate(x, h_prev, params), c_prev
    )
    return np.stack([hidden_state(output_gate(x, h_prev, params), c), c])
    # ********** End lstm_step ********** #
