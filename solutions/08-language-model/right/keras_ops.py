# verdict: passed score=full diagnosis=-
# keras.ops throughout; a loss of its own; the text is read again for each character.
"""第 8 关 · 字符语言模型 / Lesson 8 · A character language model

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

字符用整数 0..vocabulary-1 表示 / Characters are integers 0..vocabulary-1
    ids      (length,) 或 (batch, steps)                文本 / text
    logits   (batch, steps, vocabulary)                 每一步对下一个字符的打分 / scores of the next character
    h, c     (batch, HIDDEN)                            LSTM 的状态 / the LSTM's states
"""

from pathlib import Path

import keras
import numpy as np

from grader import report

ALPHABET = " !',-.:;?abcdefghijklmnopqrstuvwxyz"
HIDDEN, EMBEDDING = 128, 32
LEARNING_RATE = 1.5e-2
PAD = -1  # targets 里的填充：这个位置没有要预测的字符 / padding among targets: nothing to predict there


def load_text(path="alice.txt"):
    """关卡自带的文本，连成一行 / the text that comes with the lesson, as one line"""
    return " ".join(Path(path).read_text(encoding="utf-8").split())


def encode(text):
    """字符变成整数 / characters to integers"""
    return np.array([ALPHABET.index(character) for character in text])


def decode(ids):
    """整数变回字符 / integers to characters"""
    return "".join(ALPHABET[i] for i in ids)


def make_batches(ids, batch, steps):
    """把文本切成 batch 条连续的流，再切成窗口，返回 (inputs, targets)，各为 (windows, batch, steps)
    cuts the text into `batch` contiguous streams, and these into windows: (inputs, targets), (windows, batch, steps)"""
    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    length = batch * windows * steps
    inputs = ids[:length].reshape(batch, windows, steps)
    targets = ids[1 : length + 1].reshape(batch, windows, steps)
    return inputs.swapaxes(0, 1), targets.swapaxes(0, 1)
    # ********** End make_batches ********** #


def ngram(ids, order, vocabulary, k):
    """加 k 平滑的 n 元模型：P(最后一个字符 | 前 order-1 个)，形状 (vocabulary,) * order
    an n-gram model with add-k smoothing: P(last | the order-1 before), (vocabulary,) * order"""
    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return counts / counts.sum(axis=-1, keepdims=True)
    # ********** End ngram ********** #


def perplexity(logits, targets):
    """困惑度，一个数；targets 中的 PAD 不算 / the perplexity, a number; targets that are PAD do not count"""
    # ********** Begin perplexity ********** #
    log_p = keras.ops.convert_to_numpy(keras.ops.log_softmax(keras.ops.convert_to_tensor(logits), axis=-1))
    mask = (targets != PAD).astype(float)
    chosen = np.take_along_axis(log_p, np.maximum(targets, 0)[..., None], axis=-1)[..., 0]
    return float(np.exp(-(chosen * mask).sum() / mask.sum()))
    # ********** End perplexity ********** #


def build_model(vocabulary, batch):
    """返回一个 keras.Model: Embedding(EMBEDDING) -> LSTM(HIDDEN) -> Dense(vocabulary)，不带 softmax
    a keras.Model of these layers, no softmax; batch: 训练时流的条数 / the number of streams in training"""
    # ********** Begin build_model ********** #
    ids = keras.Input((None,), dtype="int32")
    h0, c0 = keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    x = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    x, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)(x, initial_state=[h0, c0])
    return keras.Model([ids, h0, c0], [keras.layers.Dense(vocabulary)(x), h, c])
    # ********** End build_model ********** #


def run(model, ids, state=None):
    """从 state = (h, c) 出发读 ids (batch, steps)，None 表示全零；返回 (logits, (h, c))，batch 可以是任意大小
    reads ids (batch, steps) from state = (h, c), None for zeros; returns (logits, (h, c)); any batch size"""
    # ********** Begin run ********** #
    if state is None:
        state = [np.zeros((len(ids), HIDDEN), "float32")] * 2
    logits, h, c = model([keras.ops.convert_to_tensor(each) for each in (ids, *state)])
    return logits, (h, c)
    # ********** End run ********** #


def train(model, ids, batch, steps, epochs):
    """就地训练：截断的 BPTT，状态从一个窗口传到下一个，每一轮开始时清零
    trains in place: truncated BPTT, the state carried from window to window, and zero at the start of each epoch"""
    # ********** Begin train ********** #
    from keras import ops

    def surprise(targets, logits):
        log_p = ops.log_softmax(logits, axis=-1)
        return -ops.mean(ops.sum(ops.one_hot(ops.cast(targets, "int32"), logits.shape[-1]) * log_p, axis=-1))

    learner = keras.Model(model.inputs, model.outputs[0])
    learner.compile("adam", surprise)
    learner.optimizer.learning_rate = LEARNING_RATE
    inputs, targets = make_batches(ids, batch, steps)
    for _ in range(epochs):
        h, c = ops.zeros((batch, HIDDEN)), ops.zeros((batch, HIDDEN))
        for x, y in zip(inputs, targets, strict=True):
            _, *end = model([ops.convert_to_tensor(x), h, c])
            learner.train_on_batch([x, ops.convert_to_numpy(h), ops.convert_to_numpy(c)], y)
            h, c = map(ops.stop_gradient, end)
    # ********** End train ********** #


def sample(logits, temperature):
    """按温度抽样：logits (n, vocabulary) -> 每行抽一个字符 (n,)
    draws with a temperature: logits (n, vocabulary) -> one character for each row, (n,)"""
    # ********** Begin sample ********** #
    p = keras.ops.convert_to_numpy(keras.ops.softmax(keras.ops.convert_to_tensor(logits, "float32") / temperature))
    return np.array([np.random.choice(len(row), p=row / row.sum()) for row in p.astype("float64")])
    # ********** End sample ********** #


def generate(model, prompt, length, temperature):
    """读完 prompt (n,) 之后续写 length 个字符，返回 (length,) / reads the prompt (n,), then writes on: (length,)"""
    # ********** Begin generate ********** #
    ids = [int(i) for i in prompt]
    for _ in range(length):
        logits, _ = run(model, np.array([ids]))
        ids.append(int(sample(keras.ops.convert_to_numpy(logits)[:, -1], temperature)[0]))
    return np.array(ids[len(prompt):])
    # ********** End generate ********** #
