"""第 8 关的图：你的模型在三种温度下写出的文字，以及它有多拿不准
The picture of lesson 8: what your model writes at three temperatures, and how unsure it is."""

import textwrap

import keras
import language_model as lm
import matplotlib.pyplot as plt
import numpy as np

# 改动其中一个，先说出文字会怎样变，再看 / Change one of these, say first what will become of the text, then look.
TEMPERATURES = (0.3, 0.8, 1.5)
PROMPT = "alice said, '"
EPOCHS, LENGTH, SEED = 1, 200, 8

keras.utils.set_random_seed(SEED)
ids = lm.encode(lm.load_text())
known, fresh = ids[:-4000], ids[-4000:]  # 最后几页不学 / the last pages are not learned
vocabulary = len(lm.ALPHABET)
model = lm.build_model(vocabulary, 32)
lm.train(model, known, 32, 16, EPOCHS)

unsure = {}
for order, name in ((1, "single characters"), (2, "pairs"), (3, "triples")):
    table = np.asarray(lm.ngram(known, order, vocabulary, 0.1))
    picked = table[tuple(fresh[i : len(fresh) - order + 1 + i] for i in range(order))]
    unsure[name] = float(np.exp(-np.log(picked).mean()))
logits, _ = lm.run(model, fresh[None, :-1])
unsure["your LSTM"] = float(lm.perplexity(np.asarray(keras.ops.convert_to_numpy(logits)), fresh[None, 1:]))

figure, (bars, page) = plt.subplots(1, 2, figsize=(10, 4.6), layout="constrained", width_ratios=(1, 1.7))
colours = ["#BBBBBB", "#BBBBBB", "#BBBBBB", "#0072B2"]
drawn = bars.barh(list(unsure)[::-1], list(unsure.values())[::-1], color=colours[::-1])
bars.bar_label(drawn, fmt="%.1f", padding=3)
bars.set(xlabel="perplexity on pages not learned", xlim=(0, 1.15 * max(unsure.values())))
page.axis("off")
height = 1.0
for temperature in TEMPERATURES:
    written = lm.decode(np.asarray(lm.generate(model, lm.encode(PROMPT), LENGTH, temperature)))
    lines = textwrap.wrap(PROMPT + written, 58)
    page.text(0, height, f"temperature {temperature}", weight="bold", va="top")
    page.text(0, height - 0.06, "\n".join(lines), family="monospace", fontsize=9, va="top")
    height -= 0.36
plt.show()
