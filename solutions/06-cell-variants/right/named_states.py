# verdict: passed score=full diagnosis=-
# States and weights in named tuples; a dictionary that keeps its order for the gates.

    # ********** Begin lstm_step ********** #
    from collections import OrderedDict, namedtuple

    States = namedtuple("States", ["h", "c"])
    z = np.concatenate([x, h], axis=1) @ kernel + bias
    gates = OrderedDict(zip("ijfo", np.split(z, 4, axis=1)))
    gates["f"] = gates["f"] + forget_bias
    opened = {name: 1 / (1 + np.exp(-gates[name])) for name in "ifo"}
    new = opened["f"] * c + opened["i"] * np.tanh(gates["j"])
    return States(h=opened["o"] * np.tanh(new), c=new)
    # ********** End lstm_step ********** #

    # ********** Begin to_keras ********** #
    from typing import Any, NamedTuple

    class Weights(NamedTuple):
        kernel: Any
        recurrent_kernel: Any
        bias: Any

    units = len(bias) // 4
    order = np.r_[0:units, 2 * units:3 * units, units:2 * units, 3 * units:4 * units]
    shift = np.repeat([0, forget_bias, 0, 0], units)
    return Weights(kernel[:-units, order], kernel[-units:, order], bias[order] + shift)
    # ********** End to_keras ********** #

    # ********** Begin static ********** #
    from collections import namedtuple

    Walk = namedtuple("Walk", "outputs states")
    states, rows = cell.get_initial_state(batch_size=x.shape[0]), []
    for t in range(x.shape[1]):
        row, states = cell(x[:, t], states)
        rows.append(row)
    return Walk(keras.ops.stack(rows, axis=1), states)
    # ********** End static ********** #
