# verdict: passed score=full diagnosis=-
# The plain formula with its harmless overflow kept quiet; np.c_ and np.matmul.

    # ********** Begin sigmoid ********** #
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    return sigmoid(np.add(np.matmul(np.c_[h_prev, x], params["W_f"]), params["b_f"]))
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    return sigmoid(np.add(np.matmul(np.c_[h_prev, x], params["W_i"]), params["b_i"]))
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    return np.tanh(np.add(np.matmul(np.c_[h_prev, x], params["W_c"]), params["b_c"]))
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    return np.add(np.multiply(f, c_prev), np.multiply(i, c_tilde))
    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #
    return sigmoid(np.add(np.matmul(np.c_[h_prev, x], params["W_o"]), params["b_o"]))
    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #
    return np.multiply(o, np.tanh(c))
    # ********** End hidden_state ********** #
