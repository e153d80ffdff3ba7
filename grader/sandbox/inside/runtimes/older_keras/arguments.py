"""What parameters of layers, optimizers and models were called in Keras 1 and 2."""

from __future__ import annotations

import functools
import importlib
import inspect
import types
from collections.abc import Callable
from typing import Any

in_english = str  # marks what is translated outside the wall
_MERGE = in_english(
    "the layer Merge is gone: write the model with Input and Model, and join its branches with concatenate or add of "
    "keras.layers"
)

# Old name: new name. "" leaves it out: what it chose, nobody can choose any more, or is as it says anyway.
_OF_LAYERS = {
    "init": "kernel_initializer", "inner_init": "recurrent_initializer", "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer", "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint", "U_constraint": "recurrent_constraint", "b_constraint": "bias_constraint",
    "bias": "use_bias", "dropout_W": "dropout", "dropout_U": "recurrent_dropout", "nb_filter": "filters", "p": "rate",
    "border_mode": "padding", "subsample": "strides", "subsample_length": "strides", "stride": "strides",
    "filter_length": "kernel_size", "pool_length": "pool_size", "dim_ordering": "data_format", "consume_less": "",
    "implementation": "", "forget_bias_init": "", "output_dim": "units",
    "mode": "", "sigma": "stddev",
}  # fmt: skip
_OF_ONE: dict[str, dict[str, str]] = {
    "Embedding": {"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer", "dropout": "",
                  "W_constraint": "embeddings_constraint", "output_dim": "output_dim", "input_length": ""},
    "BatchNormalization": {"mode": "", "gamma_init": "gamma_initializer", "beta_init": "beta_initializer"},
    "InputLayer": {"input_shape": "shape", "batch_input_shape": "batch_shape"},
}  # fmt: skip
_OF_MODELS = {
    "fit": {"nb_epoch": "epochs", "show_accuracy": "", "nb_worker": "", "max_q_size": "", "max_queue_size": "",
            "workers": "", "use_multiprocessing": "", "pickle_safe": "", "data_stack_size": ""},
    "evaluate": {"show_accuracy": "", "max_queue_size": "", "workers": "", "use_multiprocessing": ""},
    "predict": {"max_queue_size": "", "workers": "", "use_multiprocessing": ""},
    "compile": {"class_mode": "", "sample_weight_mode": "", "target_tensors": ""},
    "summary": {},
}  # fmt: skip
_INITIALIZERS = {"normal": "random_normal", "uniform": "random_uniform", "one": "ones", "zero": "zeros"}
_VALUES: dict[str, dict[Any, Any]] = {
    "data_format": {"th": "channels_first", "tf": "channels_last"},
    "kernel_initializer": _INITIALIZERS, "recurrent_initializer": _INITIALIZERS,
    "embeddings_initializer": _INITIALIZERS,
}  # fmt: skip
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM2D")
# Layers of which another does the same.
_SAME = {"CuDNNLSTM": "LSTM", "CuDNNGRU": "GRU", "Convolution1D": "Conv1D", "Convolution2D": "Conv2D",
         "Deconvolution2D": "Conv2DTranspose", "MaxPool2D": "MaxPooling2D"}  # fmt: skip
_SHAPE = "batch_input_shape"
_JOINED = {"concat": "concatenate", "sum": "add", "mul": "multiply", "ave": "average", "max": "maximum", "dot": "dot"}


def install(keras: types.ModuleType, used: Callable[[], None]) -> None:
    """Make layers, optimizers and models of `keras` take the old names, too."""
    layers: Any = importlib.import_module(f"{keras.__name__}.layers")
    for name, new in _SAME.items():
        if not hasattr(layers, name):
            setattr(layers, name, getattr(layers, new))
    layers.merge, layers.Merge = functools.partial(_merge, layers), _no_merge
    layers.TimeDistributedDense = lambda *a, **k: layers.TimeDistributed(layers.Dense(*a, **k))
    unchanged = {"Layer"} if keras.__name__ == "keras" else {"Layer", "InputLayer"}
    for name, kind in list(vars(layers).items()):
        if isinstance(kind, type) and "__init__" in vars(kind) and name not in unchanged:
            _wrap(kind, "__init__", functools.partial(_layer, kind.__name__), used, keras.__name__ != "keras")
    for method, names in _OF_MODELS.items():
        owners = {next(kind for kind in model.__mro__ if method in vars(kind)) for model in _models(keras)}
        for kind in owners:
            _wrap(kind, method, functools.partial(_renamed, names), used)
    _functional(keras, used)
    if keras.__name__ == "keras":
        _first_layers(keras)


