# verdict: failed score=19 diagnosis=argmax-for-sampling
# Writes on by argmax: always the most probable character, whatever the temperature


    # ********** Begin generate ********** #
    logits, state = run(model, np.asarray(prompt)[None])
    written = []
    for _ in range(length):
        written.append(int(np.argmax(np.asarray(logits)[0, -1])))
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #
