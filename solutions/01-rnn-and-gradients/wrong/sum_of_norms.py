# verdict: failed score=17 diagnosis=sum-of-norms
# Norms added up.

    # ********** Begin clip_by_global_norm ********** #
    norm = sum(np.linalg.norm(gradient) for gradient in gradients)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [gradient * factor for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #
