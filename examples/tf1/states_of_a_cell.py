# One step of an LSTM cell, and its two states. Nothing is fed and no session is opened: print shows the numbers.
import tensorflow as tf

batch_size, features, units = 2, 3, 4

inputs = tf.placeholder(tf.float32, shape=[batch_size, features])
lstm_cell = tf.nn.rnn_cell.BasicLSTMCell(num_units=units)
h0 = lstm_cell.zero_state(batch_size, dtype=tf.float32)
output, h1 = lstm_cell(inputs, h0)

print("h:")
print(h1.h)
print("c:")
print(h1.c)
