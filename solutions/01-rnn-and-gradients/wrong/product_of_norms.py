# verdict: failed score=18 diagnosis=product-of-norms
# An upper bound: the norms are multiplied, not the matrices.

    # ********** Begin gradient_norms ********** #
    norms = [np.linalg.norm(jacobian(s, W), 2) for s in states[:0:-1]]
    return np.cumprod(norms)
    # ********** End gradient_norms ********** #
