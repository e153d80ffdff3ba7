"""Runs in the sandbox beside your TensorFlow 1 program (as `student`): notes what your LSTM cell was fed and answered.

It decides nothing. What it notes is compared with what you printed.
"""

import tensorflow as tf

from grader import tf1


def run(a, b, c, weights=None):
    """Call creatLSTMCell(a, b, c) with a fresh graph; with `weights`, in Keras's layout, every LSTM cell that they fit
    starts from these. Returns the same dict as the probe of the Keras stub: `steps`, `fed`, `others`, `returned`."""
    with tf.Graph().as_default(), tf1.Watch(weights) as watch:
        returned = student.creatLSTMCell(a, b, c) is not None  # noqa: F821 - the grader provides it
    return {"steps": watch.steps, "fed": watch.fed, "others": watch.others, "returned": returned}
