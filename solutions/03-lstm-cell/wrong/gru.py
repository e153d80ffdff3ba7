# verdict: failed score=0 diagnosis=other-cell
# A GRU has no c.

    # ********** Begin ********** #
    cell = keras.layers.GRUCell(a)
    x = np.random.normal(size=(b, c)).astype("float32")
    h, states = cell(x, cell.get_initial_state(batch_size=b))
    print(h)
    print(states[0])
    # ********** End ********** #
