# verdict: failed score=5 diagnosis=last-ngram-left-out,softmax-twice
# Two separate mistakes, and no network yet.

    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + i] for i in range(order)), 1.0)
    return counts / counts.sum(axis=-1, keepdims=True)
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    logits = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(-log_p[kept, targets[kept]].mean()))
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
