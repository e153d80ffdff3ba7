"""第 9 关的图：你的两个网络的误差怎样随间隔变化，以及训练之后各自的梯度能传多远
The picture of lesson 9: your two networks' error over the delay, and how far their gradients reach after training."""

import adding
import matplotlib.pyplot as plt
import numpy as np

# 改动其中一个，先说出曲线会怎样变，再看 / Change one of these, say first what will become of the curves, then look.
STEPS = (4, 8, 12, 20, 30, 40)
UPDATES, SEED = 300, 9

LOOKS = {"rnn": ("plain RNN", "#D55E00", "o-"), "lstm": ("LSTM", "#0072B2", "s--")}

rng = np.random.default_rng(SEED)
figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.4), layout="constrained")
fresh = {steps: adding.make_sequences(rng, 1000, steps) for steps in STEPS}
for kind, (name, colour, style) in LOOKS.items():
    errors = []
    for steps in STEPS:
        params = adding.learn(kind, steps, UPDATES, SEED)
        errors.append(adding.mean_squared_error(params, *fresh[steps]))
    left.plot(STEPS, errors, style, color=colour, lw=2, label=name)
    reach = np.asarray(adding.reach(params, fresh[STEPS[-1]][0][:100]))
    right.semilogy(np.arange(1, STEPS[-1] + 1), reach, style[1:], color=colour, lw=2, label=name)
left.axhline(adding.constant_error(fresh[STEPS[-1]][1]), color="0.5", ls=":", label="a constant")
left.set(xlabel="steps", ylabel="mean squared error", ylim=(0, None), title=f"after {UPDATES} updates")
right.set(xlabel="distance k", ylabel="length of the gradient", title=f"reach, learned over {STEPS[-1]} steps")
right.xaxis.get_major_locator().set_params(integer=True)
left.legend()
right.legend()
plt.show()
