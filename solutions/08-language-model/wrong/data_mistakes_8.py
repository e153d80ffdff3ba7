# verdict: failed score=0 diagnosis=counts-for-probabilities,softmax-over-the-wrong-axis,softmax-twice,targets-and-inputs-exchanged
# Four separate mistakes, and no network yet.

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    length = batch * windows * steps
    inputs = ids[:length].reshape(batch, windows, steps)
    targets = ids[1 : length + 1].reshape(batch, windows, steps)
    return targets.swapaxes(0, 1), inputs.swapaxes(0, 1)
    # ********** End make_batches ********** #

    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return counts
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    p = np.exp(logits) / np.exp(logits).sum(axis=0, keepdims=True)
    kept = targets != PAD
    return float(np.exp(-np.log(p[kept, targets[kept]]).mean()))
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #

    # ********** End build_model ********** #

    # ********** Begin run ********** #

    # ********** End run ********** #

    # ********** Begin train ********** #

    # ********** End train ********** #

    # ********** Begin sample ********** #
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    scaled = p / p.sum(axis=-1, keepdims=True) / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    drawn = np.random.random((len(p), 1))
    return np.minimum((p.cumsum(axis=-1) < drawn).sum(axis=-1), p.shape[-1] - 1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #

    # ********** End generate ********** #
