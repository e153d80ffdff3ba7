# verdict: passed score=full diagnosis=-
# All outer products of a gradient at once, after the way back is done.

    # ********** Begin bptt ********** #
    W, V = params["W"], params["V"]
    errors = states[1:] @ V.T - targets
    dz = np.zeros_like(states[1:])
    carried = np.zeros(W.shape[0])
    for t in range(len(xs) - 1, -1, -1):
        dz[t] = (errors[t] @ V + carried) * (1 - states[t + 1] ** 2)
        carried = dz[t] @ W
    return {"U": dz.T @ xs, "W": dz.T @ states[:-1], "b": dz.sum(axis=0), "V": errors.T @ states[1:], "s0": carried}
    # ********** End bptt ********** #

    # ********** Begin gradient_norms ********** #
    T = len(states) - 1
    products = [jacobian(states[T], W)]
    for t in range(T - 1, 0, -1):
        products.append(products[-1] @ jacobian(states[t], W))
    return np.linalg.norm(np.stack(products), 2, axis=(1, 2))
    # ********** End gradient_norms ********** #

    # ********** Begin cell_path ********** #
    return np.exp(np.cumsum(np.log(f)[::-1], axis=0))
    # ********** End cell_path ********** #
