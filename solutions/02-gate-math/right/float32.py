# verdict: passed score=full diagnosis=-
# Everything in single precision.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=np.float32)
    return np.float32(0.5) * (np.tanh(z * np.float32(0.5)) + np.float32(1))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    row = np.concatenate([h_prev, x], axis=-1).astype(np.float32)
    return sigmoid(row @ params["W_f"].astype(np.float32) + params["b_f"].astype(np.float32))
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    row = np.concatenate([h_prev, x], axis=-1).astype(np.float32)
    return sigmoid(row @ params["W_i"].astype(np.float32) + params["b_i"].astype(np.float32))
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    row = np.concatenate([h_prev, x], axis=-1).astype(np.float32)
    return np.tanh(row @ params["W_c"].astype(np.float32) + params["b_c"].astype(np.float32))
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    f, i, c_tilde, c_prev = (np.asarray(each, dtype="float32") for each in (f, i, c_tilde, c_prev))
    return f * c_prev + i * c_tilde
    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #
    row = np.concatenate([h_prev, x], axis=-1).astype(np.float32)
    return sigmoid(row @ params["W_o"].astype(np.float32) + params["b_o"].astype(np.float32))
    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #
    return (o * np.tanh(c)).astype("float32")
    # ********** End hidden_state ********** #
