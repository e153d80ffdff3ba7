# verdict: failed score=17 diagnosis=library-for-show
# The outputs are the library's, the state is not.

    # ********** Begin library ********** #
    outputs = keras.layers.RNN(cells, return_sequences=True)(images, initial_state=[[h, c] for h, c in state])
    return outputs, run_layers(cells, images, state)[1]
    # ********** End library ********** #
