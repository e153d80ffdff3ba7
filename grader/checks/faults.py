"""What a `Fault` of the student's process means for a check: an outcome, and a sentence that says what to do."""

from __future__ import annotations

import builtins
import re
import signal
from typing import Any

from grader.sandbox.claims import Fault
from grader.verdict import Outcome, Text

_OUTCOMES = {
    "raised": Outcome.RAISED,
    "timeout": Outcome.TIMEOUT,
    "memory": Outcome.MEMORY,
    "crashed": Outcome.CRASHED,
    "output_limit": Outcome.OUTPUT_LIMIT,
    "missing": Outcome.FAILED,
    "not_callable": Outcome.FAILED,
    "unsendable": Outcome.FAILED,
    "lost": Outcome.SKIPPED,
    "stopped_early": Outcome.FAILED,
}
_ANSI = re.compile(r"\x1b\[[0-9;]*+[A-Za-z]")  # Keras writes its messages for a terminal with colours
# The exceptions whose names a hidden check shows, Python's and those that most often come of arrays and tensors:
# any other name may have been made as the code ran, of what it was given.
_BUILTIN = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}
_KNOWN = _BUILTIN | {
    "AxisError", "DTypePromotionError", "LinAlgError", "_UFuncBinaryResolutionError", "_UFuncInputCastingError",
    "_UFuncNoLoopError", "_UFuncOutputCastingError",  # NumPy
    "FailedPreconditionError", "InaccessibleTensorError", "InternalError", "InvalidArgumentError", "NotFoundError",
    "OperatorNotAllowedInGraphError", "OutOfRangeError", "UnimplementedError",  # TensorFlow
    "ConcretizationTypeError", "JaxRuntimeError", "NonConcreteBooleanIndexError", "TracerArrayConversionError",
    "TracerBoolConversionError", "TracerIntegerConversionError", "UnexpectedTracerError",  # JAX
}  # fmt: skip
_MEMORY_ERRORS = ("MemoryError", "ResourceExhaustedError", "_ArrayMemoryError")


def outcome_of(fault: Fault) -> Outcome:
    """The outcome of a check that this fault ended."""
    if fault.kind == "raised" and fault.facts.get("type") in _MEMORY_ERRORS:
        return Outcome.MEMORY
    return _OUTCOMES[fault.kind]


def explain(fault: Fault, *, hidden: bool = False) -> Text:
    """The sentence that the student reads. Of a hidden check, no words of an exception: they may quote the input."""
    facts = fault.facts
    if outcome_of(fault) is Outcome.MEMORY:
        return Text(
            en="your code asked for more memory than it may have; look for an array that is far too large",
            zh="你的代码申请的内存超过了限制，请检查是否创建了过大的数组",
        )
    match fault.kind:
        case "raised":
            return _raised(fault, hidden)
        case "timeout":
            if facts.get("total"):
                return Text(
                    en="the time for this whole submission was used up by earlier checks",
                    zh="前面的检查已经用完了这份提交的全部时间",
                )
            return Text(
                en=f"no answer within {facts['seconds']:g} seconds; look for a loop that never ends",
                zh=f"{facts['seconds']:g} 秒内没有得到结果，请检查是否有不会结束的循环",
            )
        case "output_limit":
            return Text(
                en=f"your code printed more than {facts['kilobytes']} KB; print less",
                zh=f"你的代码打印了超过 {facts['kilobytes']} KB 的内容，请减少输出",
            )
        case "missing":
            return Text(
                en=f"there is no {facts['name']} in your program; do not rename or delete it",
                zh=f"你的程序里没有 {facts['name']}，请不要改名或删除它",
            )
        case "not_callable":
            return Text(
                en=f"{facts['name']} is no longer a function in your program; do not assign to that name",
                zh=f"{facts['name']} 在你的程序里已不再是函数，请不要给这个名字赋值",
            )
        case "unsendable":
            return Text(
                en="what your function returned is too large or nested too deeply to be checked",
                zh="函数返回的数据太大或嵌套太深，无法检查",
            )
        case "stopped_early":
            return _stopped_early(facts)
        case "lost":
            return Text(
                en="an object that this check needs was lost when your program was stopped in an earlier check",
                zh="这项检查需要的对象已经丢失，因为你的程序在前面的检查中被中止了",
            )
    return _crashed(facts)


def _stopped_early(facts: dict[str, Any]) -> Text:
    step, accuracy, floor = facts["step"], facts["accuracy"], facts["floor"]
    return Text(
        en=f"stopped early at step {step}: your training reports an accuracy of {accuracy:.1%}, and right "
        f"answers report more than {floor:.1%} there. This is a forecast from what you report, not a final judgement; "
        "look at what your loop learns from",
        zh=f"在第 {step} 步提前停止：你的训练报告的准确率是 {accuracy:.1%}，而正确的答案在这一步报告的"
        f"都高于 {floor:.1%}。"
        "这只是根据你报告的数值作出的预测，不是最终评判；请检查训练循环究竟在学什么",
    )


def words_of(fault: Fault) -> str:
    """An exception's type and message; nothing of another fault. Of a hidden check, for the instructor alone."""
    said = (fault.facts.get("type"), _ANSI.sub("", fault.facts.get("message", "")))
    return ": ".join(filter(None, said)) if fault.kind == "raised" else ""


def _raised(fault: Fault, hidden: bool) -> Text:
    kind = fault.facts.get("type")
    if kind == "SystemExit":
        return Text(
            en="your code called exit(); a function must return instead",
            zh="你的代码调用了 exit()；函数应当用 return 返回",
        )
    if kind == "NotImplementedError":
        return Text(
            en="this part is still as in the stub (NotImplementedError); write your code between its markers",
            zh="这一部分还没有写（NotImplementedError），请在标记之间写上代码",
        )
    if not hidden or kind in _KNOWN:
        said = kind if hidden else words_of(fault)
        return Text(en=f"your code raised {said or 'an exception'}", zh=f"你的代码抛出了异常 {said}".rstrip())
    return Text(
        en="your code raised an exception of your own, or of a library; a hidden check does not show its name",
        zh="你的代码抛出了自定义的或某个库的异常；隐藏的检查不显示它的名字",
    )


def _crashed(facts: dict[str, Any]) -> Text:
    status = facts.get("status")
    if isinstance(status, int) and status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = str(-status)
        return Text(en=f"your program was ended by signal {name}", zh=f"你的程序被信号 {name} 终止")
    if isinstance(status, int):
        return Text(
            en=f"your program ended in the middle of a check (exit status {status}); do not end the process",
            zh=f"你的程序在检查过程中退出了（退出码 {status}），请不要结束进程",
        )
    return Text(en="your program broke off the check", zh="你的程序中断了检查")
