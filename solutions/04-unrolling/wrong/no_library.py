# verdict: failed score=17 diagnosis=library-not-used
# library loops by hand.

    # ********** Begin library ********** #
    return run_layers(cells, images, state)
    # ********** End library ********** #
