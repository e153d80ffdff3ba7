"""What ``tensorflow.contrib.learn`` offers beside its data sets."""

from __future__ import annotations

from typing import Any


def run_n(
    output_dict: dict[str, Any], feed_dict: Any = None, restore_checkpoint_path: str | None = None, n: int = 1
) -> list[dict[str, Any]]:
    """What a session of its own computes for these tensors, `n` times. Variables start from their initial values, or
    are read from the checkpoint; queues are filled meanwhile."""
    import tensorflow as tf

    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()])
        if restore_checkpoint_path:
            tf.train.Saver().restore(session, restore_checkpoint_path)
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(session, coordinator)
        try:
            return [session.run(output_dict, feed_dict) for _ in range(n)]
        finally:
            coordinator.request_stop()
            coordinator.join(threads, stop_grace_period_secs=10)


def names() -> dict[str, Any]:
    """What the module holds."""
    return {"run_n": run_n}
