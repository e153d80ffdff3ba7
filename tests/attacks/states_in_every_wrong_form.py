# lesson: 04-unrolling
# class: forging
# outcome: failed | raised
# score: 0
# must not: be a fault of the grader that expects arrays in pairs


def zero_state(layers, batch, hidden):
    # ********** Begin zero_state ********** #
    return np.empty((500_000, 0), 'float32')
    # ********** End zero_state ********** #


def unroll(cell, images, state):
    # ********** Begin unroll ********** #
    return np.zeros((500_000, 1, 1), bool), (None, b'', {})
    # ********** End unroll ********** #


def run_layers(cells, images, state):
    # ********** Begin run_layers ********** #
    return 10**3990, [[[]]]
    # ********** End run_layers ********** #


def library(cells, images, state):
    # ********** Begin library ********** #
    return {0: images, 1: state}
    # ********** End library ********** #


def last_output(outputs):
    # ********** Begin last_output ********** #
    return outputs[..., None] * np.nan
    # ********** End last_output ********** #


def last_hidden(state):
    # ********** Begin last_hidden ********** #
    return 'h' * 100_000
    # ********** End last_hidden ********** #


def to_time_major(images):
    # ********** Begin to_time_major ********** #
    return images.astype(object)
    # ********** End to_time_major ********** #


def run_time_major(cell, sequence, state):
    # ********** Begin run_time_major ********** #
    return (sequence,) * 3
    # ********** End run_time_major ********** #


# Untouched:
