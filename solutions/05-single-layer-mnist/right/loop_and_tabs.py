# verdict: passed score=full diagnosis=-
# Tabs; passes through shuffled images until enough updates are made; the largest logit by a loop.


    # ********** Begin train ********** #
	assert images.shape[1:] == (STEPS, PIXELS), images.shape
	adam = keras.optimizers.Adam(learning_rate=LEARNING_RATE, clipnorm=1.0)
	model.compile(adam, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
	made = 0
	while made < iterations:
		order = np.random.permutation(len(images))
		for start in range(0, len(order), BATCH):
			picked = order[start:start + BATCH]
			if made == iterations:
				break
			if len(picked) < BATCH:
				picked = np.concatenate([picked, np.random.randint(len(images), size=BATCH - len(picked))])
			loss, accuracy = model.train_on_batch(images[picked], labels[picked])
			made += 1
			if made % 20 == 0:
				print("update", made, "loss", float(loss))
				report(step=made, loss=float(loss), accuracy=float(accuracy))
    # ********** End train ********** #


    # ********** Begin predict ********** #
	scores = np.asarray(model.predict_on_batch(images)) if len(images) <= 256 else model.predict(images, batch_size=256, verbose=0)
	best = []
	for row in scores:
		winner = 0
		for k in range(1, CLASSES):
			if row[k] > row[winner]:
				winner = k
		best.append(winner)
	return np.array(best)
    # ********** End predict ********** #
