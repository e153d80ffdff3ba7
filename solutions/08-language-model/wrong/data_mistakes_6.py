# verdict: failed score=4 diagnosis=batch-time-swapped,padding-counted
# Two separate mistakes, and no network yet.

    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    length = batch * windows * steps
    inputs = ids[:length].reshape(batch, windows, steps)
    targets = ids[1 : length + 1].reshape(batch, windows, steps)
    return inputs.transpose(1, 2, 0), targets.transpose(1, 2, 0)
    # ********** End make_batches ********** #

    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = np.ones_like(targets, dtype=bool)
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
