import re

import pytest

from grader.messages.text import Text
from grader.reports.wording import NEEDS_A_PERSON, frames, in_brackets, place, wording
from grader.verdict import Outcome, SubmissionOutcome

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("outcome", [*Outcome, *SubmissionOutcome])
def test_every_outcome_has_kind_words_in_both_languages(outcome):
    words = wording(outcome)
    for text in (words.name, words.meaning, words.next_step):
        assert CHINESE.search(text.zh), "no Chinese"
        assert text.en and not CHINESE.search(text.en), "no English"
    assert len(words.icon) == 1


def test_icons_and_names_tell_outcomes_apart_without_colour():
    every = [wording(outcome) for outcome in SubmissionOutcome] + [wording(Outcome.SKIPPED)]
    assert (
        len({w.icon for w in every}) == len({w.name.en for w in every}) == len({w.name.zh for w in every}) == len(every)
    )


def test_what_needs_a_person_tells_that_person_what_to_do():
    assert {outcome for outcome in SubmissionOutcome if wording(outcome).for_teacher} == set(NEEDS_A_PERSON)


def test_where_something_stands():
    assert place(3, 4) == Text(en="code cell 3, line 4", zh="第 3 个代码单元格第 4 行")
    assert place(3, None) == Text(en="code cell 3", zh="第 3 个代码单元格")
    assert place(None, 4) == Text(en="line 4", zh="第 4 行") and place(None, None) is None


def test_a_traceback_has_its_places_in_each_language():
    trace = "code cell 3, line 4 in squash\n    y = f(x)\nline 7\n    line 8 of it"
    assert frames(trace).en == trace
    assert frames(trace).zh == "第 3 个代码单元格第 4 行 in squash\n    y = f(x)\n第 7 行\n    line 8 of it"


def test_each_language_has_its_own_brackets():
    assert in_brackets(Text(en="a", zh="甲")) == Text(en=" (a)", zh="（甲）")
