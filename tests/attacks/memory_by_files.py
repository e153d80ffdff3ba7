# lesson: 02-gate-math
# class: exhausting
# outcome: raised | timeout
# score: 0
# must not: fill the machine's disk or memory through files


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    number = 0
    while True:
        number += 1
        with open(f"file{number}", "wb") as stream:
            stream.write(bytes(1 << 22))
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
