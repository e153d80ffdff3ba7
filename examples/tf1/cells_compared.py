# LSTMCell and GRUCell on the same sequence: their weights counted, and a checkpoint of them written and read.
import numpy as np
import tensorflow as tf
from tensorflow.contrib.layers import fully_connected

flags = tf.app.flags
flags.DEFINE_integer("units", 16, "units of each cell")
FLAGS = flags.FLAGS


def build(name, cell, inputs):
    with tf.variable_scope(name):
        outputs, state = tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
        return fully_connected(outputs[:, -1], 2, activation_fn=None)


def main(_):
    rng = np.random.RandomState(0)
    series = rng.normal(size=(256, 12, 1)).astype(np.float32)
    labels = (series.sum(axis=(1, 2)) > 0).astype(np.int32)
    x = tf.placeholder(tf.float32, [None, 12, 1])
    y = tf.placeholder(tf.int32, [None])
    cells = {
        "lstm": tf.nn.rnn_cell.LSTMCell(FLAGS.units),
        "gru": tf.nn.rnn_cell.GRUCell(FLAGS.units),
    }
    for name, cell in cells.items():
        logits = build(name, cell, x)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
        step = tf.train.AdamOptimizer(0.02).minimize(loss)
        right = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1, output_type=tf.int32), y), tf.float32))
        own = [v for v in tf.trainable_variables(name) if "fully" not in v.name]
        print(name, "has", sum(int(np.prod(v.shape.as_list())) for v in own), "weights in", [v.op.name for v in own])
        saver = tf.train.Saver(tf.global_variables(name))
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            for epoch in range(1, 31):
                sess.run(step, {x: series, y: labels})
                if epoch % 10 == 0:
                    print("epoch %d: accuracy %.3f" % (epoch, sess.run(right, {x: series, y: labels})))
            before, path = sess.run(loss, {x: series, y: labels}), saver.save(sess, "./model.ckpt")
        with tf.Session() as sess:
            saver.restore(sess, path)
            print("restored:", bool(abs(sess.run(loss, {x: series, y: labels}) - before) < 1e-6))


if __name__ == "__main__":
    tf.app.run()
