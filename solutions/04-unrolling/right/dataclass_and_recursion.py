# verdict: passed score=full diagnosis=-
# Recursion over steps and over layers; a dataclass for the states.


    # ********** Begin unroll ********** #
    from dataclasses import dataclass

    @dataclass
    class S:
        h: object
        c: object

    def walk(t, s):
        if t == images.shape[1]:
            return [], s
        out, (h, c) = cell(images[:, t], [s.h, s.c])
        rest, end = walk(t + 1, S(h, c))
        return [out] + rest, end

    outs, end = walk(0, S(state[0], state[1]))
    return keras.ops.stack(outs, axis=1), keras.ops.stack([end.h, end.c])
    # ********** End unroll ********** #


    # ********** Begin run_layers ********** #
    if len(cells) == 0:
        return images, np.zeros((0, *np.shape(state)[1:]), dtype="float32")
    below, first = unroll(cells[0], images, state[0])
    outputs, others = run_layers(cells[1:], below, state[1:])
    return outputs, np.concatenate([np.asarray(first)[None], np.asarray(others)])
    # ********** End run_layers ********** #
