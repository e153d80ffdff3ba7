"""第 9 关 · 记住很久以前的事 / Lesson 9 · Remembering what was long ago

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes (batch first):
    xs        (batch, steps, 2)     每一步一个数和一个记号 / at each step a value and a mark
    targets   (batch,)              两个带记号的数之和 / the sum of the two marked values
    h, c      (batch, hidden)       dh, dc: ∂L/∂h, ∂L/∂c
    params    RNN   W: (hidden + 2, hidden)      b: (hidden,)        v: (hidden,)  d: (1,)
              LSTM  W: (hidden + 2, 4 * hidden)  b: (4 * hidden,)    v: (hidden,)  d: (1,)

    RNN       h = tanh([h, x]·W + b)
    LSTM      f, i, c̃, o 依次排在 W 的列里，各占 hidden 列 / are side by side in the columns of W, `hidden` columns each
    输出 / output  y = h_T·v + d             L = mean((y - target)²)
"""

import numpy as np

from grader import report

HIDDEN, BATCH = 24, 32
LEARNING_RATE, MAX_NORM = 0.01, 1.0


# -- 已经写好的部分：两个网络向前走 / given: both networks, forwards --------------------------------------------


def new_params(kind, rng, hidden=HIDDEN):
    """kind 为 "rnn" 或 "lstm"：随机的初始参数 / "rnn" or "lstm": random parameters to begin with"""
    gates = {"rnn": 1, "lstm": 4}[kind]
    of_h, of_x = rng.normal(scale=hidden**-0.5, size=(hidden, gates * hidden)), rng.normal(size=(2, gates * hidden))
    params = {
        "W": np.concatenate([of_h, of_x]),
        "b": np.zeros(gates * hidden),
        "v": rng.normal(scale=hidden**-0.5, size=hidden),
        "d": np.zeros(1),
    }
    if kind == "lstm":
        params["b"][:hidden] = 1.0  # 遗忘门一开始大多开着 / at first the forget gates are mostly open
    return params


def kind_of(params):
    """参数属于哪个网络 / which network these parameters are of"""
    return "lstm" if params["W"].shape[1] == 4 * len(params["v"]) else "rnn"


def rnn_step(x, h_prev, params):
    """返回 h，以及往回走时要用的量 / returns h, and what the way back needs"""
    hx = np.concatenate([h_prev, x], axis=1)
    h = np.tanh(hx @ params["W"] + params["b"])
    return h, (hx, h)


def lstm_step(x, h_prev, c_prev, params):
    """返回 h、c，以及往回走时要用的量 / returns h, c, and what the way back needs"""
    hx = np.concatenate([h_prev, x], axis=1)
    z = hx @ params["W"] + params["b"]
    n = h_prev.shape[1]
    gates = 0.5 + 0.5 * np.tanh(0.5 * z)  # σ(z)
    f, i, o, c_tilde = gates[:, :n], gates[:, n : 2 * n], gates[:, 3 * n :], np.tanh(z[:, 2 * n : 3 * n])
    c = f * c_prev + i * c_tilde
    return o * np.tanh(c), c, (hx, c_prev, f, i, c_tilde, o, c)


def forward(params, xs):
    """读完序列：返回 (输出 y (batch,), 每一步的 kept 组成的列表, 最后的 h)
    reads the sequences: returns (outputs y (batch,), a list of each step's `kept`, the last h)"""
    h = c = np.zeros((len(xs), len(params["v"])))
    steps = []
    for t in range(xs.shape[1]):
        if kind_of(params) == "lstm":
            h, c, kept = lstm_step(xs[:, t], h, c, params)
        else:
            h, kept = rnn_step(xs[:, t], h, params)
        steps.append(kept)
    return h @ params["v"] + params["d"], steps, h


# -- 已经写好的部分：误差、梯度与更新 / given: errors, gradients and updates --------------------------------------


def mean_squared_error(params, xs, targets):
    """一个数 / a number"""
    return float(np.mean((forward(params, xs)[0] - targets) ** 2))


