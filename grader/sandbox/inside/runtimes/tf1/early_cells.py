"""What cells did in TensorFlow 1.0 to 1.3 and have forgotten since; tutorials of that time rely on it.

- `cell.call(inputs, state)` on a cell that was never called: it makes its weights, as `cell(inputs, state)` does.
- `zero_state(batch_size, dtype)` with a placeholder whose rank is unknown, ``tf.placeholder(tf.int32)``.
- ``MultiRNNCell([cell] * n)``: in 1.0 each layer had weights of its own, 1.1 refused, and since 1.2 all layers
  share those of the one cell. A script gets 1.0's way, and is told so. In a lesson they are shared, and where these
  weights do not fit, an error says why.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .removed import in_english

SHARED = in_english(
    "one cell object stands for several layers, and its weights do not fit what this layer is given: make a new cell "
    "for each layer, such as MultiRNNCell([make_cell() for _ in range(2)])"
)
OWN_WEIGHTS = in_english(
    "one cell object stands for several layers: each layer has weights of its own here, as in TensorFlow 1.0; later "
    "versions share them or refuse. Make a new cell for each layer, such as "
    "MultiRNNCell([make_cell() for _ in range(2)])"
)
_tell: Callable[[str], None] | None = None  # who is told, once a script runs


def install() -> None:
    """Teach the cells of this process; execute no operation."""
    import tensorflow as tf

    cells = tf.nn.rnn_cell
    for kind in (cells.BasicRNNCell, cells.GRUCell, cells.BasicLSTMCell, cells.LSTMCell):
        kind.call = _building_first(kind.call)
    with_layers = cells.BasicLSTMCell.__mro__[1]  # the base of the four, which is not exported
    with_layers.__call__ = _fitting(with_layers.__call__)
    cells.RNNCell.zero_state = _of_any_batch_size(cells.RNNCell.zero_state)
    cells.RNNCell.__new__ = _remembering(cells.RNNCell.__new__)
    cells.MultiRNNCell.__init__ = _of_own_cells(cells.MultiRNNCell.__init__)
    tf.logging.set_verbosity(tf.logging.WARN)
    logging.getLogger("tensorflow").addFilter(_worth_reading)


def as_in_1_0(tell: Callable[[str], None]) -> None:
    """From here on each layer has weights of its own; `tell` gets a sentence where that is not what was written."""
    global _tell
    _tell = tell


def block_cells(gru: Any) -> dict[str, Any]:
    """The fused cells of ``tf.contrib.rnn`` that computed what `gru`, the `GRUCell`, computes."""

    class GRUBlockCellV2(gru):
        def __init__(self, num_units: int | None = None, cell_size: int | None = None, **kwargs: Any) -> None:
            super().__init__(cell_size if num_units is None else num_units, **kwargs)

    class GRUBlockCell(GRUBlockCellV2):
        pass

    return {kind.__name__: kind for kind in (GRUBlockCell, GRUBlockCellV2)}


def is_shared_cell(error: BaseException) -> bool:
    """Whether this error says that one cell object stands for several layers."""
    return SHARED in str(error)


# What TensorFlow logs about names being old would bury what it has to say of a program. Only warnings are looked at.
_OLD = re.compile(r"deprecat|removed in a future|slower and will soon|Instructions for updating|retval_ was not set")


def _worth_reading(record: logging.LogRecord) -> bool:
    return record.levelno != logging.WARNING or not _OLD.search(record.getMessage())


def _building_first(call: Any) -> Any:
    @functools.wraps(call)
    def wrapper(self: Any, inputs: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
        return call(self, inputs, state, *args, **kwargs) if self.built else self(inputs, state, *args, **kwargs)

    return wrapper


def _of_any_batch_size(zero_state: Any) -> Any:
    @functools.wraps(zero_state)
    def wrapper(self: Any, batch_size: Any, dtype: Any) -> Any:
        import tensorflow as tf

        if isinstance(batch_size, tf.Tensor) and batch_size.shape.ndims is None:
            batch_size = tf.cast(tf.reshape(batch_size, []), tf.int32)
        return zero_state(self, batch_size, dtype)

    return wrapper


def _remembering(make: Any) -> Any:
    """Let a cell know what it was made with, so that another one can be made like it."""

    @functools.wraps(make)
    def wrapper(kind: Any, *args: Any, **kwargs: Any) -> Any:
        cell = make(kind, *args, **kwargs)
        object.__setattr__(cell, "_made_with", (args, kwargs))
        return cell

    return wrapper


def another(cell: Any) -> Any:
    """A cell made as this one was made, and so are the cells that it wraps; it has no weights yet."""
    args, kwargs = cell._made_with
    return type(cell)(*map(_another_if_cell, args), **{name: _another_if_cell(value) for name, value in kwargs.items()})


def _another_if_cell(value: Any) -> Any:
    if type(value) in (list, tuple):
        return type(value)(map(_another_if_cell, value))
    return another(value) if hasattr(value, "_made_with") else value


def _innermost(cell: Any) -> set[int]:
    """The identities of the cells that have the weights of `cell`: its own, or of what it wraps."""
    args, kwargs = getattr(cell, "_made_with", ((), {}))
    inner: list[Any] = []
    for value in (*args, *kwargs.values()):
        inner += value if type(value) in (list, tuple) else [value]
    found = [_innermost(value) for value in inner if hasattr(value, "_made_with")]
    return set().union(*found) or {id(cell)}


def _of_own_cells(make: Any) -> Any:
    @functools.wraps(make)
    def wrapper(self: Any, cells: Any, *args: Any, **kwargs: Any) -> None:
        if _tell is not None and type(cells) in (list, tuple):
            cells = _each_its_own(cells, _tell)
        make(self, cells, *args, **kwargs)

    return wrapper


def _each_its_own(cells: Iterable[Any], tell: Callable[[str], None]) -> list[Any]:
    own: list[Any] = []
    seen: set[int] = set()
    for cell in cells:
        weights = _innermost(cell)
        if not seen.isdisjoint(weights) and hasattr(cell, "_made_with"):
            cell = another(cell)
            tell(OWN_WEIGHTS)
        seen |= weights
        own.append(cell)
    return own


def _fitting(call: Any) -> Any:
    """A cell whose weights were made for inputs of another size says so, or gets a like that has weights for these."""

    @functools.wraps(call)
    def wrapper(self: Any, inputs: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
        size = _size(inputs)
        fitted = vars(self).setdefault("_fitted", {size: self})
        if size is None or size in fitted:
            return call(fitted.get(size, self), inputs, state, *args, **kwargs)
        if _tell is None:
            raise ValueError(SHARED)
        _tell(OWN_WEIGHTS)
        fitted[size] = another(self)
        return fitted[size](inputs, state, *args, **kwargs)

    return wrapper


def _size(inputs: Any) -> int | None:
    """How many features the inputs have, if that is known."""
    shape = getattr(inputs, "shape", None)
    if shape is None:
        shape = np.shape(inputs)
    try:
        last = shape[-1]
    except (IndexError, ValueError):
        return None
    return getattr(last, "value", last)
