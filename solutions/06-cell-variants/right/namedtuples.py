# verdict: passed score=full diagnosis=-
# A class for the four parts, which knows either order.


    # ********** Begin to_keras ********** #
    from typing import NamedTuple

    class Parts(NamedTuple):
        i: np.ndarray
        j: np.ndarray
        f: np.ndarray
        o: np.ndarray

        @classmethod
        def of(cls, a):
            return cls(*np.split(a, 4, axis=-1))

        def keras(self):
            return np.concatenate((self.i, self.f, self.j, self.o), axis=-1)

    units = bias.shape[-1] // 4
    b = Parts.of(bias)
    k = Parts.of(kernel).keras()
    return k[:-units], k[-units:], b._replace(f=b.f + forget_bias).keras()
    # ********** End to_keras ********** #
