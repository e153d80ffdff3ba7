# verdict: raised score=0 diagnosis=variable-made-twice
# The same variable is made twice in one scope.
# dialect: tf1

    # ********** Begin ********** #
    x = tf.ones([b, c])
    for name in ("h", "c"):
        kernel = tf.get_variable("kernel", [c, a])
        print(tf.matmul(x, kernel))
    # ********** End ********** #
