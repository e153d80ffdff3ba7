# verdict: passed score=full diagnosis=-
# A subclass that answers to (ids, h, c) with a dict; trained by fit, a window at a time; frequencies by np.unique.

    # ********** Begin ngram ********** #
    rows, counts = np.unique(np.lib.stride_tricks.sliding_window_view(ids, order), axis=0, return_counts=True)
    table = np.full((vocabulary,) * order, float(k))
    table[tuple(rows.T)] += counts
    return table / table.sum(axis=-1)[..., None]
    # ********** End ngram ********** #

    # ********** Begin build_model ********** #
    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.embedding = keras.layers.Embedding(vocabulary, EMBEDDING)
            self.lstm = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.dense = keras.layers.Dense(vocabulary)

        def call(self, inputs):
            outputs, h, c = self.lstm(self.embedding(inputs["ids"]), initial_state=[inputs["h"], inputs["c"]])
            return {"logits": self.dense(outputs), "h": h, "c": c}

    return Reader()
    # ********** End build_model ********** #

    # ********** Begin run ********** #
    h, c = state if state is not None else np.zeros((2, len(ids), HIDDEN), "float32")
    found = model.predict_on_batch({"ids": ids, "h": h, "c": c})
    return found["logits"], (found["h"], found["c"])
    # ********** End run ********** #

    # ********** Begin train ********** #
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(LEARNING_RATE), {"logits": loss, "h": None, "c": None})
    inputs, targets = make_batches(ids, batch, steps)
    for _ in range(epochs):
        h, c = np.zeros((2, batch, HIDDEN), "float32")
        for x, y in zip(inputs, targets, strict=True):
            _, ahead = run(model, x, (h, c))
            wanted = {"logits": y, "h": h, "c": c}
            model.fit({"ids": x, "h": h, "c": c}, wanted, batch_size=batch, shuffle=False, verbose=0)
            h, c = ahead
    # ********** End train ********** #
