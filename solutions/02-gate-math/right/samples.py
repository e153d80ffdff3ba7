# verdict: passed score=full diagnosis=-
# A sample at a time, by map and zip; functions made by functions; tensordot.

    # ********** Begin sigmoid ********** #
    from functools import reduce

    steps = (np.asarray, np.float64, lambda t: np.exp(np.minimum(t, 0)) / (1 + np.exp(-np.abs(t))))
    return reduce(lambda value, step: step(value), steps, z)
    # ********** End sigmoid ********** #

    # ********** Begin forget_gate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_f"], axes=1) + params["b_f"]

    return sigmoid(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_i"], axes=1) + params["b_i"]

    return sigmoid(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_c"], axes=1) + params["b_c"]

    return np.tanh(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #
    terms = [gate * content for gate, content in ((f, c_prev), (i, c_tilde))]
    return sum(terms)
    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_o"], axes=1) + params["b_o"]

    return sigmoid(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #
    return np.prod([o, np.tanh(c)], axis=0)
    # ********** End hidden_state ********** #

    # ********** Begin lstm_step ********** #
    def pipeline():
        gates = {name: function(x, h_prev, params) for name, function in
                 dict(f=forget_gate, i=input_gate, c_tilde=candidate, o=output_gate).items()}
        o = gates.pop("o")
        c = cell_state(c_prev=c_prev, **gates)
        yield hidden_state(o, c)
        yield c

    return tuple(pipeline())
    # ********** End lstm_step ********** #
