"""The names: a module ``tensorflow`` that is version 1, ``tensorflow.contrib`` and ``tensorflow.examples``."""

from __future__ import annotations

import importlib.machinery
import sys
import types
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from . import contrib_layers, contrib_learn, contrib_seq2seq, contrib_stacked, contrib_training, early_cells, removed

_CELLS = (
    "BasicLSTMCell", "BasicRNNCell", "DeviceWrapper", "DropoutWrapper", "GRUCell", "LSTMCell", "LSTMStateTuple",
    "MultiRNNCell", "RNNCell", "ResidualWrapper",
)  # fmt: skip
_LOOPS = (
    "bidirectional_dynamic_rnn", "dynamic_rnn", "raw_rnn", "static_bidirectional_rnn", "static_rnn",
    "static_state_saving_rnn",
)  # fmt: skip
_CORE = ("core_rnn_cell", "core_rnn_cell_impl", "core_rnn", "rnn_cell")  # of tensorflow.contrib.rnn.python.ops
# Loaded before the first fork, so that no child has to: they are lazy, and take half a second.
_LAZY = ("keras.layers", "layers.dense", "nn.rnn_cell.BasicLSTMCell")


def install() -> None:
    """Replace ``tensorflow`` in this process, and silence what it says about being old."""
    import tensorflow
    import tensorflow.compat.v1 as v1

    v1.logging.set_verbosity(v1.logging.ERROR)  # `early_cells` lets some of it through
    warnings.filterwarnings("ignore", message=r"`tf\.")
    v1.disable_v2_behavior()
    for path in _LAZY:
        value: Any = v1
        for name in path.split("."):
            value = getattr(value, name)
    contrib, examples = _contrib(v1), _examples()
    v1.contrib, v1.examples = contrib, examples
    _older_places(v1, contrib)
    for place, module in (("tf.nn", v1.nn), ("tf.train", v1.train), ("tf.summary", v1.summary)):
        module.__getattr__ = _explaining(place)
    v1.__getattr__ = _explaining("tf")
    sys.modules["tensorflow"] = _Tensorflow(tensorflow, v1)
    sys.meta_path.insert(0, _Finder())


class _Tensorflow(types.ModuleType):
    """``import tensorflow as tf`` finds this: version 1's names, and the real package's submodules."""

    def __init__(self, real: types.ModuleType, v1: types.ModuleType) -> None:
        super().__init__("tensorflow", v1.__doc__)
        self.__path__, self.__spec__, self.__file__ = real.__path__, real.__spec__, real.__file__
        self.__version__ = real.__version__  # type: ignore[attr-defined]
        self.compat = real.compat  # type: ignore[attr-defined]
        self._v1 = v1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._v1, name)

    def __dir__(self) -> Iterable[str]:
        return dir(self._v1)


