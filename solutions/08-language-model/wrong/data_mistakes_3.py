# verdict: failed score=3 diagnosis=exp-of-sum,normalised-over-first-axis,temperature-ignored
# Three separate mistakes, and no network yet.

    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return counts / counts.sum(axis=0, keepdims=True)
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(-log_p[kept, targets[kept]].sum()))
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #

    # ********** End build_model ********** #

    # ********** Begin run ********** #

    # ********** End run ********** #

    # ********** Begin train ********** #

    # ********** End train ********** #

    # ********** Begin sample ********** #
    p = np.exp(logits - logits.max(axis=-1, keepdims=True)) / temperature
    p /= p.sum(axis=-1, keepdims=True)
    return (p.cumsum(axis=-1) < np.random.random((len(p), 1))).sum(axis=-1).clip(max=p.shape[-1] - 1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #

    # ********** End generate ********** #
