# verdict: raised score=0 diagnosis=list-has-no-such-attribute
# The states are a list, which has no shape.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(h, states.shape)
    print(states[1])
    # ********** End ********** #
