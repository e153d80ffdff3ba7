# verdict: failed score=0 diagnosis=argmax-for-sampling,e-to-the-bits,joint-for-conditional,targets-shifted-twice
# Four separate mistakes, and no network yet.

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 2) // (batch * steps)
    length = batch * windows * steps
    shifted = ids[1:]
    inputs = ids[:length].reshape(batch, windows, steps)
    targets = shifted[1 : length + 1].reshape(batch, windows, steps)
    return inputs.swapaxes(0, 1), targets.swapaxes(0, 1)
    # ********** End make_batches ********** #

    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return counts / counts.sum()
    # ********** End ngram ********** #

    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(-log_p[kept, targets[kept]].mean() / np.log(2)))
    # ********** End perplexity ********** #

    # ********** Begin build_model ********** #

    # ********** End build_model ********** #

    # ********** Begin run ********** #

    # ********** End run ********** #

    # ********** Begin train ********** #

    # ********** End train ********** #

    # ********** Begin sample ********** #
    return np.asarray(logits).argmax(axis=-1)
    # ********** End sample ********** #

    # ********** Begin generate ********** #

    # ********** End generate ********** #
