# verdict: failed score=18 diagnosis=eigenvalue-for-singular-value
# The spectral radius.

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for s in states[:0:-1]:  # s_T, s_{T-1}, ..., s_1
        product = product @ jacobian(s, W)
        norms.append(np.abs(np.linalg.eigvals(product)).max())
    return np.array(norms)
    # ********** End gradient_norms ********** #
