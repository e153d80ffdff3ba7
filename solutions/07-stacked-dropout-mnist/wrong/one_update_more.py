# verdict: failed score=18 diagnosis=learning-rate-off
# range(iterations + 1): one update more than was asked for.

    # ********** Begin train ********** #
    order = np.random.permutation(len(images))
    start = 0
    for step in range(iterations + 1):
        if start + BATCH > len(order):  # 一轮看完，重新洗牌 / one pass is over: shuffle again
            order, start = np.random.permutation(len(images)), 0
        batch = order[start : start + BATCH]
        start += BATCH
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
            model.reset_metrics()  # 之后报告的是最近 10 步的平均 / what is reported is the mean of the last 10 steps
    # ********** End train ********** #
