# verdict: failed score=18 diagnosis=new-and-old-state-mixed-up
# Each Jacobian is taken at the state before.

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for s in states[-2::-1]:
        product = product @ jacobian(s, W)
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)
    # ********** End gradient_norms ********** #
