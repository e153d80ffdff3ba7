# verdict: raised score=6 diagnosis=-
# math.exp takes one number; whatever calls this sigmoid with an array raises.

    # ********** Begin sigmoid ********** #
    import math

    return 1 / (1 + math.exp(-z))
    # ********** End sigmoid ********** #
