# verdict: raised score=8 diagnosis=elementwise-for-matrix-product,key-misspelt,shape-is-no-function,tuple-is-not-assigned-to
# In some functions, a fourth thing that Python refuses.

    # ********** Begin forget_gate ********** #
    return sigmoid(np.concatenate([h_prev, x], axis=1) @ params["Wf"] + params["bf"])
    # ********** End forget_gate ********** #

    # ********** Begin output_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx * params["W_o"] + params["b_o"])
    # ********** End output_gate ********** #

    # ********** Begin cell_state ********** #
    new = (f * c_prev, i * c_tilde)
    new[0] += new[1]
    return new[0]
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return o * np.tanh(c).reshape(c.shape(0), -1)
    # ********** End hidden_state ********** #
