# verdict: passed score=full diagnosis=-
# Tuples, named tuples and dictionaries with defaults where lists and dictionaries are usual; rows instead of arrays.

    # ********** Begin rnn_forward ********** #
    from itertools import accumulate

    return tuple(accumulate(xs, lambda s, x: rnn_step(x, s, params), initial=s0))
    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #
    from collections import namedtuple

    Gradients = namedtuple("Gradients", "state U W b")
    dz = ds - ds * s * s
    return Gradients(state=dz @ params["W"], U=np.outer(dz, x), W=np.outer(dz, s_prev), b=dz)
    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #
    from collections import defaultdict

    total = defaultdict(float)
    for t in range(len(xs) - 1, -1, -1):
        error = params["V"] @ states[t + 1] - targets[t]
        step = step_backward(error @ params["V"] + total["s0"], xs[t], states[t], states[t + 1], params)
        total["s0"] = step.state
        total["V"] = total["V"] + np.outer(error, states[t + 1])
        for name in "UWb":
            total[name] = total[name] + getattr(step, name)
    return total
    # ********** End bptt ********** #

    # ********** Begin jacobian ********** #
    return [tuple((1 - number * number) * row) for number, row in zip(s, W)]
    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), ()
    for s in states[:0:-1]:
        product = product @ np.array(jacobian(s, W))
        norms += (np.linalg.svd(product, compute_uv=False).max(),)
    return norms
    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #
    from typing import NamedTuple

    class Clipped(NamedTuple):
        gradients: tuple
        norm: float

    norm = np.linalg.norm([np.linalg.norm(gradient) for gradient in gradients])
    if norm <= max_norm:
        return Clipped(tuple(gradients), norm)
    return Clipped(tuple(gradient * max_norm / norm for gradient in gradients), norm)
    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #
    rows = [f[-1]]
    for gate in f[-2::-1]:
        rows.append(rows[-1] * gate)
    return tuple(map(tuple, rows))
    # ********** End cell_path ********** #
