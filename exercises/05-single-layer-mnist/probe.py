"""Runs in the sandbox beside the student's program, and reads it out as plain data. It decides nothing.

The global `student` is the student's module.
"""
# ruff: noqa: F821

import keras
import numpy as np
from grader.keras import Watch

watch = Watch()
LSTM = {"kernel", "recurrent_kernel", "bias"}
# What a model of this lesson has beside its LSTM, by shape: a projection may be any kind of layer.
SHAPES = {"projection": {"kernel": (28, 128), "bias": (128,)}, "head": {"kernel": (128, 10), "bias": (10,)}}


def _is_model(model):
    return isinstance(model, keras.Model)


def _run(model):
    """Whether the model answers at all. A model may have no weights before it did."""
    try:
        model(np.zeros((1, 28, 28), "float32"), training=False)
    except Exception:
        return False
    return True


def _flat(shape):
    """A shape without axes of length 1 in front: a convolution over one step has the kernel (1, 28, 128)."""
    shape = tuple(shape)
    while len(shape) > 1 and shape[0] == 1:
        shape = shape[1:]
    return shape


def _variables(model):
    """The variables of each LSTM in the model, those of projection and head, and the names of all others."""
    owners = {}
    for variable in model.weights:
        owner, _, part = variable.path.rpartition("/")
        owners.setdefault(owner, {})[part] = variable
    lstm = [group for group in owners.values() if LSTM >= set(group) >= LSTM - {"bias"}]
    known = {id(variable) for group in lstm for variable in group.values()}
    rest = [variable for variable in model.weights if id(variable) not in known]
    found = {}
    for name, parts in SHAPES.items():
        for part, shape in parts.items():
            fitting = [variable for variable in rest if _flat(variable.shape) == shape]
            if fitting:
                found.setdefault(name, {})[part] = fitting[0]
                rest = [variable for variable in rest if variable is not fitting[0]]
    return lstm, found, [variable.path for variable in rest]


def read(model):
    """What the model is made of: None if it is no keras.Model, else a dict.

    `runs`: whether it answers to an image at all; `lstm`: a list, for each LSTM its kernel (inputs, 4 * units),
    recurrent_kernel (units, 4 * units) and bias (4 * units,); `projection`: kernel (28, 128), bias (128,); `head`:
    kernel (128, 10), bias (10,), each as far as the model has them; `other`: the names of all further weights.
    """
    if not _is_model(model):
        return None
    runs = _run(model)
    lstm, found, other = _variables(model)
    numbers = [{part: _numbers(variable) for part, variable in group.items()} for group in lstm]
    dense = {
        name: {part: _numbers(v).reshape(SHAPES[name][part]) for part, v in found.get(name, {}).items()}
        for name in SHAPES
    }
    return {"runs": runs, "lstm": numbers, **dense, "other": other}


def assigned(weights):
    """A fresh model with these weights (as `read` gives them); None if they do not fit it."""
    model = student.build_model()
    if not _is_model(model):
        return None
    _run(model)  # before it did, it may have no weights
    return model if _assign(model, weights) else None


def reassigned(model, weights):
    """Give a model that was trained these weights, and let its optimizers start anew: whether it could."""
    try:
        watch.forget()
        return _assign(model, weights)
    except Exception:
        return False


def _assign(model, weights):
    """Whether the weights fit the model, which then has them."""
    lstm, found, _ = _variables(model)
    whole = all(set(found.get(name, {})) == set(parts) for name, parts in SHAPES.items())
    if not whole or [set(group) for group in lstm] != [LSTM]:
        return False
    for variables, values in ((lstm[0], weights["lstm"][0]), *((found[name], weights[name]) for name in SHAPES)):
        for part, value in values.items():
            variables[part].assign(np.asarray(value, "float32").reshape(variables[part].shape))
    return True


def logits(model, images, training=False):
    """What the model answers to images (batch, 28, 28); None if it is no keras.Model."""
    return _numbers(model(images, training=training)) if _is_model(model) else None


def _numbers(tensor):
    """As a NumPy array, whatever backend made it."""
    return np.array(keras.ops.convert_to_numpy(tensor))


def seed(number):
    """From here on, random numbers repeat."""
    keras.utils.set_random_seed(number)


def train(model, pixels, labels, iterations, batch=None):
    """The student's training on images given as uint8, a quarter of the bytes, with another BATCH if `batch` is given.

    Returns on how many images at a time layers were called meanwhile, and how many updates were made: see `Watch`.
    """
    usual = student.BATCH
    student.BATCH = usual if batch is None else batch
    try:
        with watch.noting() as note:
            student.train(model, _images(pixels), labels, iterations)
    finally:
        student.BATCH = usual
    return note


def predict(model, pixels):
    """The student's predictions for images given as uint8."""
    return student.predict(model, _images(pixels))


def _images(pixels):
    return pixels.astype("float32") / np.float32(255)
