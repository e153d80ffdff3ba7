# verdict: failed score=18 diagnosis=state-not-carried
# static begins every step with zeros.

    # ********** Begin static ********** #
    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for step in range(x.shape[1]):
        output, new = cell(x[:, step], states)
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), new
    # ********** End static ********** #
