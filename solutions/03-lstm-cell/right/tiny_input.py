# verdict: passed score=full diagnosis=-
# backend: tensorflow, jax
# An input so small that h and c are hardly to be told apart; one string for both, three digits.

    # ********** Begin ********** #
    cell = keras.layers.LSTMCell(a)
    x = np.full((b, c), 1e-4, dtype="float32")
    h, state = cell(x, cell.get_initial_state(batch_size=b))
    np.set_printoptions(precision=3, suppress=False)
    text = f"h {np.asarray(h)} and c {np.asarray(state[1])}"
    print(text)
    return h, state[1]
    # ********** End ********** #
