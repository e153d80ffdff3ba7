# verdict: passed score=full diagnosis=-
# The cell's weights read out, and the six formulas in NumPy with einsum.

    # ********** Begin unroll ********** #
    kernel, recurrent, bias = (np.array(keras.ops.convert_to_numpy(w)) for w in cell.get_weights())
    kernel, recurrent = (weights.reshape(-1, 4, cell.units) for weights in (kernel, recurrent))
    bias = bias.reshape(4, -1)

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    h, c = np.array(state)
    outputs = np.empty((*np.shape(images)[:2], cell.units), np.float32)
    for t in range(outputs.shape[1]):
        z = np.einsum("bp,pgu->gbu", images[:, t], kernel) + np.einsum("bv,vgu->gbu", h, recurrent) + bias[:, None]
        c = sigmoid(z[1]) * c + sigmoid(z[0]) * np.tanh(z[2])
        h = outputs[:, t] = sigmoid(z[3]) * np.tanh(c)
    return outputs, np.array([h, c])
    # ********** End unroll ********** #

    # ********** Begin to_time_major ********** #
    return np.einsum("btp->tbp", images)
    # ********** End to_time_major ********** #
