"""What a `Fault` of the student's process means for a check: an outcome, and a sentence that says what to do."""

from __future__ import annotations

import builtins
import re
import signal

from grader.checks import missing
from grader.messages.sentences import defer, known, say
from grader.sandbox.claims import Fault
from grader.source import pasted
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
# Keras writes its messages for a terminal with colours; TensorFlow says by which lines of ours a graph was made.
_DECORATION = re.compile(r"\x1b\[[0-9;]*+[A-Za-z]|^ *+File \"[^\n]*+\n\n?", re.MULTILINE)
# The exceptions whose names a hidden check shows, Python's and those that most often come of arrays and tensors:
# any other name may have been made as the code ran, of what it was given.
_BUILTIN = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}
_KNOWN = _BUILTIN | {
    "AxisError", "DTypePromotionError", "LinAlgError", "_UFuncBinaryResolutionError", "_UFuncInputCastingError",
    "_UFuncNoLoopError", "_UFuncOutputCastingError", "UFuncTypeError",  # NumPy
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


_SENTENCES = {
    "memory": defer("your code asked for more memory than it may have; look for an array that is far too large"),
    "timeout": defer(
        "no answer within {seconds:g} seconds; look for a loop that never ends, or for slow work, such as building or "
        "compiling a model, that each turn of a loop repeats"
    ),
    "output_limit": defer(
        "your code printed more than {kilobytes} KB and did not stop; look for a loop that prints without end"
    ),
    "missing": defer("there is no {name} in your program; do not rename or delete it"),
    "not_callable": defer("{name} is no longer a function in your program; do not assign to that name"),
    "unsendable": defer("what your function returned is too large or nested too deeply to be checked"),
    "stopped_early": defer(
        "stopped early at step {step}: your training reports an accuracy of {accuracy:.1%}, and right answers report "
        "more than {floor:.1%} there. This is a forecast from what you report, not a final judgement; look at what "
        "your loop learns from"
    ),
    "lost": defer("an object that this check needs was lost when your program was stopped in an earlier check"),
}


def explain(fault: Fault, *, hidden: bool = False) -> Text:
    """The sentence that the student reads. Of a hidden check, no words of an exception: they may quote the input."""
    if outcome_of(fault) is Outcome.MEMORY:
        return _SENTENCES["memory"].say()
    if fault.kind == "raised":
        return _raised(fault, hidden)
    if fault.kind == "crashed":
        return _crashed(fault.facts.get("status"))
    if fault.kind == "timeout" and fault.facts.get("total"):
        return say("the time for this whole submission was used up by earlier checks")
    return _SENTENCES[fault.kind].say(**fault.facts)


def plain(message: str) -> str:
    """A message without colours, and without lines of a traceback."""
    return _DECORATION.sub("", message)


def words_of(fault: Fault) -> str:
    """An exception's type and message; nothing of another fault. Of a hidden check, for the instructor alone."""
    words = (fault.facts.get("type"), plain(fault.facts.get("message", "")))
    return ": ".join(filter(None, words)) if fault.kind == "raised" else ""


_ENDINGS = {
    "SystemExit": defer(
        "your code ended the program with exit(), quit() or sys.exit(); a function must return instead"
    ),
    "EOFError": defer(
        "your code asked for input with `input()`, and nobody is there to answer; write the value into the code"
    ),
    "BdbQuit": defer("your code stopped in the debugger; remove `breakpoint()` or `pdb.set_trace()`"),
}
# What Python 2 meant by another name. A student's code may raise the same; never said of a hidden check.
_UNDEFINED = re.compile(r"name '(\w{1,100})' is not defined")


def undefined(fault: Fault) -> str | None:
    """The name that has no value, if that is what was raised. The student's code may raise the same."""
    match = _UNDEFINED.match(fault.facts.get("message", "")) if fault.facts.get("type") == "NameError" else None
    return match[1] if match else None


def _meant(fault: Fault) -> Text | None:
    """What an exception means for who writes Python 2, or types a character of an input method."""
    kind, message = fault.facts.get("type"), fault.facts.get("message", "")
    if name := undefined(fault):
        return pasted.renamed(name)
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        told = pasted.why_no_python(message)
        return told and say("this is no Python: {what}", what=told)
    return None


def _raised(fault: Fault, hidden: bool) -> Text:
    kind = fault.facts.get("type")
    if kind in _ENDINGS:
        return _ENDINGS[kind].say()
    if kind == "NotImplementedError" and not fault.facts.get("message"):  # with words, it is a library's
        return say("this part is still as in the stub (NotImplementedError); write your code between its markers")
    if not hidden and (absent := missing.explain(fault)):
        return absent
    if hidden and kind not in _KNOWN:
        return say("your code raised an exception of your own, or of a library; a hidden check does not show its name")
    if not hidden and (meant := _meant(fault)):
        return meant
    exception = Text(en=kind or "") if hidden else _translated(fault)
    if not exception.en:
        return say("your code raised an exception")
    return say("your code raised {exception}", exception=exception)


# What runtimes raise inside the wall, where no catalogue is. A student's code may raise the same.
_RAISED_INSIDE = (
    (
        re.compile(r"(?P<name>[\w.]{1,200}+) is not here any more: use (?P<instead>.{1,400})"),
        defer("{name} is not here any more: use {instead}"),
    ),
    (
        re.compile(r"TensorFlow has no (?P<name>[\w.]{1,200}+): check how it is spelt"),
        defer("TensorFlow has no {name}: check how it is spelt"),
    ),
)


def _translated(fault: Fault) -> Text:
    """`words_of` in every language where the message is a runtime's."""
    message = plain(fault.facts.get("message", ""))
    text = _of_runtime(message) or known(message)
    return text.map(lambda words: ": ".join(filter(None, (fault.facts.get("type"), words))))


def _of_runtime(message: str) -> Text | None:
    for pattern, sentence in _RAISED_INSIDE:
        if match := pattern.fullmatch(message):
            return sentence.say(**{blank: known(words) for blank, words in match.groupdict().items()})
    return None


def _crashed(status: object) -> Text:
    if not isinstance(status, int):
        return say("your program broke off the check")
    if status >= 0:
        return say(
            "your program ended in the middle of a check (exit status {status}); do not end the process", status=status
        )
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    return say("your program was ended by signal {signal}", signal=name)
