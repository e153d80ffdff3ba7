"""One object, two renderings: both say the same, in the language asked for, and nothing in them is live HTML."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser

import pytest

from grader.jupyter.check_table import CheckTable, Sentence, age
from grader.reports.console import as_text, verdict_view
from grader.reports.wording import wording
from grader.verdict import CheckResult, Diagnosis, Notice, Outcome, SubmissionOutcome, Text, Verdict, overall

EVIL = "<script>alert(1)</script>{{ 7 * 7 }}\x1b[31m"
SHOWN_AS = "<script>alert(1)</script>{{ 7 * 7 }}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data


def read(html: str) -> _Reader:
    """The page's text and tags; fails if its tags do not balance."""
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def text(value: str) -> Text:
    return Text(zh=f"{value}（中）", en=f"{value} (en)")


def check(outcome: Outcome, points: float = 0, **facts: object) -> CheckResult:
    fields = {"id": "test_a", "title": text("title"), "hidden": False, "max_points": 2.5, **facts}
    return CheckResult(outcome=outcome, points=points, **fields)


def table(
    *checks: CheckResult,
    outcome: SubmissionOutcome | None = None,
    lang: str = "en",
    names: tuple[str, ...] = (),
    **facts: object,
) -> CheckTable:
    verdict = Verdict(
        lesson="01-warm-up",
        lesson_digest="0" * 64,
        student="",
        file="a.ipynb",
        submission_sha256=None,
        outcome=outcome or overall(list(checks)),
        checks=list(checks),
        graded_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        **{"score": 0, "max_score": 9, **facts},
    )
    return CheckTable(verdict, text("Warm-up"), lang, "a.ipynb, saved just now", names=names)


def both(shown: CheckTable | Sentence) -> tuple[str, str]:
    return str(shown), read(shown._repr_html_()).text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_answer_shows_everything_that_helps(lang: str) -> None:
    mark = {"zh": "（中）", "en": " (en)"}[lang]
    wrong = check(
        Outcome.FAILED,
        message=text("off by two"),
        diagnosis=Diagnosis(id="x", text=text("tanh, not sigmoid")),
        traceback="cell 3, line 4\n    return y",
        note=text("by your own sigmoid"),
    )
    notice = Notice(text=text("not graded"), cell=2, line=7)
    for shown in both(table(check(Outcome.PASSED, 2.5), wrong, lang=lang, notices=[notice], score=2.5, max_score=5)):
        for part in ("title", "off by two", "tanh, not sigmoid", "by your own sigmoid", "not graded", "Warm-up"):
            assert part + mark in shown
        assert {"zh": "（中）", "en": " (en)"}[{"zh": "en", "en": "zh"}[lang]] not in shown
        assert ({"zh": "2.5 / 5 分", "en": "2.5 / 5 points"}[lang] in shown) or "2.5/5" in shown
        assert {"zh": "第 2 个代码单元格第 7 行", "en": "code cell 2, line 7"}[lang] in shown
        assert "cell 3, line 4\n" in shown
        assert "a.ipynb, saved just now" in shown


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_of_a_check_is_named_and_explained(outcome: Outcome, lang: str) -> None:
    words = wording(outcome)
    for shown in both(table(check(outcome, 2.5 if outcome is Outcome.PASSED else 0), lang=lang)):
        assert words.icon in shown and words.name.get(lang) in shown
        assert (words.meaning.get(lang) in shown) == (outcome is not Outcome.PASSED)


@pytest.mark.parametrize("outcome", list(SubmissionOutcome))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_submission_without_checks_says_why(outcome: SubmissionOutcome, lang: str) -> None:
    terminal, page = both(table(outcome=outcome, lang=lang, reason=text("the file is empty")))
    ours = outcome is SubmissionOutcome.GRADER_ERROR  # its reason may quote a hidden check
    assert "the file is empty" in page and ("the file is empty" in terminal) == (not ours)
    for shown in (terminal, page):
        assert wording(outcome).name.get(lang) in shown
    for shown in both(table(outcome=outcome, lang=lang)):
        assert wording(outcome).meaning.get(lang) in shown


