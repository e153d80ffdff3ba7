# verdict: failed score=0 diagnosis=other-cell
# A GRU has no c.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.random_normal([b, c])
    cell = rnn.GRUCell(a)
    output, state = cell(x, cell.zero_state(b, tf.float32))
    print(output)
    print(state)
    # ********** End ********** #
