"""Runs in the sandbox beside the student's TensorFlow 1 program, and reads it out as plain data. It decides nothing.

The global `student` is the student's module. Weights are named as in the Keras probe: the same checks judge them.
"""
# ruff: noqa: F821

import numpy as np

from grader import tf1

# What a model of this lesson has beside its LSTM, by shape.
SHAPES = {"projection": {"kernel": [28, 128], "bias": [128]}, "head": {"kernel": [128, 10], "bias": [10]}}


def _is_model(model):
    return isinstance(model, student.Model)


def _dense(model):
    """The variables of projection and head, as far as there are any, and the names of what is left over."""
    rest, found = tf1.other_variables(model.session), {name: {} for name in SHAPES}
    for name, parts in SHAPES.items():
        for part, shape in parts.items():
            fitting = [variable for variable in rest if variable.shape.as_list() == shape]
            if fitting:
                found[name][part] = fitting[0]
                rest = [variable for variable in rest if variable is not fitting[0]]
    return found, [variable.op.name for variable in rest]


def read(model):
    """What the model is made of: None if it is no Model, else a dict.

    `runs`: whether it answers to an image at all; `lstm`: a list, for each LSTM its kernel (inputs, 4 * units),
    recurrent_kernel (units, 4 * units) and bias (4 * units,), with what the forget gate adds in the bias; `projection`:
    kernel (28, 128), bias (128,); `head`: kernel (128, 10), bias (10,), each as far as the model has them; `other`: the
    names of all further weights.
    """
    if not _is_model(model):
        return None
    found, other = _dense(model)
    return {"runs": _runs(model), "lstm": tf1.lstm_weights(model.session), **model.session.run(found), "other": other}


def _runs(model):
    try:
        logits(model, np.zeros((1, 28, 28), "float32"))
    except Exception:
        return False
    return True


def assigned(weights):
    """A fresh model with these weights (as `read` gives them); None if they do not fit it."""
    model = student.build_model()
    return model if _is_model(model) and _assign(model, weights) else None


def reassigned(model, weights):
    """Give a model that was trained these weights, and let its optimizers start anew: whether it could."""
    try:
        tf1.forget(model.session)
        return _assign(model, weights)
    except Exception:
        return False


def _assign(model, weights):
    """Whether the weights fit the model, which then has them."""
    cells, (found, _) = tf1.lstm_cells(model.session.graph), _dense(model)
    if len(cells) != 1 or any(set(found[name]) != set(parts) for name, parts in SHAPES.items()):
        return False
    tf1.assign_lstm(model.session, cells[0], weights["lstm"][0])
    for name, parts in found.items():
        for part, variable in parts.items():
            variable.load(np.asarray(weights[name][part], "float32"), model.session)
    return True


def logits(model, images, training=False):
    """What the model answers to images (batch, 28, 28); None if it is no Model."""
    return model.session.run(model.logits, {model.images: images}) if _is_model(model) else None


def seed(number):
    """From here on, random numbers repeat."""
    tf1.seed(number)


def train(model, pixels, labels, iterations, batch=None):
    """The student's training on images given as uint8, a quarter of the bytes, with another BATCH if `batch` is given.

    Returns how many images at a time were fed meanwhile, and how many updates were made: see `tf1.noting`.
    """
    usual = student.BATCH
    student.BATCH = usual if batch is None else batch
    try:
        with tf1.noting(model.session) as note:
            student.train(model, _images(pixels), labels, iterations)
    finally:
        student.BATCH = usual
    return note


def predict(model, pixels):
    """The student's predictions for images given as uint8."""
    return student.predict(model, _images(pixels))


def _images(pixels):
    return pixels.astype("float32") / np.float32(255)
