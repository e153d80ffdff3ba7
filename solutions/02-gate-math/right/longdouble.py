# verdict: passed score=full diagnosis=-
# Extended precision, in which e^1000 is a number.


    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=np.longdouble)
    return (1 / (1 + np.exp(-z))).astype(np.float64)
    # ********** End sigmoid ********** #
