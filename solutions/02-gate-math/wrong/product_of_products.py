# verdict: failed score=14 diagnosis=products-multiplied,tanh-outside
# Both parts multiplied; tanh around the product.

    # ********** Begin cell_state ********** #
    return (f * c_prev) * (i * c_tilde)
    # ********** End cell_state ********** #

    # ********** Begin hidden_state ********** #
    return np.tanh(o * c)
    # ********** End hidden_state ********** #
