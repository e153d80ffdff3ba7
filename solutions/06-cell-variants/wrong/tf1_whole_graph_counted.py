# verdict: failed score=19 diagnosis=whole-graph-counted
# tf.trainable_variables() is all that the graph can train.
# dialect: tf1

    # ********** Begin count ********** #
    return sum(int(np.prod(variable.shape.as_list())) for variable in tf.trainable_variables())
    # ********** End count ********** #
