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


def built():
    """What a fresh model is made of, as `read` says; "one cell" if it cannot be built because its layers are one."""
    try:
        return read(student.build_model())
    except ValueError as error:
        if tf1.is_shared_cell(error):
            return "one cell"
        raise


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
    cells, (pairs, _) = _cells(model), _dense(model)
    if (len(cells), len(pairs)) != (len(weights["lstm"]), len(weights["dense"])):
        return False
    for cell, values in zip(cells, weights["lstm"], strict=True):
        tf1.assign_lstm(model.session, cell, values)
    for pair, values in zip(pairs, weights["dense"], strict=True):
        for part, value in values.items():
            pair[part].load(value, model.session)
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
