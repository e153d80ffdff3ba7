# verdict: passed score=full diagnosis=-
# Each function as short as NumPy lets it be: accumulate, reversed slices, a dictionary that is made anew at each step.


    # ********** Begin rnn_step ********** #
    return np.tanh(params["U"] @ x + params["W"] @ s_prev + params["b"])
    # ********** End rnn_step ********** #


    # ********** Begin rnn_forward ********** #
    from itertools import accumulate
    return np.stack(list(accumulate(xs, lambda s, x: rnn_step(x, s, params), initial=s0)))
    # ********** End rnn_forward ********** #


    # ********** Begin step_backward ********** #
    return (z := ds * (1 - s**2)) @ params["W"], z[:, None] * x, z[:, None] * s_prev, z
    # ********** End step_backward ********** #


    # ********** Begin bptt ********** #
    e = states[1:] @ params["V"].T - targets
    g, d = {k: 0 * params[k] for k in "UWb"}, 0 * states[0]
    for t in range(len(xs))[::-1]:
        d, *r = step_backward(d + e[t] @ params["V"], xs[t], states[t], states[t + 1], params)
        g = {k: v + a for (k, v), a in zip(g.items(), r)}
    return g | {"V": e.T @ states[1:], "s0": d}
    # ********** End bptt ********** #


    # ********** Begin jacobian ********** #
    return (1 - s * s)[:, None] * W
    # ********** End jacobian ********** #


    # ********** Begin gradient_norms ********** #
    from functools import reduce
    from itertools import accumulate
    js = [jacobian(s, W) for s in states[:0:-1]]
    return [np.linalg.svd(p, compute_uv=False)[0] for p in accumulate(js, np.matmul)]
    # ********** End gradient_norms ********** #


    # ********** Begin clip_by_global_norm ********** #
    n = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * min(1, max_norm / n) if n else g for g in gradients], n
    # ********** End clip_by_global_norm ********** #


    # ********** Begin cell_path ********** #
    return f[::-1].cumprod(0)
    # ********** End cell_path ********** #
