# verdict: failed score=16 diagnosis=distance-from-the-start
# Distances counted from the start, here and along the cell state.

    # ********** Begin gradient_norms ********** #
    product, norms = np.eye(len(W)), []
    for s in states[1:]:
        product = jacobian(s, W) @ product
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)
    # ********** End gradient_norms ********** #

    # ********** Begin cell_path ********** #
    return np.cumprod(f, axis=0)
    # ********** End cell_path ********** #
