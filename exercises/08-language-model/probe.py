"""Runs in the sandbox beside the student's program, and reads its model out as plain data. It decides nothing.

The global `student` is the student's module.
"""
# ruff: noqa: F821

import keras
import numpy as np


def _parts(model):
    """The trainable variables, grouped by the layer or cell that owns them, in the order in which they were made."""
    if not isinstance(model, keras.Model):
        return None
    if not model.trainable_variables:  # some models have no weights before they have read something
        student.run(model, np.zeros((1, 1), "int32"))
    groups = {}
    for variable in model.trainable_variables:
        owner, _, part = variable.path.rpartition("/")
        groups.setdefault(owner, {})[part] = variable
    return list(groups.values())


def _named(groups):
    """{name: variable} of a model of one embedding, one LSTM and one dense layer; None if it is another."""
    kinds = {frozenset(group): group for group in groups}
    embedding, lstm, dense = (
        kinds.get(frozenset(names))
        for names in (("embeddings",), ("kernel", "recurrent_kernel", "bias"), ("kernel", "bias"))
    )
    if len(groups) != 3 or None in (embedding, lstm, dense):
        return None
    return {
        "embeddings": embedding["embeddings"],
        "kernel": lstm["kernel"],
        "recurrent_kernel": lstm["recurrent_kernel"],
        "lstm_bias": lstm["bias"],
        "dense_kernel": dense["kernel"],
        "dense_bias": dense["bias"],
    }


def layers(model):
    """The shapes of the weights, layer by layer: None if it is no keras.Model."""
    groups = _parts(model)
    return groups and [{part: list(variable.shape) for part, variable in group.items()} for group in groups]


def read(model):
    """The weights by name; None if the model is not made of an embedding, an LSTM and a dense layer."""
    groups = _parts(model)
    named = groups and _named(groups)
    return named and {name: np.asarray(variable) for name, variable in named.items()}


def model_with(weights, batch):
    """A fresh model with these weights (as `read` gives them); None if they do not fit it."""
    model = student.build_model(len(weights["embeddings"]), batch)
    groups = _parts(model)
    named = groups and _named(groups)
    if not named or any(tuple(named[name].shape) != value.shape for name, value in weights.items()):
        return None
    for name, value in weights.items():
        named[name].assign(value)
    return model


def seed(number):
    """From here on, random numbers repeat."""
    keras.utils.set_random_seed(number)
