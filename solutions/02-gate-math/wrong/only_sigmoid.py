# verdict: failed score=4 diagnosis=-
# The first function is done, the others are still empty.

    # ********** Begin forget_gate ********** #

    # ********** End forget_gate ********** #

    # ********** Begin input_gate ********** #

    # ********** End input_gate ********** #

    # ********** Begin candidate ********** #

    # ********** End candidate ********** #

    # ********** Begin cell_state ********** #

    # ********** End cell_state ********** #

    # ********** Begin output_gate ********** #

    # ********** End output_gate ********** #

    # ********** Begin hidden_state ********** #

    # ********** End hidden_state ********** #

    # ********** Begin lstm_step ********** #

    # ********** End lstm_step ********** #
