# verdict: failed score=18 diagnosis=stops-early
# static ends before the last step.

    # ********** Begin static ********** #
    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for step in range(x.shape[1] - 1):
        output, states = cell(x[:, step], states)
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), states
    # ********** End static ********** #
