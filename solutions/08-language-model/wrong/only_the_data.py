# verdict: failed score=7 diagnosis=-
# The functions without a network are done; build_model is not.

    # ********** Begin build_model ********** #

    # ********** End build_model ********** #

    # ********** Begin run ********** #

    # ********** End run ********** #

    # ********** Begin train ********** #

    # ********** End train ********** #

    # ********** Begin sample ********** #

    # ********** End sample ********** #

    # ********** Begin generate ********** #

    # ********** End generate ********** #
