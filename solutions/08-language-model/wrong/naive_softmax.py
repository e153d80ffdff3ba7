# verdict: failed score=7 diagnosis=softmax-overflow
# exp of logits as they come; no network yet.

    # ********** Begin perplexity ********** #
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
