# verdict: failed score=19 diagnosis=integer-truncation
# A stable sigmoid by masks, whose result array takes the integer dtype of z.

    # ********** Begin sigmoid ********** #
    z = np.asarray(z)
    out = np.zeros_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    grown = np.exp(z[~positive])
    out[~positive] = grown / (1 + grown)
    return out
    # ********** End sigmoid ********** #
