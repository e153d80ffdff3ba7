# verdict: failed score=17 diagnosis=clipped-one-by-one
# A norm of its own for each array.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    clipped = []
    for gradient in gradients:
        own = np.linalg.norm(gradient)
        clipped.append(gradient * (max_norm / own) if own > max_norm else gradient)
    return clipped, norm
    # ********** End clip_by_global_norm ********** #
