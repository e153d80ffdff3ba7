"""What is said of a check that did not pass, where a region of the program could not be used: that, first of all.

It changes sentences, never points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.checks.program import Unusable
from grader.checks.student import Session, Unread
from grader.messages.sentences import listed, say
from grader.sandbox.claims import Fault
from grader.source.helpers import is_helper
from grader.verdict import Outcome, Text

if TYPE_CHECKING:
    from grader.checks.outcomes import Conclusion

_NO_ANSWER = {"raised", "missing", "not_callable", "timeout", "memory", "crashed", "output_limit"}


def unread(session: Session, error: Unread) -> Conclusion:
    """The conclusion of a check that asked for a region that is left out."""
    from grader.checks.outcomes import Conclusion

    text = error.why.text
    if not session.called or any(session.left_out.get(region) is error.why for region in session.subject):
        return Conclusion(error.why.outcome, text, traceback=error.why.where)
    region = next((name for name, why in session.left_out.items() if why is error.why), "")
    return Conclusion(Outcome.FAILED, _needs(region, error.why))


def note(session: Session) -> Text | None:
    """How a check was judged that needs what is stood in for; it may have passed or not."""
    if not (regions := session.stood_in_for()):
        return None
    names = listed(f"`{region}`" for region in regions)
    return say("judged with the lesson's own {names} in place of yours: the error there costs its own points, and none "
               "here", names=names)  # fmt: skip


def told(session: Session, conclusion: Conclusion, error: BaseException | None) -> Conclusion:
    """The conclusion, in the words of what the check lacks, if it lacks something."""
    if conclusion.outcome in (Outcome.PASSED, Outcome.SKIPPED) or conclusion.ours or isinstance(error, Unread):
        return conclusion
    session.stand_in()
    unwritten = any(region in session.subject for region in session.untouched())
    if isinstance(error, Fault) and error.facts.get("type") == "NameError" and not session.lacking() and not unwritten:
        outside = [text for r in session.program.needed(session.called) if (text := session.program.outside.get(r))]
        return replace(conclusion, message=outside[0], diagnosis=None) if outside else conclusion
    if text := _lack(session, error):
        return replace(conclusion, message=text, diagnosis=None, traceback=None, compared=None)
    return conclusion


def _lack(session: Session, error: BaseException | None) -> Text | None:
    if lacking := session.lacking():
        return _needs(lacking[0], session.left_out[lacking[0]])
    if _gave_nothing(session, error) and (untouched := session.untouched()):
        region = untouched[0]
        if region in session.subject:
            return say("the region `{region}` is still as in the stub; write your code between its markers",
                       region=region)  # fmt: skip
        return say("this check needs the region `{region}`, which is still as in the stub; write your code between its "
                   "markers", region=region)  # fmt: skip
    return None


def _needs(region: str, why: Unusable) -> Text:
    if is_helper(region):
        return say("this check needs a helper, which could not be used: {why}", why=why.text)
    return say("this check needs the region `{region}`, which could not be used: {why}", region=region, why=why.text)


def _gave_nothing(session: Session, error: BaseException | None) -> bool:
    """Whether the last call came to no answer, or to None, alone or among what a probe returned."""
    if isinstance(error, Fault):
        return error.kind in _NO_ANSWER and not error.facts.get("total")
    value = session.last.value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else [value]
    return bool(session.called) and any(part is None for part in parts)
