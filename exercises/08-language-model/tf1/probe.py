"""Runs in the sandbox beside the student's TensorFlow 1 program, and reads it out as plain data. It decides nothing.

The global `student` is the student's module. Weights are named as in the Keras probe: the same checks judge them.
"""
# ruff: noqa: F821

from grader import tf1


def _gates(variables):
    """The kernels and biases of GRU cells among these variables, known by the names that GRUCell gives them."""
    found = {}
    for variable in variables:
        owner, _, part = variable.op.name.rpartition("/")
        cell, _, gate = owner.rpartition("/")
        if gate in ("gates", "candidate"):
            found.setdefault(cell, {})[gate, part] = variable
    return [cell for cell in found.values() if len(cell) == 4]


def _others(model):
    """What a graph trains beside its LSTM cells: GRU cells; pairs of a matrix and a vector that fits it; the rest."""
    rest = tf1.other_variables(model.session)
    grus, pairs = _gates(rest), []
    rest = [variable for variable in rest if not any(variable is each for gru in grus for each in gru.values())]
    for matrix in [variable for variable in rest if len(variable.shape) == 2]:
        vectors = [v for v in rest if v.shape.as_list() == matrix.shape.as_list()[1:]]
        if vectors:
            pairs.append({"kernel": matrix, "bias": vectors[0]})
            rest = [v for v in rest if v is not matrix and v is not vectors[0]]
    return grus, pairs, rest


def _named(model):
    """(the LSTM cell, {name: variable} of embedding and dense layer); None if the model is made of anything else."""
    if not isinstance(model, student.Model):
        return None
    cells, (grus, pairs, rest) = tf1.lstm_cells(model.session.graph), _others(model)
    if (len(cells), len(grus), len(pairs), len(rest)) != (1, 0, 1, 1) or len(rest[0].shape) != 2:
        return None
    return cells[0], {"embeddings": rest[0], "dense_kernel": pairs[0]["kernel"], "dense_bias": pairs[0]["bias"]}


def layers(model):
    """The shapes of the weights, layer by layer, as Keras would keep them: None if it is no Model."""
    if not isinstance(model, student.Model):
        return None
    grus, pairs, rest = _others(model)
    found = [{part: list(value.shape) for part, value in cell.items()} for cell in tf1.lstm_weights(model.session)]
    for gru in grus:
        rows, units = gru["candidate", "kernel"].shape.as_list()
        found.append({"kernel": [rows - units, 3 * units], "recurrent_kernel": [units, 3 * units], "bias": [3 * units]})
    found += [{part: variable.shape.as_list() for part, variable in pair.items()} for pair in pairs]
    # A matrix that nothing is added to is an embedding, if it is anything.
    names = ["embeddings" if len(variable.shape) == 2 else variable.op.name for variable in rest]
    return found + [{name: variable.shape.as_list()} for name, variable in zip(names, rest, strict=True)]


def read(model):
    """The weights by name; None if the model is not made of an embedding, an LSTM and a dense layer."""
    named = _named(model)
    if named is None:
        return None
    (lstm,) = tf1.lstm_weights(model.session)
    return {**model.session.run(named[1]), "lstm_bias": lstm.pop("bias"), **lstm}


def model_with(weights, batch):
    """A fresh model with these weights (as `read` gives them); None if they do not fit it."""
    model = student.build_model(len(weights["embeddings"]), batch)
    now = read(model)
    if now is None or any(now[name].shape != value.shape for name, value in weights.items()):
        return None
    cell, variables = _named(model)
    lstm = {"kernel": "kernel", "recurrent_kernel": "recurrent_kernel", "bias": "lstm_bias"}
    tf1.assign_lstm(model.session, cell, {part: weights[name] for part, name in lstm.items()})
    for name, variable in variables.items():
        variable.load(weights[name], model.session)
    return model


def seed(number):
    """From here on, random numbers repeat."""
    tf1.seed(number)
