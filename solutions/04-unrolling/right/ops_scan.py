# verdict: passed score=full diagnosis=-
# keras.ops.scan over time-major data; batch-major is the transpose of it.

    # ********** Begin unroll ********** #
    outputs, end = run_time_major(cell, to_time_major(images), state)
    return to_time_major(outputs), end
    # ********** End unroll ********** #

    # ********** Begin run_time_major ********** #
    def step(carry, x):
        new = tuple(cell(x, list(carry))[1])
        return new, new

    state = keras.ops.convert_to_tensor(state)
    (h, c), (outputs, _) = keras.ops.scan(step, (state[0], state[1]), keras.ops.convert_to_tensor(sequence))
    return outputs, keras.ops.stack([h, c])
    # ********** End run_time_major ********** #
