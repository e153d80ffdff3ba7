# verdict: failed score=18 diagnosis=same-draw-again
# A seed that is a number: every call draws the same.

    # ********** Begin sample ********** #
    scaled = np.asarray(logits, "float64") / temperature
    scaled -= scaled.max(axis=-1, keepdims=True)
    return np.array(keras.random.categorical(scaled.astype("float32"), 1, seed=1))[:, 0]
    # ********** End sample ********** #
