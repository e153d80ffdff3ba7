"""Where the names of Keras 1 and 2 were: modules that are gone, each with what it had."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

in_english = str  # marks what is translated outside the wall
_SESSION = in_english("Keras has no session any more: leave out get_session, and read values with K.get_value")

# Each old module, below the package: the modules in which its names are now, looked through in this order.
_MODULES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("layers.core", "layers.recurrent", "layers.convolutional", "layers.pooling", "layers.embeddings",
         "layers.wrappers", "layers.advanced_activations", "layers.merge", "layers.noise", "layers.local",
         "layers.normalization", "layers.convolutional_recurrent", "layers.cudnn_recurrent", "legacy.layers",
         "layers.containers", "layers.extra"),
        ("layers",),
    ),
    **dict.fromkeys(("utils.np_utils", "utils.generic_utils", "utils.data_utils", "utils.layer_utils"), ("utils",)),
    **dict.fromkeys(("utils.vis_utils", "utils.visualize_util"), ("utils",)),
    **dict.fromkeys(
        ("engine", "engine.topology", "engine.training", "engine.base_layer", "engine.input_layer", "engine.network",
         "engine.sequential"),
        ("layers", "models", ""),
    ),
    "backend.tensorflow_backend": ("backend",),
    "backend.common": ("backend",),
    "preprocessing.text": ("src.legacy.preprocessing.text",),
    "initializations": ("initializers",),
    "objectives": ("losses",),
    "utils.training_utils": ("utils",),
}  # fmt: skip
_ROOTS = ("tensorflow.keras", "tensorflow.python.keras", "tensorflow.contrib.keras")


def install(keras: types.ModuleType, used: Callable[[], None]) -> None:
    """Make the modules of `_MODULES`, and add to those that are there what they had."""
    _add_missing(importlib.import_module(f"{keras.__name__}.utils"), _utils(keras))
    _add_missing(importlib.import_module(f"{keras.__name__}.backend"), _backend(keras))
    for place, sources in _MODULES.items():
        name = f"{keras.__name__}.{place}"
        try:
            if name in sys.modules or importlib.util.find_spec(name) is not None:
                continue
        except ModuleNotFoundError:
            pass
        found = [_imported(f"{keras.__name__}.{source}".rstrip(".")) for source in sources]
        module = _Place(name, [each for each in found if each is not None], used)
        for root in (keras.__name__, "keras", *_ROOTS):
            sys.modules.setdefault(f"{root}.{place}", module)
        above, _, own = name.rpartition(".")
        if above in sys.modules and own not in vars(sys.modules[above]):
            setattr(sys.modules[above], own, module)


class _Place(types.ModuleType):
    """An old module: its names are looked up in the modules that have them now."""

    def __init__(self, name: str, sources: list[types.ModuleType], used: Callable[[], None]) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self._sources, self._used = sources, used
        self.__all__ = [each for source in sources for each in dir(source) if not each.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__"):
            for source in self._sources:
                if hasattr(source, name):
                    self._used()
                    return getattr(source, name)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def _imported(name: str) -> types.ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _add_missing(module: types.ModuleType, names: dict[str, Any]) -> None:
    for name, value in names.items():
        if not hasattr(module, name):
            setattr(module, name, value)


def _utils(keras: types.ModuleType) -> dict[str, Any]:
    def no_picture(*_: Any, **__: Any) -> None:
        print("plot_model: no picture of the model is drawn here; model.summary() prints it", file=sys.stderr)

    def probas_to_classes(predicted: Any) -> Any:
        return predicted.argmax(axis=1) if predicted.shape[1] > 1 else (predicted > 0.5).astype(int).reshape(-1)

    keras.utils.plot_model = no_picture
    return {"plot": no_picture, "probas_to_classes": probas_to_classes, "convert_kernel": np.flip,
            "multi_gpu_model": lambda model, *_, **__: model}  # fmt: skip


def _backend(keras: types.ModuleType) -> dict[str, Any]:
    """Functions that `keras.backend` had: most are still to be found where tf.keras has them."""
    backend = importlib.import_module(f"{keras.__name__}.backend")
    whole = _imported("keras._tf_keras.keras.backend") if keras.__name__ == "keras" else None
    names = {name: value for name, value in vars(whole).items() if name[0] != "_"} if whole else {}

    def get_session() -> Any:
        raise RuntimeError(_SESSION)

    def order(name: str) -> None:
        backend.set_image_data_format({"th": "channels_first", "tf": "channels_last"}.get(name, name))

    names |= {
        "get_session": get_session, "set_session": _nothing, "set_learning_phase": _nothing,
        "tf": _imported("tensorflow"), "manual_variable_initialization": _nothing,
        "set_image_dim_ordering": order, "_BACKEND": "tensorflow",
        "image_dim_ordering": lambda: {"channels_first": "th"}.get(backend.image_data_format(), "tf"),
    }  # fmt: skip
    return names


def _nothing(*_: Any, **__: Any) -> None:
    return None
