# verdict: passed score=full diagnosis=-
# Marks by comparing with arange, products by einsum, steps by a generator.

    # ********** Begin make_sequences ********** #
    half, place = steps // 2, np.arange(steps)[None, :]
    early = half * rng.uniform(size=(count, 1)) // 1
    late = half + (steps - half) * rng.uniform(size=(count, 1)) // 1
    values, marks = rng.uniform(size=(count, steps)), (place == early) | (place == late)
    return np.stack([values, marks], axis=-1), np.einsum("bt,bt->b", values, marks)
    # ********** End make_sequences ********** #

    # ********** Begin constant_error ********** #
    return np.var(targets)
    # ********** End constant_error ********** #

    # ********** Begin lstm_step_backward ********** #
    hx, c_prev, f, i, c_tilde, o, c = kept
    through_h = np.einsum("bn,bn,bn->bn", dh, o, 1 - np.tanh(c) ** 2)
    whole = dc + through_h
    slopes = {
        "f": whole * c_prev * f * (1 - f),
        "i": whole * c_tilde * i * (1 - i),
        "c_tilde": whole * i * (1 - c_tilde) * (1 + c_tilde),
        "o": dh * np.tanh(c) * o * (1 - o),
    }
    n = np.size(c, 1)
    of_W = np.hstack([np.einsum("bk,bn->kn", hx, one) for one in slopes.values()])
    of_b = np.hstack([np.einsum("bn->n", one) for one in slopes.values()])
    of_h = sum(
        np.einsum("bn,kn->bk", one, params["W"][:n, k * n : (k + 1) * n]) for k, one in enumerate(slopes.values())
    )
    return of_h, np.einsum("bn,bn->bn", whole, f), of_W, of_b
    # ********** End lstm_step_backward ********** #

    # ********** Begin reach ********** #
    def lengths():
        _, kept_of, last = forward(params, xs)
        dh = params["v"] + np.zeros_like(last)
        dc = np.zeros_like(last)
        while kept_of:
            kept = kept_of.pop()
            if len(kept) == 2:
                dh = rnn_step_backward(dh, kept, params)[0]
            else:
                dh, dc = lstm_step_backward(dh, dc, kept, params)[:2]
            yield np.linalg.norm(np.concatenate([dh, dc], axis=1), axis=1).mean()

    return np.fromiter(lengths(), float)
    # ********** End reach ********** #
