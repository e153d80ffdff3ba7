# lesson: 02-gate-math
# class: forging
# outcome: raised | crashed
# score: 0
# must not: point at lines that nobody wrote, or carry a text as a name


def sigmoid(z):
    # ********** Begin sigmoid ********** #
    import os
    import struct

    import msgpack

    def send(message):
        payload = message if isinstance(message, bytes) else msgpack.packb(message)
        data = struct.pack(">I", len(payload)) + payload
        while data:
            data = data[os.write(3, data) :]


    frames = [[10**18, "x"], [-1, "x"], [True, "x"], [1.5, "x"], [2, "x" * 10_000], [2, "\u202eeval"], [3], [], "ab", None]
    error = {"kind": "raised", "type": "Value\u202eError", "message": "m" * 100_000, "frames": frames * 20, "points": 20}
    send({"error": error, "printed": []})
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
