# verdict: failed score=17 diagnosis=divided-by-zero-norm,gradients-divided-by-norm
# Divided by the norm, whatever the limit.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = 1.0 / norm
    return [gradient * factor for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #
