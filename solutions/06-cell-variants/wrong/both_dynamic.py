# verdict: failed score=18 diagnosis=static-is-dynamic
# static leaves its steps to the layer, which loops in the graph.

    # ********** Begin static ********** #
    return dynamic(cell, x)
    # ********** End static ********** #
