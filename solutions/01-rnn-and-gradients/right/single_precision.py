# verdict: passed score=full diagnosis=-
# Everything in float32, as deep-learning libraries do.

    # ********** Begin rnn_step ********** #
    x, s_prev = np.float32(x), np.float32(s_prev)
    return np.tanh(np.float32(params["U"]) @ x + np.float32(params["W"]) @ s_prev + np.float32(params["b"]))
    # ********** End rnn_step ********** #

    # ********** Begin rnn_forward ********** #
    states = np.zeros((len(xs) + 1, len(s0)), dtype=np.float32)
    states[0] = s0
    for t, x in enumerate(xs):
        states[t + 1] = rnn_step(x, states[t], params)
    return states
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    ds, x, s_prev, s = (np.asarray(each, np.float32) for each in (ds, x, s_prev, s))
    dz = ds * (1 - s**2)
    return params["W"].T.astype("float32") @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    xs, targets, states = xs.astype("f4"), targets.astype("f4"), states.astype("f4")
    params = {name: value.astype("f4") for name, value in params.items()}
    total = {name: np.zeros(value.shape, "f4") for name, value in params.items()}
    back = np.zeros(states.shape[1], "f4")
    for t in range(len(xs) - 1, -1, -1):
        error = params["V"] @ states[t + 1] - targets[t]
        total["V"] += np.outer(error, states[t + 1])
        back, dU, dW, db = step_backward(params["V"].T @ error + back, xs[t], states[t], states[t + 1], params)
        total["U"] += dU
        total["W"] += dW
        total["b"] += db
    total["s0"] = back
    return total
    # ********** End bptt ********** #

    # ********** Begin jacobian ********** #
    return ((1 - s**2)[:, None] * W).astype(np.float32)
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W), dtype="float32"), []
    for s in states[:0:-1]:
        product = product @ jacobian(s, W)
        norms.append(np.linalg.norm(product, ord=2))
    return np.array(norms, "float32")
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    gradients = [gradient.astype(np.float32) for gradient in gradients]
    norm = np.sqrt(np.sum([np.sum(gradient**2) for gradient in gradients], dtype=np.float32))
    return [gradient * np.float32(min(1, max_norm / max(norm, 1e-30))) for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    return np.cumprod(f[::-1].astype("f4"), axis=0)
    # ********** End cell_path ********** #
