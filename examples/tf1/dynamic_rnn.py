# Rows of handwritten digits through dynamic_rnn, from a zero state whose batch size is fed.
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

STEPS = 200
ROWS, PIXELS, HIDDEN, CLASSES, BATCH = 28, 28, 128, 10, 128

config = tf.ConfigProto()
config.gpu_options.allow_growth = True

mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)
print("train %d, validation %d, test %d images" % (
    mnist.train.num_examples, mnist.validation.num_examples, mnist.test.num_examples))

x = tf.placeholder(tf.float32, [None, ROWS * PIXELS])
y = tf.placeholder(tf.float32, [None, CLASSES])
batch_size = tf.placeholder(tf.int32, [])

rows = tf.reshape(x, [-1, PIXELS])
projected = tf.matmul(rows, tf.Variable(tf.random_normal([PIXELS, HIDDEN], stddev=0.1)))
projected += tf.Variable(tf.constant(0.1, shape=[HIDDEN]))
cell = tf.nn.rnn_cell.BasicLSTMCell(HIDDEN, forget_bias=1.0, state_is_tuple=True)
initial_state = cell.zero_state(batch_size, dtype=tf.float32)
outputs, final_state = tf.nn.dynamic_rnn(
    cell, tf.reshape(projected, [-1, ROWS, HIDDEN]), initial_state=initial_state, time_major=False)
last = tf.unstack(tf.transpose(outputs, [1, 0, 2]), num=ROWS)[-1]
logits = tf.matmul(last, tf.Variable(tf.random_normal([HIDDEN, CLASSES], stddev=0.1))) + tf.Variable(tf.zeros([CLASSES]))

cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
train_op = tf.train.AdamOptimizer(1e-3).minimize(cost)
correct = tf.equal(tf.argmax(logits, 1), tf.argmax(y, 1))
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

with tf.Session(config=config) as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(1, STEPS + 1):
        images, labels = mnist.train.next_batch(BATCH)
        feed = {x: images, y: labels, batch_size: BATCH}
        sess.run(train_op, feed_dict=feed)
        if step % 20 == 0 or step == STEPS:
            loss, acc = sess.run([cost, accuracy], feed_dict=feed)
            print("Step %d, Minibatch Loss= %.4f, Training Accuracy= %.3f" % (step, loss, acc))
    images, labels = mnist.test.images, mnist.test.labels
    print("Testing Accuracy:", sess.run(accuracy, feed_dict={x: images, y: labels, batch_size: len(images)}))
