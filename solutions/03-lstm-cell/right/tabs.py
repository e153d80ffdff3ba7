# verdict: passed score=full diagnosis=-
# Tabs; the states in a loop.


    # ********** Begin ********** #
	cell = keras.layers.LSTMCell(a)
	x = np.arange(1, b * c + 1, dtype=np.float32).reshape(b, c) / (b * c)
	states = cell.get_initial_state(batch_size=b)
	for _ in range(1):
		out, states = cell(x, states)
	for s in states:
		print(np.array(s))
    # ********** End ********** #
