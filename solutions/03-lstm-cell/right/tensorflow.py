# verdict: passed score=full diagnosis=-
# backend: tensorflow
# tf.keras, a subclass, random initial states, printed by f-strings only.

    # ********** Begin ********** #
    import tensorflow as tf

    class Cell(tf.keras.layers.LSTMCell):
        def call(self, inputs, states, training=False):
            return super().call(inputs, states, training=training)

    cell = Cell(units=a)
    x = tf.random.normal((b, c))
    h0 = tf.random.uniform((b, a))
    _, (h, state) = cell(inputs=x, states=[h0, tf.zeros((b, a))])
    print(f"h: {h}")
    print(f"c: {state}")
    # ********** End ********** #
