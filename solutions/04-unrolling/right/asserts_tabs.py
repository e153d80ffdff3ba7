# verdict: passed score=full diagnosis=-
# Tabs; assertions; a print at each step.


    # ********** Begin zero_state ********** #
	s = np.zeros((layers, 2, batch, hidden))
	return s.astype("float32")
    # ********** End zero_state ********** #


    # ********** Begin unroll ********** #
	assert images.ndim == 3, images.shape
	h, c = state
	outputs = []
	for step in range(images.shape[1]):
		row = images[:, step]
		print("step", step, row.shape)
		output, (h, c) = cell(row, [h, c])
		assert output.shape == h.shape
		outputs.append(output)
	outputs = keras.ops.stack(outputs, axis=1)
	assert outputs.shape[:2] == images.shape[:2]
	return outputs, keras.ops.stack([h, c])
    # ********** End unroll ********** #


    # ********** Begin run_time_major ********** #
	h, c = state[0], state[1]
	outputs = []
	for row in sequence:
		output, (h, c) = cell(row, [h, c])
		outputs.append(output)
	return keras.ops.stack(outputs), keras.ops.stack([h, c])
    # ********** End run_time_major ********** #


    # ********** Begin to_time_major ********** #
	return images.transpose((1, 0, 2))
    # ********** End to_time_major ********** #
