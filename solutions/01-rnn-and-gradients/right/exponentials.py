# verdict: passed score=full diagnosis=-
# tanh and its slope by their exponentials.


    # ********** Begin rnn_step ********** #
    z = params["U"] @ x + params["W"] @ s_prev + params["b"]
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    # ********** End rnn_step ********** #


    # ********** Begin step_backward ********** #
    z = params["U"] @ x + params["W"] @ s_prev + params["b"]
    dz = np.multiply(ds, 4 / (np.exp(z) + np.exp(-z)) ** 2)
    return dz.dot(params["W"]), np.multiply.outer(dz, x), np.multiply.outer(dz, s_prev), dz
    # ********** End step_backward ********** #
