# verdict: failed score=2 diagnosis=mean-of-exp,smoothed-only-above,target-wraps-around
# Three separate mistakes, and no network yet.

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    inputs = ids[: batch * windows * steps].reshape(batch, windows, steps).swapaxes(0, 1)
    return inputs, np.roll(inputs, -1, axis=2)
    # ********** End make_batches ********** #

    # ********** Begin ngram ********** #
    counts = np.zeros((vocabulary,) * order)
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return (counts + k) / np.maximum(counts.sum(axis=-1, keepdims=True), 1)
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(-log_p[kept, targets[kept]]).mean())
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #

    # ********** End build_model ********** #

    # ********** Begin run ********** #

    # ********** End run ********** #

    # ********** Begin train ********** #

    # ********** End train ********** #

    # ********** Begin sample ********** #
    scaled = logits / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #

    # ********** End generate ********** #
