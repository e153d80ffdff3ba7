# verdict: failed score=19 diagnosis=changes-inputs
# Right numbers, written over the caller's gradients.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    if norm > max_norm:
        for gradient in gradients:
            gradient *= max_norm / norm
    return gradients, norm
    # ********** End clip_by_global_norm ********** #
