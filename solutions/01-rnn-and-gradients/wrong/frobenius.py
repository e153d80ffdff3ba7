# verdict: failed score=18 diagnosis=frobenius-norm
# np.linalg.norm as it comes.

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for s in states[:0:-1]:  # s_T, s_{T-1}, ..., s_1
        product = product @ jacobian(s, W)
        norms.append(np.linalg.norm(product))
    return np.array(norms)
    # ********** End gradient_norms ********** #
