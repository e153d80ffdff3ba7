"""Runs in the sandbox beside the student's TensorFlow 1 program, and reads it out as plain data. It decides nothing.

The global `student` is the student's module. Weights are named as in the Keras probe: the same checks judge them.
"""
# ruff: noqa: F821

import numpy as np

from grader import tf1


def _is_model(model):
    return isinstance(model, student.Model)


def _cells(model):
    """The LSTM cells from the pixels upwards."""
    cells = tf1.lstm_cells(model.session.graph)
    return sorted(cells, key=lambda cell: cell._kernel.shape.as_list()[0] != 28 + cell._num_units)


def _dense(model):
    """Pairs of a matrix and a vector that fit each other, and the names of what is left over."""
    rest = tf1.other_variables(model.session)
    pairs = []
    for matrix in [variable for variable in rest if len(variable.shape) == 2]:
        vectors = [v for v in rest if v.shape.as_list() == matrix.shape.as_list()[1:]]
        if vectors:
            pairs.append({"kernel": matrix, "bias": vectors[0]})
            rest = [v for v in rest if v is not matrix and v is not vectors[0]]
    return pairs, [variable.op.name for variable in rest]


def read(model):
    """What the model is made of: None if it is no Model, else a dict.

    `runs`: whether it answers to an image at all;
    `lstm`: kernel (inputs, 4 * units), recurrent_kernel (units, 4 * units) and bias (4 * units,) of each layer, with
    what the forget gate adds in the bias; `dense`: kernel (inputs, outputs) and bias (outputs,) of each layer;
    `other`: names of what is neither.
    """
    if not _is_model(model):
        return None
    pairs, other = _dense(model)
    lstm = sorted(tf1.lstm_weights(model.session), key=lambda weights: len(weights["kernel"]) != 28)
    return {"runs": _runs(model), "lstm": lstm, "dense": model.session.run(pairs), "other": other}


def _runs(model):
    try:
        logits(model, np.zeros((1, 28, 28), "float32"))
    except Exception:
        return False
    return True


def logits(model, images, training=False):
    """What the model answers to images (batch, 28, 28); None if it is no Model."""
    if not _is_model(model):
        return None
    return model.session.run(model.logits, {model.images: images, model.keep_prob: student.KEEP if training else 1.0})


def assigned(weights):
    """A fresh model with these weights (as `read` gives them); None if they do not fit it."""
    model = student.build_model()
    if not _is_model(model):
        return None
    cells, (pairs, _) = _cells(model), _dense(model)
    if (len(cells), len(pairs)) != (len(weights["lstm"]), len(weights["dense"])):
        return None
    for cell, values in zip(cells, weights["lstm"], strict=True):
        tf1.assign_lstm(model.session, cell, values)
    for pair, values in zip(pairs, weights["dense"], strict=True):
        for part, value in values.items():
            pair[part].load(value, model.session)
    return model


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
    tf1.seed(number)


def train(model, pixels, labels, iterations):
    """The student's training on images given as uint8, a quarter of the bytes."""
    student.train(model, _images(pixels), labels, iterations)


def predict(model, pixels):
    """The student's predictions for images given as uint8."""
    return student.predict(model, _images(pixels))


def _images(pixels):
    return pixels.astype("float32") / np.float32(255)