class _Finder:
    """An import of what is gone says what to write instead."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name == "keras" or name.startswith(("tensorflow.contrib.", "tensorflow.examples.", "tensorflow.models")):
            raise ImportError(removed.sentence(name.replace("tensorflow.", "tf.", 1)), name=name)
        return None


def _module(name: str, names: dict[str, Any], *, package: bool = False) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=package)
    if package:
        module.__path__ = []
    vars(module).update(names)
    module.__getattr__ = _explaining(name.replace("tensorflow", "tf", 1))  # type: ignore[method-assign]
    sys.modules[name] = module
    return module


def _explaining(place: str) -> Any:
    """A module's ``__getattr__``: what is not there is named, and what to write instead."""

    def missing(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {place} has no attribute {name}")
        raise AttributeError(removed.sentence(f"{place}.{name}"))

    return missing


def _cells(v1: Any) -> dict[str, Any]:
    return {name: getattr(v1.nn.rnn_cell, name) for name in _CELLS}


def _contrib(v1: Any) -> types.ModuleType:
    cells = _cells(v1) | {name: getattr(v1.nn, name) for name in _LOOPS}
    cells |= early_cells.block_cells(v1.nn.rnn_cell.GRUCell) | contrib_stacked.names()
    inside = {
        "rnn": _module("tensorflow.contrib.rnn", cells, package=True),
        "layers": _module("tensorflow.contrib.layers", contrib_layers.names(), package=True),
        "seq2seq": _module("tensorflow.contrib.seq2seq", contrib_seq2seq.names(), package=True),
        "legacy_seq2seq": _module("tensorflow.contrib.legacy_seq2seq", contrib_seq2seq.legacy_names(), package=True),
        "training": _module("tensorflow.contrib.training", contrib_training.names(), package=True),
        "learn": _learn(),
    }
    return _module("tensorflow.contrib", inside, package=True)


def _learn() -> types.ModuleType:
    """Its data sets alone: `sandbox.mnist` fills them in each child."""
    mnist = _module("tensorflow.contrib.learn.python.learn.datasets.mnist", {})
    datasets = _module("tensorflow.contrib.learn.python.learn.datasets", {"mnist": mnist}, package=True)
    sys.modules |= {"tensorflow.contrib.learn.datasets": datasets, "tensorflow.contrib.learn.datasets.mnist": mnist}
    learn = _module("tensorflow.contrib.learn.python.learn", {"datasets": datasets}, package=True)
    python = _module("tensorflow.contrib.learn.python", {"learn": learn}, package=True)
    return _module(
        "tensorflow.contrib.learn", {"datasets": datasets, "python": python} | contrib_learn.names(), package=True
    )


def _older_places(v1: Any, contrib: types.ModuleType) -> None:
    """Where cells, loops and losses were in versions 0.x and 1.0, under the names that they had there."""
    cells, loops = _cells(v1), {name: getattr(v1.nn, name) for name in _LOOPS}
    ops = importlib.import_module("tensorflow.python.ops")
    for name in ("rnn_cell", "rnn_cell_impl"):
        setattr(ops, name, _module(f"tensorflow.python.ops.{name}", cells))
    inner = {name: _module(f"tensorflow.contrib.rnn.python.ops.{name}", cells) for name in _CORE}
    inner["rnn"] = _module("tensorflow.contrib.rnn.python.ops.rnn", loops)
    python_ops = _module("tensorflow.contrib.rnn.python.ops", inner, package=True)
    python = _module("tensorflow.contrib.rnn.python", {"ops": python_ops}, package=True)
    vars(contrib.rnn).update(inner | {"python": python})
    for name in _CORE:
        sys.modules[f"tensorflow.contrib.rnn.{name}"] = inner[name]
    older = {"rnn": v1.nn.static_rnn, "bidirectional_rnn": v1.nn.static_bidirectional_rnn}
    older |= {"state_saving_rnn": v1.nn.static_state_saving_rnn}
    vars(v1.nn).update(older | {"seq2seq": contrib.legacy_seq2seq})
    models = {
        "rnn": _module("tensorflow.models.rnn.rnn", loops | older),
        "rnn_cell": _module("tensorflow.models.rnn.rnn_cell", cells),
        "seq2seq": contrib.legacy_seq2seq,
    }
    sys.modules["tensorflow.models.rnn.seq2seq"] = contrib.legacy_seq2seq
    v1.models = _module(
        "tensorflow.models", {"rnn": _module("tensorflow.models.rnn", models, package=True)}, package=True
    )


def _examples() -> types.ModuleType:
    data = _module("tensorflow.examples.tutorials.mnist.input_data", {})  # filled in each child, too
    inner = {"input_data": data}
    mnist = _module("tensorflow.examples.tutorials.mnist", inner, package=True)
    tutorials = _module("tensorflow.examples.tutorials", {"mnist": mnist}, package=True)
    return _module("tensorflow.examples", {"tutorials": tutorials}, package=True)
