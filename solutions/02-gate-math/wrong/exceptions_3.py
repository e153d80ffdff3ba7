# verdict: raised score=0 diagnosis=argument-too-many,axis-lost-by-a-sum,format-of-an-array,hard-coded-size-in-reshape,module-not-imported,name-of-another-function,old-alias-of-numpy,text-and-number-added
# In each function, a third thing that Python refuses.

    # ********** Begin sigmoid ********** #
    return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float)))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    z = np.concatenate([h_prev, x], axis=1) @ params["W_f"] + params["b_f"]
    return np.exp(z) / np.exp(z).sum(axis=1)
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    z = np.concatenate([h_prev, x], axis=1) @ params["W_i"] + params["b_i"]
    return sigmoid(z.reshape(128, 28))
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return tf.tanh(hx @ params["W_c"] + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    c = f * c_prev + i * c_tilde
    print("c: " + c)
    return c
    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #
    o = sigmoid(np.concatenate([h_prev, x], axis=1) @ params["W_o"] + params["b_o"])
    print(f"o = {o:.3f}")
    return o
    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #
    c = f * c
    return o * np.tanh(c)
    # ********** End hidden_state ********** #

    # ********** Begin lstm_step ********** #
    f, i = forget_gate(x, h_prev, c_prev, params), input_gate(x, h_prev, c_prev, params)
    c = cell_state(f, i, candidate(x, h_prev, params), c_prev)
    return hidden_state(output_gate(x, h_prev, params), c), c
    # ********** End lstm_step ********** #
