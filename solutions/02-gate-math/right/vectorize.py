# verdict: passed score=full diagnosis=-
# np.vectorize over a function of numbers; h and x joined by np.append, np.dot.

    # ********** Begin sigmoid ********** #
    def one(number):
        if number >= 0:
            return 1.0 / (1.0 + np.exp(-number))
        power = np.exp(number)
        return power / (1.0 + power)

    return np.vectorize(one, otypes=[float])(z)
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    joined = np.append(h_prev, x, axis=1)
    return sigmoid(np.dot(joined, params["W_f"]) + params["b_f"])
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    joined = np.append(h_prev, x, axis=1)
    return sigmoid(np.dot(joined, params["W_i"]) + params["b_i"])
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    joined = np.append(h_prev, x, axis=1)
    return np.tanh(np.dot(joined, params["W_c"]) + params["b_c"])
    # ********** End candidate ********** #

    # ********** Begin output_gate ********** #
    joined = np.append(h_prev, x, axis=1)
    return sigmoid(np.dot(joined, params["W_o"]) + params["b_o"])
    # ********** End output_gate ********** #
