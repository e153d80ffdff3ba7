"""What models, optimizers and callbacks had in Keras 1 and 2."""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import types
from collections.abc import Callable, Iterator
from typing import Any

_PAIRS = {"acc": "accuracy", "val_acc": "val_accuracy", "accuracy": "acc", "val_accuracy": "val_acc"}
_OPTIMIZERS = ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam")
_LONG = (".weights.h5", ".keras")


def install(keras: types.ModuleType, used: Callable[[], None]) -> None:
    """Add to `keras` what it had."""
    optimizers = importlib.import_module(f"{keras.__name__}.optimizers")
    callbacks = importlib.import_module(f"{keras.__name__}.callbacks")
    for name in _OPTIMIZERS:
        _optimizer(keras, getattr(optimizers, name), used)
        if not callable(getattr(optimizers, name.lower(), None)):
            setattr(optimizers, name.lower(), getattr(optimizers, name))
    base = optimizers.Optimizer
    if not hasattr(base, "lr"):
        base.lr = property(lambda own: own.learning_rate, lambda own, value: setattr(own, "learning_rate", value))
    _models(keras, used)
    _history(callbacks)
    _saving(keras, callbacks)


def _optimizer(keras: types.ModuleType, kind: type, used: Callable[[], None]) -> None:
    real: Any = kind.__init__  # type: ignore[misc]
    if "lr" in inspect.signature(real).parameters:
        return  # a version that still has it

    @functools.wraps(real)
    def init(self: Any, *values: Any, **options: Any) -> None:
        if options.keys() & {"lr", "decay"}:
            used()
        if "lr" in options:
            options["learning_rate"] = options.pop("lr")
        if decay := options.pop("decay", 0):  # the rate of update n was lr / (1 + decay n)
            usual = values[0] if values else inspect.signature(real).parameters["learning_rate"].default
            rate = options.get("learning_rate", usual)
            schedule = keras.optimizers.schedules.InverseTimeDecay(rate, 1, decay)
            values, options["learning_rate"] = values[1:], schedule
        if options.get("epsilon", 0) is None:
            del options["epsilon"]
        options.pop("schedule_decay", None)
        real(self, *values, **options)

    kind.__init__ = init  # type: ignore[misc]


