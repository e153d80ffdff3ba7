"""A class of twelve over three lessons, with every outcome there is.

``python -m tests.reports.sample FOLDER`` writes its pages, to be looked at.
"""

from __future__ import annotations

import datetime
import math
import sys
from pathlib import Path
from typing import Any

from grader.verdict import (
    CheckResult,
    CurvePoint,
    Diagnosis,
    Environment,
    Notice,
    Outcome,
    SubmissionOutcome,
    Text,
    Timings,
    Verdict,
    overall,
)

TITLES = {
    "02-gate-math": Text(zh="LSTM 的门：从公式到代码", en="The gates of an LSTM, from formula to code"),
    "03-lstm-cell": Text(zh="用 LSTMCell 走一个时间步", en="One time step with an LSTM cell"),
    "07-stacked-dropout-mnist": Text(zh="堆叠 LSTM 与 Dropout 识别手写数字", en="Stacked LSTM with dropout on MNIST"),
}
SECRET = "hidden-input-0.61803"  # stands in hidden details and output: no student's page may hold it

# lesson -> (check id, zh, en, hidden, points)
CHECKS = {
    "02-gate-math": [
        ("test_sigmoid", "sigmoid 在 ±1000 处稳定", "sigmoid is stable at ±1000", False, 2),
        ("test_forget_gate", "遗忘门的值正确", "the forget gate has the right values", False, 2),
        ("test_input_gate", "输入门的值正确", "the input gate has the right values", True, 2),
        ("test_candidate", "候选状态的值正确", "the candidate state has the right values", True, 2),
        ("test_cell_state", "c = f⊙c_prev + i⊙c̃", "c = f⊙c_prev + i⊙c̃", True, 2),
        ("test_output_gate", "输出门的值正确", "the output gate has the right values", True, 2),
        ("test_state_shapes", "h 和 c 的形状为 (batch, hidden)", "h and c have shape (batch, hidden)", False, 2),
        ("test_step_values", "整个时间步与独立实现一致", "a whole step equals an independent one", True, 6),
    ],
    "03-lstm-cell": [
        ("test_prints_two", "依次打印 h 和 c", "h is printed, then c", False, 3),
        ("test_shapes", "h 和 c 的形状为 (b, a)", "h and c have shape (b, a)", False, 3),
        ("test_dtype", "数据类型为 float32", "the dtype is float32", True, 2),
        ("test_values", "数值与单元自身的权重一致", "the values follow from the cell's own weights", True, 4),
    ],
    "07-stacked-dropout-mnist": [
        ("test_layer_states", "每层状态的形状为 (batch, 256)", "each layer's state has shape (batch, 256)", False, 3),
        ("test_own_weights", "两层各有自己的权重", "the two layers do not share weights", True, 3),
        ("test_dropout", "Dropout 只在训练时起作用", "dropout acts in training only", True, 4),
        ("test_loss_falls", "损失在下降", "the loss falls", False, 2),
        ("test_accuracy", "留出图像上的准确率达到 90%", "accuracy on held-out images reaches 90%", True, 8),
    ],
}

DIAGNOSES = {
    "tanh-for-sigmoid": Text(
        zh="这里用的是 tanh，而门需要 sigmoid：门的值要在 0 到 1 之间，表示“放行多少”。",
        en="This is tanh where a gate needs sigmoid: a gate says how much passes, a number from 0 to 1.",
    ),
    "x-before-h": Text(
        zh="拼接的顺序是 [x, h]，而权重的行是按 [h, x] 排的。",
        en="The inputs are concatenated as [x, h], but the rows of W are in the order [h, x].",
    ),
    "gates-swapped": Text(zh="遗忘门和输入门互换了。", en="The forget gate and the input gate are swapped."),
    "c-before-h": Text(
        zh="先打印了 c，后打印了 h，顺序反了。", en="c is printed before h; the order is the other way."
    ),
    "dropout-always": Text(
        zh="预测时 Dropout 也在起作用：调用模型时没有传 training=False。",
        en="Dropout acts during prediction too: the model is not called with training=False.",
    ),
}

TRACEBACK = """Traceback (most recent call last):
  cell 4, line 12, in forget_gate
    return sigmoid(np.hstack([h, x]) @ params["W_f"] + params["b_f"])
ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0 (size 11 is different from 7)"""

