# verdict: raised score=16 diagnosis=number-of-an-array
# math.exp takes one number. The gates, which call it with arrays, are judged with σ itself in its place.

    # ********** Begin sigmoid ********** #
    import math

    return 1 / (1 + math.exp(-z))
    # ********** End sigmoid ********** #
