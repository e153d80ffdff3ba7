# verdict: passed score=full diagnosis=-
# Boolean masks; a bias column in the matrix, a one in the row.

    # ********** Begin sigmoid ********** #
    shape = np.shape(z)
    z = np.atleast_1d(np.asarray(z, dtype=float))
    out = np.empty(z.shape)
    high = z >= 0
    out[high] = 1 / (1 + np.exp(-z[high]))
    out[~high] = np.exp(z[~high]) / (1 + np.exp(z[~high]))
    return out.reshape(shape)
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    row = np.hstack([h_prev, x, np.ones((len(x), 1))])
    matrix = np.vstack([params["W_f"], params["b_f"]])
    return sigmoid(row @ matrix)
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    row = np.hstack([h_prev, x, np.ones((len(x), 1))])
    matrix = np.vstack([params["W_i"], params["b_i"]])
    return sigmoid(row @ matrix)
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    row = np.hstack([h_prev, x, np.ones((len(x), 1))])
    matrix = np.vstack([params["W_c"], params["b_c"]])
    return np.tanh(row @ matrix)
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    row = np.hstack([h_prev, x, np.ones((len(x), 1))])
    matrix = np.vstack([params["W_o"], params["b_o"]])
    return sigmoid(row @ matrix)
    # ********** End output_gate ********** #
