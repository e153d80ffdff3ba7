# verdict: passed score=full diagnosis=-
# Plain Python: lists of numbers and the math module, no array at all.

    # ********** Begin rnn_step ********** #
    from math import tanh

    def row(u, w, b):
        return tanh(sum(a * float(n) for a, n in zip(u, x)) + sum(a * float(n) for a, n in zip(w, s_prev)) + b)

    return [row(u, w, b) for u, w, b in zip(params["U"].tolist(), params["W"].tolist(), params["b"].tolist())]
    # ********** End rnn_step ********** #

    # ********** Begin rnn_forward ********** #
    states = [list(s0)]
    for x in xs:
        states.append(rnn_step(x, states[-1], params))
    return states
    # ********** End rnn_forward ********** #

    # ********** Begin jacobian ********** #
    return [[(1 - s[i] ** 2) * W[i][j] for j in range(len(s))] for i in range(len(s))]
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    product = np.identity(len(W))
    norms = []
    for s in list(states)[1:][::-1]:
        product = np.matmul(product, jacobian(s, W))
        norms.append(float(np.sqrt(np.max(np.linalg.eigvalsh(product @ product.T)))))
    return norms
    # ********** End gradient_norms ********** #

    # ********** Begin cell_path ********** #
    rows, now = [], [1.0] * len(f[0])
    for gates in reversed(f.tolist()):
        now = [a * b for a, b in zip(now, gates)]
        rows.append(now)
    return rows
    # ********** End cell_path ********** #
