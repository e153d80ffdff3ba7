"""How a TensorFlow 1 model is trained, for a lesson's probe: what its session is fed, and how many updates Adam made.

What is noted is a claim like all that this process says. What does not come through `feed_dict` is not seen.
"""

from __future__ import annotations

import contextlib
import functools
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np


@contextlib.contextmanager
def noting(session: Any) -> Iterator[dict[str, Any]]:
    """A dict that holds, when the block is left: `sizes`, pairs of a number of samples and how often as many were fed;
    `counted`, that these are all; and `updates`, by the AdamOptimizers of the session's graph, or None."""
    note: dict[str, Any] = {}
    seen: Counter[int] = Counter()
    before, run = _updates(session), session.run

    @functools.wraps(run)
    def watching(fetches: Any, feed_dict: Any = None, *args: Any, **kwargs: Any) -> Any:
        fed = [value for value in (feed_dict or {}).values() if np.ndim(value) > 1]
        if fed:
            seen[len(max(fed, key=np.size))] += 1
        return run(fetches, feed_dict, *args, **kwargs)

    session.run = watching
    try:
        yield note
    finally:
        del session.run
        updates = _updates(session) - before
        note.update(sizes=sorted([size, calls] for size, calls in seen.items()), counted=True, updates=updates or None)


def forget(session: Any) -> None:
    """Give every variable of the graph its initial value again, those of the optimizers too."""
    import tensorflow as tf

    with session.graph.as_default():
        initial = [variable.initializer for variable in session.graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES)]
    session.run(initial)


def _updates(session: Any) -> int:
    """How often the AdamOptimizers of the graph have been run: each keeps a power of 0.999, or of another number. That
    of 0.9 would be 0 after some 830 updates."""
    import tensorflow as tf

    found = 0
    for variable in session.graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES):
        if variable.op.name.rpartition("/")[2].startswith("beta2_power"):
            start, now = session.run([variable.initial_value, variable])
            if 0 < start < 1 and 0 < now:
                found += round(math.log(now) / math.log(start)) - 1
    return found
