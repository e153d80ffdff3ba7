# verdict: passed score=full diagnosis=-
# keras.ops.scan in the graph; unstack and concatenate outside.

    # ********** Begin static ********** #
    states = [keras.ops.zeros((x.shape[0], cell.units)) for _ in cell.get_initial_state(batch_size=1)]
    outputs = []
    for row in keras.ops.unstack(keras.ops.convert_to_tensor(x), axis=1):
        output, states = cell(row, states)
        outputs.append(output[:, None])
    return keras.ops.concatenate(outputs, axis=1), states
    # ********** End static ********** #

    # ********** Begin dynamic ********** #
    def step(states, row):
        new = cell(row, list(states))[1]
        return new, new

    rows = keras.ops.transpose(x, (1, 0, 2))
    ends, history = keras.ops.scan(step, list(cell.get_initial_state(batch_size=x.shape[0])), rows)
    return keras.ops.transpose(history[0], (1, 0, 2)), ends
    # ********** End dynamic ********** #
