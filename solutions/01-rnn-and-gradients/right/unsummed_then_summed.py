# verdict: passed score=full diagnosis=-
# Each step's gradients in a list and one sum at the end; steps counted back by negative indices; multi_dot.


    # ********** Begin bptt ********** #
    V = params["V"]
    errors = [V @ s - y for s, y in zip(states[1:], targets)]
    ds, collected = 0, []
    for t in range(1, len(xs) + 1):
        ds, *parts = step_backward(ds + V.T @ errors[-t], xs[-t], states[-t - 1], states[-t], params)
        collected.append(parts)
    dU, dW, db = (np.sum(part, axis=0) for part in zip(*collected))
    dV = np.sum([np.outer(e, s) for e, s in zip(errors, states[1:])], axis=0)
    return {"s0": ds, "b": db, "W": dW, "U": dU, "V": dV}
    # ********** End bptt ********** #


    # ********** Begin gradient_norms ********** #
    T = len(states) - 1
    return np.array([
        np.linalg.norm(np.linalg.multi_dot([jacobian(states[t], W) for t in range(T, T - k, -1)]) if k > 1 else jacobian(states[T], W), 2)
        for k in range(1, T + 1)
    ])
    # ********** End gradient_norms ********** #
