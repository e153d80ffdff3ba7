# verdict: failed score=0 diagnosis=context-behind,exponent-sign,rest-spread-over-streams,uniform-sampling
# Four separate mistakes, and no network yet.

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    starts = np.arange(batch) * ((len(ids) - 1) // batch)
    place = np.arange(windows)[:, None, None] * steps + starts[:, None] + np.arange(steps)
    return ids[place], ids[place + 1]
    # ********** End make_batches ********** #

    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    counts = counts.transpose()
    return counts / counts.sum(axis=-1, keepdims=True)
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(log_p[kept, targets[kept]].mean()))
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #

    # ********** End build_model ********** #

    # ********** Begin run ********** #

    # ********** End run ********** #

    # ********** Begin train ********** #

    # ********** End train ********** #

    # ********** Begin sample ********** #
    return np.random.randint(logits.shape[-1], size=len(logits))
    # ********** End sample ********** #

    # ********** Begin generate ********** #

    # ********** End generate ********** #
