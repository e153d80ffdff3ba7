# verdict: passed score=full diagnosis=-
# Tabs; functions in lambdas; lists of rows.


    # ********** Begin rnn_step ********** #
	affine = lambda A, v: np.matmul(A, v)
	z = affine(params["U"], x) + affine(params["W"], s_prev) + params["b"]
	return np.tanh(z)
    # ********** End rnn_step ********** #


    # ********** Begin rnn_forward ********** #
	S = [s0]
	for x in xs:
		S.append(rnn_step(x, S[-1], params))
	return S
    # ********** End rnn_forward ********** #


    # ********** Begin step_backward ********** #
	slope = lambda y: 1 - y * y
	dz = slope(s) * ds
	return [params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz]
    # ********** End step_backward ********** #


    # ********** Begin gradient_norms ********** #
	norm = lambda A: np.linalg.norm(A, 2)
	P, out = np.eye(len(W)), []
	for s in states[1:][::-1]:
		P = P @ jacobian(s, W)
		out.append(norm(P))
	return out
    # ********** End gradient_norms ********** #


    # ********** Begin cell_path ********** #
	f = np.array(f)
	rows = []
	for k in range(1, len(f) + 1):
		rows.append(np.prod(f[-k:], axis=0))
	return rows
    # ********** End cell_path ********** #
