# verdict: failed score=5 diagnosis=prints-weights
# The two weight matrices instead of the two states.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    cell(x, cell.get_initial_state(batch_size=b))
    print(cell.weights[0].numpy())
    print(cell.weights[1].numpy())
    # ********** End ********** #
