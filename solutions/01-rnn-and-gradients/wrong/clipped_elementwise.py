# verdict: failed score=17 diagnosis=clipped-elementwise
# np.clip.

    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [np.clip(gradient, -max_norm, max_norm) for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #
