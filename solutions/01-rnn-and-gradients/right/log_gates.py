# verdict: passed score=full diagnosis=-
# Products of gates by sums of logarithms; a factor that is never above 1.


    # ********** Begin cell_path ********** #
    return np.exp(np.cumsum(np.log(f[::-1]), axis=0))
    # ********** End cell_path ********** #


    # ********** Begin clip_by_global_norm ********** #
    n = np.sqrt(np.sum([np.sum(np.square(g)) for g in gradients]))
    scale = 1.0 / max(1.0, n / max_norm)
    return [np.multiply(g, scale) for g in gradients], n
    # ********** End clip_by_global_norm ********** #
