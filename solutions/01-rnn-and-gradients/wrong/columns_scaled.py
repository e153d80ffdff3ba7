# verdict: failed score=18 diagnosis=jacobian-columns-scaled
# Broadcasting scales the columns; gradient_norms uses it rightly.

    # ********** Begin jacobian ********** #
    return (1 - s**2) * W
    # ********** End jacobian ********** #
