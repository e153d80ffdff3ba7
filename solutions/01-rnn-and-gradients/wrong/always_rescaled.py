# verdict: failed score=17 diagnosis=always-rescaled,divided-by-zero-norm
# Small gradients are blown up.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = max_norm / norm
    return [gradient * factor for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #
