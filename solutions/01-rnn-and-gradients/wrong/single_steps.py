# verdict: failed score=18 diagnosis=jacobian-not-multiplied
# Every distance is one step.

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for s in states[:0:-1]:  # s_T, s_{T-1}, ..., s_1
        product = jacobian(s, W)
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)
    # ********** End gradient_norms ********** #
