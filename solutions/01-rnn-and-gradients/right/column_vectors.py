# verdict: passed score=full diagnosis=-
# Columns and np.matrix, made flat at the end.


    # ********** Begin rnn_step ********** #
    x = np.reshape(x, (-1, 1))
    s_prev = np.reshape(s_prev, (-1, 1))
    b = np.reshape(params["b"], (-1, 1))
    return np.tanh(np.dot(params["U"], x) + np.dot(params["W"], s_prev) + b).squeeze(axis=1)
    # ********** End rnn_step ********** #


    # ********** Begin step_backward ********** #
    W = np.asmatrix(params["W"])
    dz = np.asmatrix(ds * (1 - s * s)).T
    return (np.asarray(W.T * dz).ravel(), np.asarray(dz * np.asmatrix(x)), np.asarray(dz * np.asmatrix(s_prev)), np.asarray(dz).ravel())
    # ********** End step_backward ********** #


    # ********** Begin jacobian ********** #
    D = np.asmatrix(np.diag(1 - s**2))
    return D * np.asmatrix(W)
    # ********** End jacobian ********** #


    # ********** Begin rnn_forward ********** #
    states = s0.reshape(1, -1)
    for x in xs:
        states = np.vstack([states, rnn_step(x, states[-1], params)])
    return states
    # ********** End rnn_forward ********** #


    # ********** Begin cell_path ********** #
    out = [f[-1]]
    for gate in f[-2::-1]:
        out += [out[-1] * gate]
    return np.vstack(out)
    # ********** End cell_path ********** #
