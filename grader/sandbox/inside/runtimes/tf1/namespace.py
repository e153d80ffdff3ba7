"""The names: a module ``tensorflow`` that is version 1, ``tensorflow.contrib`` and ``tensorflow.examples``."""

from __future__ import annotations

import importlib.machinery
import sys
import types
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from . import contrib_layers, input_data, removed

_CELLS = (
    "BasicLSTMCell", "BasicRNNCell", "DeviceWrapper", "DropoutWrapper", "GRUCell", "LSTMCell", "LSTMStateTuple",
    "MultiRNNCell", "RNNCell", "ResidualWrapper",
)  # fmt: skip
# Loaded before the first fork, so that no child has to: they are lazy, and take half a second.
_LAZY = ("keras.layers", "layers.dense", "nn.rnn_cell.BasicLSTMCell")


def install() -> None:
    """Replace ``tensorflow`` in this process, and silence what it says about being old."""
    import tensorflow
    import tensorflow.compat.v1 as v1

    v1.logging.set_verbosity(v1.logging.ERROR)
    warnings.filterwarnings("ignore", message=r"`tf\.")
    v1.disable_v2_behavior()
    for path in _LAZY:
        value: Any = v1
        for name in path.split("."):
            value = getattr(value, name)
    contrib, examples = _contrib(v1), _examples()
    v1.contrib, v1.examples = contrib, examples
    ops = importlib.import_module("tensorflow.python.ops")
    cells = _module("tensorflow.python.ops.rnn_cell", {name: getattr(v1.nn.rnn_cell, name) for name in _CELLS})
    ops.rnn_cell = cells  # type: ignore[attr-defined]
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


def _contrib(v1: Any) -> types.ModuleType:
    rnns = ("static_rnn", "static_bidirectional_rnn", "static_state_saving_rnn")
    names = {name: getattr(v1.nn.rnn_cell, name) for name in _CELLS} | {name: getattr(v1.nn, name) for name in rnns}
    rnn = _module("tensorflow.contrib.rnn", names, package=True)
    layers = _module("tensorflow.contrib.layers", contrib_layers.names(), package=True)
    return _module("tensorflow.contrib", {"rnn": rnn, "layers": layers}, package=True)


def _examples() -> types.ModuleType:
    data = _module("tensorflow.examples.tutorials.mnist.input_data", {"read_data_sets": input_data.read_data_sets})
    inner = {"input_data": data}
    mnist = _module("tensorflow.examples.tutorials.mnist", inner, package=True)
    tutorials = _module("tensorflow.examples.tutorials", {"mnist": mnist}, package=True)
    return _module("tensorflow.examples", {"tutorials": tutorials}, package=True)
