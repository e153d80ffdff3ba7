import re
import string
from pathlib import Path

import pytest

import grader.reports.wording
from grader.reports.wording import NEEDS_A_PERSON, WORDS, say, wording
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


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_blanks(key):
    def blanks(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    text = WORDS[key]
    assert blanks(text.zh) == blanks(text.en)
    assert not CHINESE.search(text.en)


def test_say_fills_in():
    assert say("cell_line", "en", cell=3, line=4) == "code cell 3, line 4"
    assert say("cell_line", "zh", cell=3, line=4) == "第 3 个代码单元第 4 行"


def test_no_word_is_left_over():
    package = Path(grader.reports.wording.__file__).parents[1]
    sources = [p for p in package.rglob("*") if p.suffix in (".py", ".jinja") and p.name != "wording.py"]
    used = set(re.findall(r"[\"'.](\w+)\b", "".join(p.read_text("utf-8") for p in sources)))
    assert set(WORDS) <= used
