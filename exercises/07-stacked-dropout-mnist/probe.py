"""Runs in the sandbox beside the student's program, and reads it out as plain data. It decides nothing.

The global `student` is the student's module.
"""
# ruff: noqa: F821

import keras
import numpy as np
from grader.keras import Watch

watch = Watch()
PARTS = ("kernel", "recurrent_kernel", "bias")


def _grouped(model):
    """The model's variables, grouped by the layer or cell that owns them, in the order in which they were made."""
    groups = {}
    for variable in model.weights:
        owner, _, part = variable.path.rpartition("/")
        groups.setdefault(owner, {})[part] = variable
    return groups


def _recurrent_and_dense(model):
    """The LSTM layers from the pixels upwards, the layers that have no recurrent weights, and the rest by name."""
    groups = _grouped(model)
    lstm = [group for group in groups.values() if set(group) == set(PARTS)]
    lstm.sort(key=lambda group: group["kernel"].shape[0] != 28)
    dense = [group for group in groups.values() if set(group) == {"kernel", "bias"}]
    known = [id(group) for group in lstm + dense]
    return lstm, dense, [owner for owner, group in groups.items() if id(group) not in known]


def _is_model(model):
    return isinstance(model, keras.Model)


def built():
    """What a fresh model is made of, as `read` says."""
    return read(student.build_model())


def read(model):
    """What the model is made of: None if it is no keras.Model, else a dict.

    `runs`: whether it answers to an image at all;
    `lstm`: kernel (inputs, 4 * units), recurrent_kernel (units, 4 * units) and bias (4 * units,) of each layer;
    `dense`: kernel (inputs, outputs) and bias (outputs,) of each layer; `other`: names of what is neither.
    """
    if not _is_model(model):
        return None
    runs = _runs(model)
    lstm, dense, other = _recurrent_and_dense(model)
    numbers = [[{part: _numbers(v) for part, v in group.items()} for group in kind] for kind in (lstm, dense)]
    return {"runs": runs, "lstm": numbers[0], "dense": numbers[1], "other": other}


def _runs(model):
    """Whether the model answers at all. A model may have no weights before it did."""
    try:
        model(np.zeros((1, 28, 28), "float32"), training=False)
    except Exception:
        return False
    return True


def logits(model, images, training=False):
    """What the model answers to images (batch, 28, 28); None if it is no keras.Model."""
    return _numbers(model(images, training=training)) if _is_model(model) else None


def _numbers(tensor):
    """As a NumPy array, whatever backend made it."""
    return np.array(keras.ops.convert_to_numpy(tensor))


def assigned(weights):
    """A fresh model with these weights (as `read` gives them); None if they do not fit it."""
    model = student.build_model()
    if not _is_model(model):
        return None
    _runs(model)  # before it did, it may have no weights
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
    lstm, dense, _ = _recurrent_and_dense(model)
    if (len(lstm), len(dense)) != (len(weights["lstm"]), len(weights["dense"])):
        return False
    for group, values in zip(lstm + dense, weights["lstm"] + weights["dense"], strict=True):
        for part, value in values.items():
            group[part].assign(value)
    return True


def dropped(weights, images, keep):
    """What a fresh model with these weights answers in training where KEEP is `keep`; None if they do not fit."""
    usual, student.KEEP = student.KEEP, keep
    try:
        model = assigned(weights)
        return None if model is None else logits(model, images, training=True)
    finally:
        student.KEEP = usual


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
