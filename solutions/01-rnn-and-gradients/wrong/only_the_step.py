# verdict: failed score=2 diagnosis=-
# The first function is done, the others are still empty.

    # ********** Begin rnn_forward ********** #

    # ********** End rnn_forward ********** #

    # ********** Begin step_backward ********** #

    # ********** End step_backward ********** #

    # ********** Begin bptt ********** #

    # ********** End bptt ********** #

    # ********** Begin jacobian ********** #

    # ********** End jacobian ********** #

    # ********** Begin gradient_norms ********** #

    # ********** End gradient_norms ********** #

    # ********** Begin clip_by_global_norm ********** #

    # ********** End clip_by_global_norm ********** #

    # ********** Begin cell_path ********** #

    # ********** End cell_path ********** #
