# verdict: failed score=18 diagnosis=norms-reversed
# The longest distance first.

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for s in states[:0:-1]:  # s_T, s_{T-1}, ..., s_1
        product = product @ jacobian(s, W)
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms[::-1])
    # ********** End gradient_norms ********** #
