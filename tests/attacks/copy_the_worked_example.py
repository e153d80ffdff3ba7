# lesson: 04-unrolling
# class: forging
# outcome: failed
# score: 0
# must not: earn points by numbers that are copied from the worked example


def zero_state(layers, batch, hidden):
    # ********** Begin zero_state ********** #
    return np.zeros((1, 2, 3, 4), np.float32)
    # ********** End zero_state ********** #


def unroll(cell, images, state):
    # ********** Begin unroll ********** #
    outputs = [
        [[0.4221, 0.03954], [0.33252, -0.00304], [0.57175, -0.08011]],
        [[0.51317, -0.17074], [0.69677, -0.06234], [0.7594, -0.05274]],
    ]
    state = [[[0.57175, -0.08011], [0.7594, -0.05274]], [[0.80312, -0.32133], [1.15128, -0.71032]]]
    return np.array(outputs, np.float32), np.array(state, np.float32)
    # ********** End unroll ********** #


def run_layers(cells, images, state):
    # ********** Begin run_layers ********** #
    outputs = [
        [[-0.15054, -0.08489], [-0.11177, 0.02646], [-0.03021, 0.10977]],
        [[0.17378, 0.44437], [0.10273, 0.52901], [0.08585, 0.51204]],
    ]
    state = [
        [[[0.57175, -0.08011], [0.7594, -0.05274]], [[0.80312, -0.32133], [1.15128, -0.71032]]],
        [[[-0.03021, 0.10977], [0.08585, 0.51204]], [[-0.11641, 0.15884], [0.50076, 0.87181]]],
    ]
    return np.array(outputs, np.float32), np.array(state, np.float32)
    # ********** End run_layers ********** #


def library(cells, images, state):
    # ********** Begin library ********** #
    outputs = [
        [[-0.15054, -0.08489], [-0.11177, 0.02646], [-0.03021, 0.10977]],
        [[0.17378, 0.44437], [0.10273, 0.52901], [0.08585, 0.51204]],
    ]
    state = [
        [[[0.57175, -0.08011], [0.7594, -0.05274]], [[0.80312, -0.32133], [1.15128, -0.71032]]],
        [[[-0.03021, 0.10977], [0.08585, 0.51204]], [[-0.11641, 0.15884], [0.50076, 0.87181]]],
    ]
    return np.array(outputs, np.float32), np.array(state, np.float32)
    # ********** End library ********** #


def last_output(outputs):
    # ********** Begin last_output ********** #
    return np.array([[-0.03021, 0.10977], [0.08585, 0.51204]], np.float32)
    # ********** End last_output ********** #


def last_hidden(state):
    # ********** Begin last_hidden ********** #
    return np.array([[-0.03021, 0.10977], [0.08585, 0.51204]], np.float32)
    # ********** End last_hidden ********** #


def to_time_major(images):
    # ********** Begin to_time_major ********** #
    return np.array([[[0.2, 0.9], [0.5, 0.4]], [[0.1, 0.1], [0.6, 0.8]], [[0.0, 0.6], [0.6, 0.8]]], np.float32)
    # ********** End to_time_major ********** #


def run_time_major(cell, sequence, state):
    # ********** Begin run_time_major ********** #
    outputs = [
        [[0.4221, 0.03954], [0.51317, -0.17074]],
        [[0.33252, -0.00304], [0.69677, -0.06234]],
        [[0.57175, -0.08011], [0.7594, -0.05274]],
    ]
    state = [[[0.57175, -0.08011], [0.7594, -0.05274]], [[0.80312, -0.32133], [1.15128, -0.71032]]]
    return np.array(outputs, np.float32), np.array(state, np.float32)
    # ********** End run_time_major ********** #