MESSAGES: dict[Outcome, Text] = {
    Outcome.FAILED: Text(
        zh="第一个不同的位置是 [0, 3]：应为 0.7311，得到 0.4621；共有 32 个值中的 29 个不同。",
        en="The first difference is at [0, 3]: expected 0.7311, got 0.4621; 29 of 32 values differ.",
    ),
    Outcome.RAISED: Text(zh="你的代码抛出了 ValueError。", en="Your code raised ValueError."),
    Outcome.TIMEOUT: Text(zh="10 秒内没有返回结果。", en="There was no answer within 10 seconds."),
    Outcome.MEMORY: Text(zh="使用的内存超过了 1024 MB。", en="It used more than 1024 MB of memory."),
    Outcome.CRASHED: Text(zh="进程以退出码 3 结束。", en="The process ended with exit code 3."),
    Outcome.OUTPUT_LIMIT: Text(zh="打印的内容超过了 256 KB。", en="It printed more than 256 KB."),
    Outcome.SKIPPED: Text(zh="先要通过“sigmoid 在 ±1000 处稳定”。", en="“sigmoid is stable at ±1000” must pass first."),
}

_LOW = Text(
    zh="在 450 张留出图像上答对 331 张（73.6%），还没有达到 90%。",
    en="331 of 450 held-out images are right (73.6%), below the 90% that is asked for.",
)

# student -> lesson -> "*" (all passed), an outcome without checks, or {check number: outcome, or (outcome, diagnosis)}
_Plan = str | dict[int, Any]
CLASS: dict[str, dict[str, _Plan]] = {
    "alice": {"02-gate-math": "*", "03-lstm-cell": "*", "07-stacked-dropout-mnist": "*"},
    "bo.wen": {
        "02-gate-math": {1: ("failed", "tanh-for-sigmoid"), 7: ("failed", "tanh-for-sigmoid")},
        "03-lstm-cell": "*",
        "07-stacked-dropout-mnist": {2: ("failed", "dropout-always"), 4: ("failed", None)},
    },
    "chen_yu": {
        "02-gate-math": {
            **{n: ("failed", "x-before-h") for n in (1, 2, 3, 5, 7)},
        },
        "03-lstm-cell": {0: ("failed", "c-before-h"), 3: "skipped"},
        "07-stacked-dropout-mnist": "unattempted",
    },
    "dmitri": {
        "02-gate-math": {1: "raised", 2: "raised", 7: "skipped"},
        "03-lstm-cell": "rejected",
        "07-stacked-dropout-mnist": "*",
    },
    "陈静怡": {
        "02-gate-math": "*",
        "03-lstm-cell": {0: ("failed", "c-before-h"), 3: "skipped"},
        "07-stacked-dropout-mnist": "not_handed_in",
    },
    "王子轩": {
        "02-gate-math": {4: ("failed", "gates-swapped"), 7: ("failed", "gates-swapped")},
        "03-lstm-cell": "*",
        "07-stacked-dropout-mnist": {2: ("failed", "dropout-always"), 4: ("failed", None)},
    },
    "张伟": {
        "02-gate-math": {0: "timeout", 7: "timeout"},
        "03-lstm-cell": "unattempted",
        "07-stacked-dropout-mnist": "not_understood",
    },
    "刘欣然": {
        "02-gate-math": "*",
        "03-lstm-cell": {1: ("failed", None)},
        "07-stacked-dropout-mnist": {4: "memory"},
    },
    "grace": {
        "02-gate-math": {1: ("failed", "x-before-h"), 2: ("failed", "x-before-h"), 7: ("failed", "x-before-h")},
        "03-lstm-cell": {0: "crashed", 1: "skipped", 2: "skipped", 3: "skipped"},
        "07-stacked-dropout-mnist": "grader_error",
    },
    "hugo": {
        "02-gate-math": "unattempted",
        "03-lstm-cell": {0: "output_limit", 3: "skipped"},
        "07-stacked-dropout-mnist": {0: "raised", 1: "skipped", 2: "skipped", 3: "skipped", 4: "skipped"},
    },
    "ines": {
        "02-gate-math": {1: ("failed", "x-before-h"), 3: ("failed", None), 7: "skipped"},
        "03-lstm-cell": "*",
        "07-stacked-dropout-mnist": "*",
    },
    "jonas": {"02-gate-math": "rejected", "03-lstm-cell": "*", "07-stacked-dropout-mnist": {4: ("failed", None)}},
}

REASONS = {
    "rejected": Text(
        zh="文件不是笔记本：第 1 行第 1 列不是 JSON。请在 JupyterLab 中保存后重新提交 .ipynb 文件。",
        en="The file is no notebook: line 1, column 1 is not JSON. Save it in JupyterLab and hand in the .ipynb again.",
    ),
    "not_understood": Text(
        zh="这里有好几个文件都写了本关的答案：a.ipynb、b.ipynb。请只提交算数的那一个。",
        en="Several files lie here that answer this lesson: a.ipynb, b.ipynb. Submit only the one that counts.",
    ),
    "grader_error": Text(
        zh="沙箱没有启动：磁盘空间不足。请释放空间后重新评分。",
        en="The sandbox did not start: no space left on device. Free some space and grade again.",
    ),
    "unattempted": Text(zh="所有空都还和题目里一样。", en="Every region is still as it was in the stub."),
}