def rnn_step_backward(dh, kept, params):
    """由 dh = ∂L/∂h 求这一步的 (∂L/∂h_prev, ∂L/∂W, ∂L/∂b)，就像第 1 关
    from dh = ∂L/∂h, this step's (∂L/∂h_prev, ∂L/∂W, ∂L/∂b), as in lesson 1"""
    hx, h = kept
    dz = dh * (1 - h**2)
    return dz @ params["W"][: h.shape[1]].T, hx.T @ dz, dz.sum(axis=0)


def loss_and_gradients(params, xs, targets):
    """L 以及它对每个参数的梯度：沿时间往回走，每一步用 rnn_step_backward 或 lstm_step_backward
    L and its gradient for each parameter: back through time, by rnn_step_backward or lstm_step_backward"""
    y, steps, h = forward(params, xs)
    dy = 2 * (y - targets) / len(y)
    total = {name: np.zeros_like(value) for name, value in params.items()}
    total["v"], total["d"] = h.T @ dy, np.array([dy.sum()])
    dh, dc = np.outer(dy, params["v"]), np.zeros_like(h)
    for kept in reversed(steps):
        if kind_of(params) == "lstm":
            dh, dc, dW, db = lstm_step_backward(dh, dc, kept, params)
        else:
            dh, dW, db = rnn_step_backward(dh, kept, params)
        total["W"] += dW
        total["b"] += db
    return float(np.mean((y - targets) ** 2)), total


def clip(gradients, max_norm=MAX_NORM):
    """总范数超过 max_norm 时，所有梯度按同一比例缩小 / one factor for all gradients if their norm is larger"""
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    return {name: gradient * min(1.0, max_norm / (norm + 1e-12)) for name, gradient in gradients.items()}


class Adam:
    """Kingma & Ba 2015：记着梯度和它平方的滑动平均 / keeps running means of the gradient and of its square"""

    def __init__(self, rate=LEARNING_RATE):
        self.rate, self.number, self.first, self.second = rate, 0, {}, {}

    def update(self, params, gradients):
        """更新一次，就地改变 params / one update; changes params in place"""
        self.number += 1
        for name, gradient in gradients.items():
            self.first[name] = 0.9 * self.first.get(name, 0.0) + 0.1 * gradient
            self.second[name] = 0.999 * self.second.get(name, 0.0) + 0.001 * gradient**2
            mean, square = self.first[name] / (1 - 0.9**self.number), self.second[name] / (1 - 0.999**self.number)
            params[name] -= self.rate * mean / (np.sqrt(square) + 1e-8)


# -- 由你来写 / yours ----------------------------------------------------------------------------------------


def make_sequences(rng, count, steps):
    """随机出 count 道题，返回 (xs (count, steps, 2), targets (count,)) / `count` random sequences: (xs, targets)"""
    # ********** Begin make_sequences ********** #

    # ********** End make_sequences ********** #


def constant_error(targets):
    """总是回答同一个数，均方误差最小能有多小 / the least mean squared error of an answer that is always the same"""
    # ********** Begin constant_error ********** #

    # ********** End constant_error ********** #


def lstm_step_backward(dh, dc, kept, params):
    """由 dh = ∂L/∂h 和 dc = ∂L/∂c（经由后面各步的）求这一步的 (∂L/∂h_prev, ∂L/∂c_prev, ∂L/∂W, ∂L/∂b)
    from dh = ∂L/∂h and dc = ∂L/∂c by the later steps: this step's (∂L/∂h_prev, ∂L/∂c_prev, ∂L/∂W, ∂L/∂b)

    kept = (hx, c_prev, f, i, c_tilde, o, c)，见 lstm_step / as lstm_step has it"""
    # ********** Begin lstm_step_backward ********** #

    # ********** End lstm_step_backward ********** #


def reach(params, xs):
    """k = 1..T 时，最后的输出 y 对第 T-k 步状态的梯度有多长，形状 (steps,)
    how long the gradient of the last output y by the state after step T-k is, for k = 1..T, (steps,)"""
    # ********** Begin reach ********** #

    # ********** End reach ********** #


def learn(kind, steps, updates, seed):
    """训练一个新网络，返回它的参数；种子相同，结果就相同 / trains a new network and returns its params"""
    # ********** Begin learn ********** #

    # ********** End learn ********** #
