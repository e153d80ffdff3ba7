# verdict: failed score=0 diagnosis=returned-not-printed
# Returns the states and prints nothing.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    return states
    # ********** End ********** #