def check(lesson: str, number: int, outcome: str = "passed", diagnosis: str | None = None) -> CheckResult:
    """One check of a lesson with the given outcome, with all that such a check carries."""
    name, zh, en, hidden, points = CHECKS[lesson][number]
    result = Outcome(outcome)
    return CheckResult(
        id=name,
        title=Text(zh=zh, en=en),
        hidden=hidden,
        outcome=result,
        points=points if result is Outcome.PASSED else 0,
        max_points=points,
        message=_LOW if (name, outcome) == ("test_accuracy", "failed") else MESSAGES.get(result),
        diagnosis=Diagnosis(id=diagnosis, text=DIAGNOSES[diagnosis]) if diagnosis else None,
        traceback=TRACEBACK if result is Outcome.RAISED else None,
        output=(SECRET if hidden else "h: (4, 8)\nc: (4, 8)\n") if result is not Outcome.PASSED else "",
        details=f"seen [0.46 0.50], expected {SECRET if hidden else '[0.73 0.50]'}"
        if result is Outcome.FAILED
        else None,
        seconds=0.02 + 0.013 * number,
    )


def curve(final: float, speed: float = 60.0, phase: float = 0.0) -> list[CurvePoint]:
    """A training curve over 200 steps that ends near `final`."""
    points = []
    for step in range(0, 201, 5):
        rise = 1 - math.exp(-step / speed)
        wobble = 0.02 * math.sin(step / 7 + phase) * (1 - rise)
        points.append(
            CurvePoint(
                step=step, loss=2.3 - 2.1 * rise * final + wobble * 5, accuracy=0.1 + (final - 0.1) * rise + wobble
            )
        )
    return points


def verdict(student: str, lesson: str, plan: _Plan = "*", **fields: Any) -> Verdict:
    """A verdict; see `CLASS` for `plan`. `fields` replace the verdict's own."""
    checks = [] if isinstance(plan, str) and plan != "*" else [check(lesson, n) for n in range(len(CHECKS[lesson]))]
    if isinstance(plan, dict):
        for number, what in plan.items():
            checks[number] = check(lesson, number, *(what if isinstance(what, tuple) else (what,)))
    outcome = SubmissionOutcome(plan) if isinstance(plan, str) and plan != "*" else overall(checks)
    training = lesson.startswith("07") and bool(checks) and not (isinstance(plan, dict) and 0 in plan)
    final = 0.955 - 0.021 * (len(student) % 4) if plan == "*" else 0.62 + 0.05 * (len(student) % 5)
    values: dict[str, Any] = {
        "lesson": lesson,
        "lesson_digest": "5f" * 32,
        "student": student,
        "file": lesson[3:].replace("-", "_") + ".ipynb",
        "submission_sha256": None if plan == "rejected" else "c0ffee" * 10 + "beef",
        "outcome": outcome,
        "score": None if plan in ("grader_error", "not_understood", "not_handed_in") else sum(c.points for c in checks),
        "max_score": sum(c[4] for c in CHECKS[lesson]),
        "reason": REASONS.get(plan) if isinstance(plan, str) else None,
        "checks": checks,
        "curve": curve(final, 45 + 7 * (len(student) % 3), len(student)) if training else [],
        "environment": Environment(
            sandbox="strict",
            dataset="digits-28x28 (1,797 images)" if training else None,
            backend=None if lesson.startswith("02") else "tensorflow",
            versions={"python": "3.11.9", "numpy": "2.1.3"} | ({} if lesson.startswith("02") else {"keras": "3.12.0"}),
            seed=20260105,
        ),
        "timings": Timings(wall=61.2 if training else 0.42, cpu=108.0 if training else 0.31, peak_memory_mb=612.0),
        "graded_at": datetime.datetime(2026, 1, 5, 9, 12, 30, tzinfo=datetime.UTC),
    }
    if student == "bo.wen":
        values["notices"] = [
            Notice(
                text=Text(
                    zh="“import torch”写在 Begin/End 之外，不参与评分。",
                    en="“import torch” is outside Begin/End and is not graded.",
                ),
                cell=2,
                line=1,
            )
        ]
    return Verdict(**(values | fields))


def sample_class() -> list[Verdict]:
    """Every verdict of the class."""
    return [verdict(student, lesson, plan) for student, lessons in CLASS.items() for lesson, plan in lessons.items()]


def _write(folder: Path) -> None:
    from grader.reports.html import feedback_html, report_html

    verdicts = sample_class()
    for one in verdicts:
        path = folder / one.student / one.lesson / "feedback.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(feedback_html(one, title=TITLES[one.lesson]), encoding="utf-8")
    for lang in ("zh", "en"):
        (folder / f"report.{lang}.html").write_text("".join(report_html(verdicts, TITLES, lang)), encoding="utf-8")


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
