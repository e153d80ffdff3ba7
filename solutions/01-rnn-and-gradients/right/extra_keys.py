# verdict: passed score=full diagnosis=-
# More in the dict than was asked for, a debugging print, and copies everywhere.

    # ********** Begin bptt ********** #
    print("steps:", len(xs))
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    grads["loss"] = 0.0
    carried = 0
    for t in range(len(xs), 0, -1):
        y = params["V"] @ states[t]
        grads["loss"] += 0.5 * np.sum((y - targets[t - 1]) ** 2)
        grads["V"] += (y - targets[t - 1])[:, None] * states[t]
        dz = (params["V"].T @ (y - targets[t - 1]) + carried) * (1 - states[t] ** 2)
        grads["U"] += dz[:, None] * xs[t - 1]
        grads["W"] += dz[:, None] * states[t - 1]
        grads["b"] += dz
        carried = params["W"].T @ dz
    grads["s0"] = carried
    return grads
    # ********** End bptt ********** #

    # ********** Begin clip_by_global_norm ********** #
    clipped = [np.array(g, dtype=float) for g in gradients]
    total = np.sqrt(np.sum([np.square(g).sum() for g in clipped]))
    if total > max_norm:
        for g in clipped:
            g *= max_norm / total
    return clipped, total
    # ********** End clip_by_global_norm ********** #
