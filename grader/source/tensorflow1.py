"""Whether a submission is written for TensorFlow 1: told from its text, which is never executed.

A name that only version 1 of TensorFlow has cannot be part of a right answer in Keras 3, so one such name decides.
Names in comments and strings do not count.
"""

from __future__ import annotations

import re

from grader.source import regions
from grader.source.splicing import MAX_TOKENIZED

# Up to its end a long line is read by nobody: a tokenizer's time for it would be the student's choice.
_LONGEST = MAX_TOKENIZED
# Whatever is never closed ends with its line, or with the text: so every character is read once.
_QUOTED = re.compile(
    r"\"\"\".*?(?:\"\"\"|\Z)|'{3}.*?(?:'{3}|\Z)|\"(?:[^\"\\\n]|\\[^\n])*+\"?|'(?:[^'\\\n]|\\[^\n])*+'?|#[^\n]*",
    re.DOTALL,
)
# Below, no piece that repeats without a bound gives back what it took (`++`), and none runs to the end of its line: a
# quoted text may join as many lines as there are, so that a line is as long as the student likes.
_ALIAS = re.compile(r"\bimport[ \t]++tensorflow(?:\.compat\.v1)?[ \t]++as[ \t]++(\w{1,40})\b")
_ANYWHERE = re.compile(
    r"\btensorflow\.(?:contrib|examples|models|compat\.v1)\b"
    r"|\bfrom[ \t]++tensorflow[ \t]++import[ \t]++(?:contrib|examples)\b"
    r"|\bcompat[ \t]++import[ \t]++v1\b|\bread_data_sets[ \t]*+\("
)
_NEEDED = ("tf", "tensorflow", "compat", "read_data_sets")  # of which any match below has one
_OPS = re.compile(r"\btensorflow\.python\.ops[ \t]++import\b")
_RNN = re.compile(r"\brnn")
_ONLY_IN_1 = (
    r"compat\.v1|contrib|placeholder|placeholder_with_default|Session|InteractiveSession|ConfigProto|GPUOptions"
    r"|global_variables_initializer|initialize_all_variables|local_variables_initializer|get_variable|variable_scope"
    r"|get_default_graph|get_default_session|reset_default_graph|set_random_seed|trainable_variables|global_variables"
    r"|random_normal|random_uniform|truncated_normal|log|layers|app|flags|logging|AUTO_REUSE|gfile|all_variables"
    r"|nn\.(?:rnn_cell|rnn|dynamic_rnn|static_rnn|raw_rnn|bidirectional_dynamic_rnn|static_bidirectional_rnn"
    r"|softmax_cross_entropy_with_logits_v2|xw_plus_b)"
    r"|train\.(?:\w{1,40}Optimizer|Saver|Supervisor|SummaryWriter|exponential_decay|get_or_create_global_step)"
    r"|summary\.(?:FileWriter|merge_all)|losses\.(?:sparse_softmax_cross_entropy|softmax_cross_entropy)"
)
_USED = re.compile(rf"(?<![\w.])(\w{{1,40}})\.(?:{_ONLY_IN_1})\b")
# In a region, keras of its own speaks for Keras 3, and tf.keras for neither: TensorFlow 1 has that as well.
_KERAS = re.compile(r"(?<![\w.])keras\b")
_KERAS_OF_TF = re.compile(r"\bfrom[ \t]++tensorflow[ \t]++import[ \t]++keras\b")


def is_written_in(text: str) -> bool:
    """Whether the code of `text`, a submission or a script, is written for TensorFlow 1.

    The code in the regions decides; if that could be either, what stands around it does.
    """
    if not any(word in text for word in _NEEDED):
        return False
    code = _code(text)
    known = {"tf", "tensorflow", *_ALIAS.findall(code)}
    inside = _code("\n".join(_inside(text)))
    if inside.strip():
        if _speaks(inside, known):
            return True
        if _KERAS.search(inside) and not _KERAS_OF_TF.search(inside):
            return False
    return _speaks(code, known)


def _inside(text: str) -> list[str]:
    try:
        return ["\n".join(region.lines) for region in regions.find_regions(text)]
    except regions.MarkerError:
        return []  # whoever splices it says what is wrong


def _code(text: str) -> str:
    lines = (line for line in regions.split_lines(text) if len(line) <= _LONGEST)
    return _QUOTED.sub(" ", "\n".join(lines))


def _speaks(code: str, known: set[str]) -> bool:
    """Whether a version-1 name stands behind a name under which TensorFlow is imported. Looked up, not searched for:
    how many such names there are is the student's choice."""
    return (
        any(match[1] in known for match in _USED.finditer(code))
        or bool(_ANYWHERE.search(code))
        or any(map(_imports_rnn, code.split("\n")))
    )


def _imports_rnn(line: str) -> bool:
    """Whether the line has `tensorflow.python.ops import`, and after the first of these, anywhere, `rnn`."""
    found = _OPS.search(line)
    return found is not None and _RNN.search(line, found.end()) is not None
