# verdict: raised score=0 diagnosis=states-left-out
# The cell is called without its states.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x)
    print(states[0])
    print(states[1])
    # ********** End ********** #
