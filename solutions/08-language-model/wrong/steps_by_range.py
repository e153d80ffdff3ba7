# verdict: raised score=9 diagnosis=unknown-number-of-steps
# The steps are counted with range, and nobody knows yet how many there are.

    # ********** Begin build_model ********** #
    ids, h0, c0 = keras.Input((None,), dtype="int32"), keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    embedded = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    cell, h, c, outputs = keras.layers.LSTMCell(HIDDEN), h0, c0, []
    for step in range(embedded.shape[1]):
        output, (h, c) = cell(embedded[:, step], [h, c])
        outputs.append(output)
    logits = keras.layers.Dense(vocabulary)(keras.ops.stack(outputs, axis=1))
    return keras.Model([ids, h0, c0], [logits, h, c])
    # ********** End build_model ********** #
