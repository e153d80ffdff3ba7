# verdict: passed score=full diagnosis=-
# Rows joined to text, four decimals, tabs between the numbers.


    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.random.uniform(-1, 1, (b, c)).astype(np.float32)
    _, (h, s) = cell(x, cell.get_initial_state(batch_size=b))
    for name, value in (("h", h), ("c", s)):
        print(name + ":")
        for row in np.asarray(value):
            print("\t".join("%.4f" % v for v in row))
    # ********** End ********** #