def test_a_fault_of_ours_has_no_score_and_asks_for_nothing_but_another_try() -> None:
    for shown in both(table(outcome=SubmissionOutcome.GRADER_ERROR, score=None)):
        assert "No score" in shown
        assert "Run %check once more" in shown
        assert "points" not in shown


def test_what_to_do_next_fits_what_was_asked() -> None:
    passed, failed = check(Outcome.PASSED, 2.5), check(Outcome.FAILED)
    assert "The public checks that were run all pass" in table(passed).next_step
    assert "next lesson" in table(passed, check(Outcome.PASSED, 1, hidden=True)).next_step
    assert "that concern gate all pass" in table(passed, names=("gate",)).next_step
    assert table(failed).next_step == wording(Outcome.FAILED).next_step.en
    assert "message says what went wrong" in table(check(Outcome.RAISED)).next_step
    assert "concern a, b are shown" in table(failed, names=("a", "b")).next_step


def test_a_notice_says_its_place_once_and_nothing_that_a_check_says() -> None:
    said = [Text(en=text, zh=text) for text in ("off by `two`", "line 4: odd", "even")]
    shown = table(check(Outcome.FAILED, message=said[0]), notices=[Notice(text=text, line=4) for text in said])
    assert shown.notices == ["line 4: odd", "line 4: even"]
    assert "off by <code>two</code>" in shown._repr_html_()


def test_its_style_is_its_own() -> None:
    """The panel beside the notebook has `.gatehouse`: what a cell shows must not change how that looks."""
    page = table(check(Outcome.PASSED))._repr_html_()
    assert '<div class="gatehouse-table"' in page
    styles = page.split("*/")[1].split("</style>")[0]
    selectors = [one for rule in styles.split("}")[:-1] for one in rule.split("{")[0].split(",")]
    assert selectors and all(one.strip().startswith(".gatehouse-table:") for one in selectors)


def test_nothing_that_a_student_or_a_lesson_wrote_is_live() -> None:
    evil = Text(zh=EVIL, en=EVIL)
    wrong = check(
        Outcome.FAILED, title=evil, message=evil, diagnosis=Diagnosis(id="x", text=evil), note=evil, traceback=EVIL
    )
    shown = table(wrong, notices=[Notice(text=Text(zh=f"!{EVIL}", en=f"!{EVIL}"), line=1)], reason=evil, names=(EVIL,))
    shown = CheckTable(shown.verdict, evil, "en", EVIL, EVIL, (EVIL,))
    reader = read(shown._repr_html_())
    assert "script" not in reader.tags
    assert reader.text.count(SHOWN_AS) == 11
    assert "\x1b" not in str(shown) + reader.text
    assert "script" not in read(Sentence(EVIL)._repr_html_()).tags
    assert both(Sentence(EVIL))[0] == SHOWN_AS


def test_a_terminal_shows_what_grader_check_shows() -> None:
    shown = table(check(Outcome.PASSED, 2.5), check(Outcome.FAILED, message=text("off")))
    view = as_text(verdict_view(shown.verdict, "en", shown.title, shown.next_step))
    assert str(shown) == f"a.ipynb, saved just now\n\n{view}"
    lines = view.splitlines()
    assert lines[0] == "Warm-up (en)" and shown.next_step in lines
    assert "✓ title (en)  2.5 / 2.5 pts" in lines and "  off (en)" in lines, "each line whole, none padded"


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (-3, "just now", "刚刚"),
        (1.9, "just now", "刚刚"),
        (59.9, "59 seconds ago", "59 秒前"),
        (119, "1 minute ago", "1 分钟前"),
        (7200, "2 hours ago", "2 小时前"),
        (86400 * 3, "3 days ago", "3 天前"),
    ],
)
def test_age(seconds: float, en: str, zh: str) -> None:
    assert (age(seconds).en, age(seconds).zh) == (en, zh)
