# lesson: 02-gate-math
# class: forging
# outcome: failed
# score: 0
# must not: style, script or break a page or a terminal by what it prints


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    print("</script><script>alert(1)</script><img src=x onerror=alert(1)> ]]> &#0; \x1b]0;title\x07 \x1b[31m \u202e \x00 \ufffe")
    import os

    os.write(1, b"\xff\xfe\xed\xa0\x80 \x9b31m \x1bPq\x1b\\ \r\n" * 20)
    os.write(2, b"<script>\x1b[2J" * 20)
    return z
    # ********** End sigmoid ********** #


# Untouched:
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
