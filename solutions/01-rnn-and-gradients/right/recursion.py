# verdict: passed score=full diagnosis=-
# Recursive functions instead of loops, with helpers in the regions.

    # ********** Begin rnn_forward ********** #
    def go(rest, s):
        return [s] if len(rest) == 0 else [s, *go(rest[1:], rnn_step(rest[0], s, params))]

    return np.array(go(list(xs), s0))
    # ********** End rnn_forward ********** #

    # ********** Begin bptt ********** #
    V = params["V"]

    def back(t, carried):
        """Gradients of steps t, t-1, ..., 0, given what later steps sent back."""
        if t < 0:
            return {"U": 0.0, "W": 0.0, "b": 0.0, "V": 0.0, "s0": carried}
        e = V @ states[t + 1] - targets[t]
        before, dU, dW, db = step_backward(e @ V + carried, xs[t], states[t], states[t + 1], params)
        earlier = back(t - 1, before)
        own = {"U": dU, "W": dW, "b": db, "V": np.outer(e, states[t + 1]), "s0": 0.0}
        return {name: earlier[name] + own[name] for name in own}

    return back(len(xs) - 1, np.zeros(len(states[0])))
    # ********** End bptt ********** #

    # ********** Begin gradient_norms ********** #
    def reach(k):
        return np.eye(W.shape[0]) if k == 0 else reach(k - 1) @ jacobian(states[len(states) - k], W)

    return np.array([np.linalg.svd(reach(k))[1][0] for k in range(1, len(states))])
    # ********** End gradient_norms ********** #

    # ********** Begin cell_path ********** #
    if len(f) == 0:
        return np.ones((0, f.shape[1]))
    return np.vstack([f[-1:], f[-1] * cell_path(f[:-1])])
    # ********** End cell_path ********** #