def _models(keras: types.ModuleType) -> list[type]:
    """The classes of models; Keras 2 has another one for graphs."""
    if keras.__name__ == "keras":
        return [keras.Model, keras.Sequential]
    return [keras.Model, keras.Sequential, importlib.import_module("tf_keras.src.engine.training_v1").Model]


def _first_layers(keras: types.ModuleType) -> None:
    """A first layer that was told its ``batch_input_shape``."""
    real = keras.Sequential.add

    def add(model: Any, layer: Any, **options: Any) -> None:
        shape = getattr(layer, "_batch_shape_arg", None)
        if shape is not None and not model.layers:
            real(model, keras.Input(batch_shape=shape))
        real(model, layer, **options)

    keras.Sequential.add = add


def _wrap(
    kind: type, method: str, translate: Callable[..., dict[str, Any]], used: Callable[[], None], has_shape: bool = True
) -> None:
    real = vars(kind)[method]
    taken = set(inspect.signature(real).parameters)

    @functools.wraps(real)
    def wrapped(self: Any, *values: Any, **options: Any) -> Any:
        new = translate(values, options, taken)
        if new.keys() != options.keys():
            used()
        shape = None if has_shape else new.pop(_SHAPE, None)
        result = real(self, *new.pop("", values), **new)
        if shape is not None:
            self._batch_shape_arg = shape
        return result

    wrapped.__signature__ = inspect.signature(real)  # type: ignore[attr-defined]  # Keras reads it
    setattr(kind, method, wrapped)


def _renamed(
    names: dict[str, str], values: tuple[Any, ...], options: dict[str, Any], taken: set[str]
) -> dict[str, Any]:
    """`options` under their new names; a name that is still taken stays."""
    new: dict[str, Any] = {}
    for name, value in options.items():
        to = name if name in taken else names.get(name, name)
        if to:
            new[to] = _VALUES.get(to, {}).get(value, value) if isinstance(value, str) else value
    return new


def _layer(kind: str, values: tuple[Any, ...], options: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    options = dict(options)
    if kind.startswith("Conv") and "nb_row" in options:
        options["kernel_size"] = (options.pop("nb_row"), options.pop("nb_col"))
    if kind == "Conv2D" and len(values) == 3 and all(isinstance(each, int) for each in values[1:]):
        options["_kernel"] = values
    if kind in _RECURRENT and "input_dim" in options:
        options["input_shape"] = (options.pop("input_length", None), options.pop("input_dim"))
    new = _renamed({**_OF_LAYERS, **_OF_ONE.get(kind, {})}, values, options, taken)
    if "_kernel" in new:  # Convolution2D(filters, rows, columns)
        filters, *kernel = new.pop("_kernel")
        new[""] = (filters, tuple(kernel))
    if kind == "Dropout" and "rate" not in new and not values:
        new["rate"] = 0.0
    return new


def _functional(keras: types.ModuleType, used: Callable[[], None]) -> None:
    """``Model(input=..., output=...)``."""
    real, names = keras.Model.__new__, {"input": "inputs", "output": "outputs"}

    def new(cls: type, *values: Any, **options: Any) -> Any:
        return real(cls, *values, **{names.get(name, name): value for name, value in options.items()})

    keras.Model.__new__ = new  # type: ignore[method-assign, assignment]
    functional = type(keras.Model(*(2 * [keras.Input((1,))])))
    for kind in {functional, keras.Model} & {each for each in functional.__mro__ if "__init__" in vars(each)}:
        _wrap(kind, "__init__", functools.partial(_renamed, names), used)


def _merge(layers: types.ModuleType, inputs: Any, mode: str = "sum", concat_axis: int = -1, **_: Any) -> Any:
    join = getattr(layers, _JOINED.get(mode, mode))
    return join(inputs, axis=concat_axis) if mode == "concat" else join(inputs)


def _no_merge(*_: Any, **__: Any) -> Any:
    raise RuntimeError(_MERGE)
