# verdict: failed score=19 diagnosis=counted-by-formula
# A formula for each type of layer: right for every layer that it knows, and wrong for one with weights of its own.


    # ********** Begin count ********** #
    def one(l):
        if hasattr(l, "cells"):
            return sum(one(each) for each in l.cells)
        m = l.kernel.shape[0]
        n = l.units
        sets = 4 if isinstance(l, keras.layers.LSTMCell) else 3 if isinstance(l, keras.layers.GRUCell) else 1
        biases = (2 if getattr(l, "reset_after", False) else 1) if l.use_bias else 0
        return sets * n * (m + (n if sets > 1 else 0) + biases)
    return one(layer)
    # ********** End count ********** #
