# verdict: passed score=full diagnosis=-
# One sequence after another, and one gate after another, in plain loops.

    # ********** Begin make_sequences ********** #
    inputs = []
    answers = []
    for _ in range(count):
        numbers = rng.uniform(0, 1, steps)
        a = rng.integers(steps // 2)
        b = steps // 2 + rng.integers(steps - steps // 2)
        flags = [1.0 if t in (a, b) else 0.0 for t in range(steps)]
        inputs.append(list(zip(numbers, flags)))
        answers.append(numbers[a] + numbers[b])
    return np.array(inputs), np.array(answers)
    # ********** End make_sequences ********** #

    # ********** Begin constant_error ********** #
    best = sum(targets) / len(targets)
    total = 0
    for t in targets:
        total += (t - best) * (t - best)
    return total / len(targets)
    # ********** End constant_error ********** #

    # ********** Begin lstm_step_backward ********** #
    (hx, c_prev, f, i, c_tilde, o, c), (batch, hidden) = kept, dh.shape
    W = params["W"]
    dhx = np.zeros((batch, len(W)))
    dW, db = np.zeros(W.shape), np.zeros(4 * hidden)
    dc_total = dc + dh * o / np.cosh(c) ** 2
    slopes = [
        dc_total * c_prev * f * (1 - f),
        dc_total * c_tilde * i * (1 - i),
        dc_total * i * (1 - c_tilde * c_tilde),
        dh * np.tanh(c) * o * (1 - o),
    ]
    for number, slope in enumerate(slopes):
        columns = slice(number * hidden, (number + 1) * hidden)
        dhx += slope @ W[:, columns].T
        for row in range(batch):
            dW[:, columns] += np.outer(hx[row], slope[row])
            db[columns] += slope[row]
    return [dhx[:, :hidden], f * dc_total, dW, db]
    # ********** End lstm_step_backward ********** #

    # ********** Begin reach ********** #
    y, steps, h = forward(params, xs)
    result = []
    dh = np.array([params["v"]] * len(xs))
    dc = np.zeros(dh.shape)
    for t in range(len(steps) - 1, -1, -1):
        if len(steps[t]) == 2:
            dh = rnn_step_backward(dh, steps[t], params)[0]
            result.append(np.mean([np.linalg.norm(row) for row in dh]))
        else:
            dh, dc = lstm_step_backward(dh, dc, steps[t], params)[:2]
            result.append(np.mean([np.linalg.norm(np.concatenate(pair)) for pair in zip(dh, dc)]))
    return result
    # ********** End reach ********** #

    # ********** Begin learn ********** #
    generator = np.random.default_rng(seed)
    network = new_params(kind, generator)
    optimizer = Adam(LEARNING_RATE)
    done = 0
    while done < updates:
        questions, answers = make_sequences(generator, BATCH, steps)
        loss, gradient = loss_and_gradients(network, questions, answers)
        gradient = clip(gradient, MAX_NORM)
        optimizer.update(network, gradient)
        done += 1
        print("update", done, "loss", loss) if done % 100 == 0 else None
    return network
    # ********** End learn ********** #
