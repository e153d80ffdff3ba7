# verdict: passed score=full diagnosis=-
# Sliding windows and np.bincount; drawing by the Gumbel trick; lists where arrays are usual.


    # ********** Begin make_batches ********** #
    M = (len(ids) - 1) // (batch * steps)
    cut = lambda s: np.asarray(ids)[s:s + batch * M * steps].reshape(batch, M, steps).swapaxes(0, 1)
    return [cut(0), cut(1)]
    # ********** End make_batches ********** #


    # ********** Begin ngram ********** #
    pieces = np.lib.stride_tricks.sliding_window_view(np.asarray(ids), order)
    counts = np.bincount(np.ravel_multi_index(pieces.T, (vocabulary,) * order), minlength=vocabulary ** order)
    counts = counts.reshape((vocabulary,) * order) + k
    return counts / np.sum(counts, -1)[..., None]
    # ********** End ngram ********** #


    # ********** Begin perplexity ********** #
    z = np.asarray(logits, float)
    y = np.asarray(targets)
    from scipy.special import log_softmax
    picked = np.take_along_axis(log_softmax(z, -1), np.where(y == PAD, 0, y)[..., None], -1)[..., 0]
    return np.exp(-picked[y != PAD].mean())
    # ********** End perplexity ********** #


    # ********** Begin sample ********** #
    z = np.asarray(logits, float) / temperature
    return np.argmax(z + np.random.gumbel(size=z.shape), axis=-1)
    # ********** End sample ********** #


    # ********** Begin generate ********** #
    out, state = [], None
    x = np.array(prompt).reshape(1, -1)
    while len(out) < length:
        logits, state = run(model, x, state)
        out += sample(np.asarray(logits)[:, -1, :], temperature).tolist()
        x = np.array([[out[-1]]])
    return out
    # ********** End generate ********** #
