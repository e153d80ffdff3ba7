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

    # ********** End make_batches ********** #


def ngram(ids, order, vocabulary, k):
    """加 k 平滑的 n 元模型：P(最后一个字符 | 前 order-1 个)，形状 (vocabulary,) * order
    an n-gram model with add-k smoothing: P(last | the order-1 before), (vocabulary,) * order"""
    # ********** Begin ngram ********** #

    # ********** End ngram ********** #


def perplexity(logits, targets):
    """困惑度，一个数；targets 中的 PAD 不算 / the perplexity, a number; targets that are PAD do not count"""
    # ********** Begin perplexity ********** #

    # ********** End perplexity ********** #


def build_model(vocabulary, batch):
    """返回一个 keras.Model: Embedding(EMBEDDING) -> LSTM(HIDDEN) -> Dense(vocabulary)，不带 softmax；batch 是流的条数
    a keras.Model of these layers, no softmax; batch is the number of streams"""
    # ********** Begin build_model ********** #

    # ********** End build_model ********** #


def run(model, ids, state=None):
    """从 state = (h, c) 出发读 ids (batch, steps)，None 表示全零；返回 (logits, (h, c))，batch 可以是任意大小
    reads ids (batch, steps) from state = (h, c), None for zeros; returns (logits, (h, c)); any batch size"""
    # ********** Begin run ********** #

    # ********** End run ********** #


def train(model, ids, batch, steps, epochs):
    """就地训练：截断的 BPTT，状态从一个窗口传到下一个，每一轮开始时清零
    trains in place: truncated BPTT, the state carried from window to window, and zero at the start of each epoch"""
    # ********** Begin train ********** #

    # ********** End train ********** #


def sample(logits, temperature):
    """按温度抽样：logits (n, vocabulary) -> 每行抽一个字符 (n,)
    draws with a temperature: logits (n, vocabulary) -> one character for each row, (n,)"""
    # ********** Begin sample ********** #

    # ********** End sample ********** #


def generate(model, prompt, length, temperature):
    """读完 prompt (n,) 之后续写 length 个字符，返回 (length,) / reads the prompt (n,), then writes on: (length,)"""
    # ********** Begin generate ********** #

    # ********** End generate ********** #
