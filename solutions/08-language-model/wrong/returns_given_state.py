# verdict: failed score=14 diagnosis=returns-initial-state
# What comes back as the state is the one that was given, not the one after the last step.

    # ********** Begin run ********** #
    if state is None:
        state = np.zeros((2, len(ids), HIDDEN))
    logits, _, _ = model.predict_on_batch([ids, *state])
    return logits, state
    # ********** End run ********** #
