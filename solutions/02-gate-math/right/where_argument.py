# verdict: passed score=full diagnosis=-
# Functions of NumPy with out= and where=.


    # ********** Begin sigmoid ********** #
    z = np.asarray(z, dtype=float)
    e = np.exp(z, out=np.zeros(z.shape), where=z < 0)
    p = np.exp(-z, out=np.zeros(z.shape), where=z >= 0)
    return np.where(z < 0, e / (1 + e), 1 / (1 + p))
    # ********** End sigmoid ********** #


    # ********** Begin cell_state ********** #
    kept = np.multiply(f, c_prev)
    written = np.multiply(i, c_tilde)
    return np.add(kept, written)
    # ********** End cell_state ********** #


    # ********** Begin hidden_state ********** #
    out = np.array(c, dtype=float)
    np.tanh(out, out=out)
    out *= o
    return out
    # ********** End hidden_state ********** #
