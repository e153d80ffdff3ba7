# verdict: failed score=18 diagnosis=outputs-on-wrong-axis
# static stacks the time first.

    # ********** Begin static ********** #
    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for step in range(x.shape[1]):
        output, states = cell(x[:, step], states)
        outputs.append(output)
    return keras.ops.stack(outputs), states
    # ********** End static ********** #
