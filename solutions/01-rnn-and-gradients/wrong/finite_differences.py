# verdict: failed score=12 diagnosis=finite-differences
# Central differences instead of the chain rule: right to nine digits, and no back-propagation.


    # ********** Begin bptt ********** #
    def loss(p, s0):
        s, total = s0, 0.0
        for x, y in zip(xs, targets):
            s = np.tanh(p["U"] @ x + p["W"] @ s + p["b"])
            total += 0.5 * np.sum((p["V"] @ s - y) ** 2)
        return total

    everything = {**{k: params[k] for k in "UWbV"}, "s0": states[0]}
    out = {}
    for name, value in everything.items():
        g = np.zeros_like(value)
        for index in np.ndindex(value.shape):
            sides = []
            for sign in (1, -1):
                moved = {k: v.copy() for k, v in everything.items()}
                moved[name][index] += sign * 1e-5
                sides.append(loss(moved, moved["s0"]))
            g[index] = (sides[0] - sides[1]) / 2e-5
        out[name] = g
    return out
    # ********** End bptt ********** #


    # ********** Begin step_backward ********** #
    parts = {"s": s_prev, "U": params["U"], "W": params["W"], "b": params["b"]}
    out = []
    for name, value in parts.items():
        g = np.zeros_like(value)
        for index in np.ndindex(value.shape):
            sides = []
            for sign in (1, -1):
                p = {k: v.copy() for k, v in parts.items()}
                p[name][index] += sign * 1e-5
                sides.append(ds @ np.tanh(p["U"] @ x + p["W"] @ p["s"] + p["b"]))
            g[index] = (sides[0] - sides[1]) / 2e-5
        out.append(g)
    return out
    # ********** End step_backward ********** #


    # ********** Begin jacobian ********** #
    z = np.arctanh(s)
    cols = []
    for j in range(len(s)):
        e = np.zeros(len(s)); e[j] = 1e-5
        cols.append((np.tanh(z + W @ e) - np.tanh(z - W @ e)) / 2e-5)
    return np.array(cols).T
    # ********** End jacobian ********** #