def _models(keras: types.ModuleType, used: Callable[[], None]) -> None:
    def predict_classes(model: Any, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        used()
        predicted = model.predict(x, batch_size=batch_size, verbose=verbose)
        return predicted.argmax(axis=-1) if predicted.shape[-1] > 1 else (predicted > 0.5).astype("int32")

    def predict_proba(model: Any, x: Any, batch_size: int = 32, verbose: int = 0) -> Any:
        used()
        return model.predict(x, batch_size=batch_size, verbose=verbose)

    def fit_generator(model: Any, generator: Any, steps_per_epoch: Any = None, epochs: int = 1, **options: Any) -> Any:
        used()
        epochs = options.pop("nb_epoch", epochs)
        if "samples_per_epoch" in options:  # counted images, not batches
            generator, steps_per_epoch = _steps(generator, options.pop("samples_per_epoch"))
        if "nb_val_samples" in options:
            data, steps = _steps(options["validation_data"], options.pop("nb_val_samples"))
            options |= {"validation_data": data, "validation_steps": steps}
        return model.fit(generator, steps_per_epoch=steps_per_epoch, epochs=epochs, **options)

    def evaluate_generator(model: Any, generator: Any, steps: Any = None, **options: Any) -> Any:
        used()
        if "val_samples" in options:
            generator, steps = _steps(generator, options.pop("val_samples"))
        return model.evaluate(generator, steps=steps, verbose=options.get("verbose", 0))

    def predict_generator(model: Any, generator: Any, steps: Any = None, **options: Any) -> Any:
        used()
        if "val_samples" in options:
            generator, steps = _steps(generator, options.pop("val_samples"))
        return model.predict(generator, steps=steps, verbose=options.get("verbose", 0))

    def reset_states(model: Any) -> None:
        for layer in model.layers:
            reset = getattr(layer, "reset_states", None) or getattr(layer, "reset_state", None)
            if reset is not None and getattr(layer, "stateful", True):
                reset()

    for method in (predict_classes, predict_proba, reset_states, fit_generator, evaluate_generator, predict_generator):
        if not hasattr(keras.Model, method.__name__):
            setattr(keras.Model, method.__name__, method)


def _steps(generator: Any, samples: int) -> tuple[Any, int]:
    """The generator, and how many of its batches have so many samples, told from its first."""
    if hasattr(generator, "__getitem__"):
        return generator, max(1, -(-samples // len(generator[0][0])))
    first = next(generator)

    def again() -> Iterator[Any]:
        yield first
        yield from generator

    inputs = first[0][0] if isinstance(first[0], (list, tuple)) else first[0]
    return again(), max(1, -(-samples // len(inputs)))


class _Logs(dict):  # type: ignore[type-arg]
    """What is reported of an epoch; ``acc`` and ``accuracy`` mean the same."""

    def _name(self, name: Any) -> Any:
        return name if super().__contains__(name) else _PAIRS.get(name, name)

    def __missing__(self, name: Any) -> Any:
        other = _PAIRS.get(name)
        if other is None or not super().__contains__(other):
            raise KeyError(name)
        return self[other]

    def get(self, name: Any, default: Any = None) -> Any:
        return super().get(self._name(name), default)

    def __contains__(self, name: Any) -> bool:
        return super().__contains__(self._name(name))


def _history(callbacks: types.ModuleType) -> None:
    def converting(kind: type, method: str) -> None:
        real = getattr(kind, method)

        @functools.wraps(real)
        def converted(self: Any, number: Any, logs: Any = None) -> Any:
            return real(self, number, _Logs(logs or {}))

        setattr(kind, method, converted)

    def on_train_begin(self: Any, logs: Any = None) -> None:
        self.epoch, self.history = [], _Logs()

    callbacks.History.on_train_begin = on_train_begin
    for name, kind in list(vars(callbacks).items()):
        if isinstance(kind, type) and issubclass(kind, callbacks.Callback) and name not in ("Callback", "History"):
            for method in ("on_epoch_end", "on_epoch_begin"):
                if method in vars(kind):
                    converting(kind, method)

    def __init_subclass__(cls: type, **options: Any) -> None:  # a script's own callbacks
        super(callbacks.Callback, cls).__init_subclass__(**options)
        for method in ("on_epoch_end", "on_batch_end", "on_train_batch_end"):
            if method in vars(cls):
                converting(cls, method)

    callbacks.Callback.__init_subclass__ = classmethod(__init_subclass__)
    gone = ("write_grads", "batch_size", "embeddings_layer_names", "embeddings_data", "write_images")
    names = {"ReduceLROnPlateau": {"epsilon": "min_delta"}, "TensorBoard": dict.fromkeys(gone, "")}
    for name in ("ReduceLROnPlateau", "TensorBoard", "EarlyStopping", "ModelCheckpoint"):
        _renaming(getattr(callbacks, name), names.get(name, {}))


def _renaming(kind: type, names: dict[str, str]) -> None:
    real: Any = kind.__init__  # type: ignore[misc]

    @functools.wraps(real)
    def init(self: Any, *values: Any, **options: Any) -> None:
        new = {names.get(name, name): value for name, value in options.items()}
        new.pop("", None)
        if new.get("monitor") in _PAIRS and new.get("mode", "auto") == "auto":
            new["mode"] = "max"  # Keras tells that from the metric's own name, which may be the other one
        real(self, *values, **new)

    kind.__init__ = init  # type: ignore[misc]


def _saving(keras: types.ModuleType, callbacks: types.ModuleType) -> None:
    """Files of weights may have any name: Keras 3 wants its own ending, which they have for a moment."""
    if keras.__name__ != "keras":
        return
    save, load = keras.Model.save_weights, keras.Model.load_weights

    def save_weights(model: Any, filepath: Any, overwrite: bool = True, **options: Any) -> None:
        path = str(filepath)
        if path.endswith(_LONG[0]):
            return save(model, path, overwrite=overwrite)
        save(model, path + _LONG[0], overwrite=True)
        os.replace(path + _LONG[0], path)

    def load_weights(model: Any, filepath: Any, **options: Any) -> None:
        path = _there(str(filepath))
        options.pop("by_name", None)
        if path.endswith(_LONG) or not os.path.isfile(path):
            return load(model, path, **options)
        try:
            os.link(path, path + _LONG[0])
            return load(model, path + _LONG[0], **options)
        except (ValueError, KeyError):
            return load(model, path, **options)  # a whole model of Keras 2
        finally:
            os.unlink(path + _LONG[0])

    keras.Model.save_weights, keras.Model.load_weights = save_weights, load_weights
    load_model, checkpoint = keras.models.load_model, callbacks.ModelCheckpoint.__init__
    keras.models.load_model = functools.wraps(load_model)(
        lambda filepath, *values, **options: load_model(_there(str(filepath)), *values, **options)
    )

    @functools.wraps(checkpoint)
    def init(self: Any, filepath: Any, *values: Any, **options: Any) -> None:
        options.pop("period", None)
        ending = _LONG[0] if options.get("save_weights_only", len(values) > 3 and values[3]) else _LONG[1]
        path = str(filepath)
        checkpoint(self, path if path.endswith((ending, ".h5")) else path + ending, *values, **options)

    callbacks.ModelCheckpoint.__init__ = init


def _there(path: str) -> str:
    """The file, or what a ModelCheckpoint made of its name."""
    return next((found for found in (path, *(path + ending for ending in _LONG)) if os.path.exists(found)), path)
