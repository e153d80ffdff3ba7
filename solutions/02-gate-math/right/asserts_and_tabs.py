# verdict: passed score=full diagnosis=-
# Tabs; assertions on every shape; prints all the way.


    # ********** Begin forget_gate ********** #
	assert x.ndim == 2 and h_prev.ndim == 2
	assert x.shape[0] == h_prev.shape[0], "batch"
	joined = np.hstack((h_prev, x))
	assert joined.shape[1] == params["W_f"].shape[0]
	f = sigmoid(joined @ params["W_f"] + params["b_f"])
	assert ((f >= 0) & (f <= 1)).all()
	print("forget gate:", f)
	return f
    # ********** End forget_gate ********** #


    # ********** Begin lstm_step ********** #
	f = forget_gate(x, h_prev, params)
	i = input_gate(x, h_prev, params)
	g = candidate(x, h_prev, params)
	print("candidate:", g)
	if f.shape != c_prev.shape:
		raise ValueError(f"f has {f.shape}, c_prev has {c_prev.shape}")
	c = cell_state(f, i, g, c_prev)
	o = output_gate(x, h_prev, params)
	h = hidden_state(o, c)
	assert h.shape == c.shape
	return h, c
    # ********** End lstm_step ********** #


    # ********** Begin sigmoid ********** #
	z = np.array(z, dtype=float)
	result = np.zeros_like(z)
	positive = z >= 0
	result[positive] = 1 / (1 + np.exp(-z[positive]))
	exp_z = np.exp(z[~positive])
	result[~positive] = exp_z / (1 + exp_z)
	return result
    # ********** End sigmoid ********** #
