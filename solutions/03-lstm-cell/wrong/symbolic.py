# verdict: failed score=0 diagnosis=symbolic-states
# A symbolic input: there are no numbers.

    # ********** Begin ********** #
    x = keras.Input((1, c))
    _, h, state = keras.layers.LSTM(a, return_state=True)(x)
    print(h)
    print(state)
    # ********** End ********** #
