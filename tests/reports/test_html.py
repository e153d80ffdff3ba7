import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import grader.reports.html
from grader.reports.html import feedback_html
from grader.reports.wording import FORCED, PUBLIC_ONLY, wording
from grader.verdict import Outcome, SubmissionOutcome, Text, Verdict
from tests.reports.sample import DIAGNOSES, REASONS, SECRET, TITLES, sample_class, verdict

GATES, CELL, MNIST = "02-gate-math", "03-lstm-cell", "07-stacked-dropout-mnist"
VOID = {"meta", "input", "br"}
HARMLESS = VOID | set(
    "html head title style body div span header main section article nav h1 h2 h3 p b small a label ul li dl dt dd pre"
    " code figure figcaption table caption thead tbody tr th td details summary svg g line polyline circle rect"
    " text".split()
)


def report_html(*arguments):
    return "".join(grader.reports.html.report_html(*arguments))


class Page(HTMLParser):
    """The parsed page: its tags, links, ids and text; fails on a tag that is not closed."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.open, self.text = [], [], [], {"zh": "", "en": ""}
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") if tag != "html" else None))

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        if any(tag in ("style", "title") for tag, _ in self.open):
            return
        only = {lang for _, lang in self.open if lang}
        for lang in only or self.text:
            self.text[lang] += data

    def values(self, name):
        return [value for _, key, value in self.attributes if key == name]

    def says(self, text, lang="en"):
        """Whether the page holds the text in that language; spaces are layout, and do not count."""
        return "".join(text.split()) in "".join(self.text[lang].split())


def assert_harmless(page):
    assert set(page.tags) <= HARMLESS
    names = {name for _, name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "srcdoc", "action")}
    for href in page.values("href"):
        assert re.match(r"#[\w.%-]+$|students/([\w.~%-]+/){1,2}feedback\.html$", href), href
    for style in page.values("style"):
        assert re.fullmatch(r"width: \d+(\.\d+)?%", style), style
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set(page.values("aria-labelledby")) | set(page.values("for")) <= set(ids)
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(ids)


# --- the student's page


@pytest.mark.parametrize("one", sample_class(), ids=lambda one: f"{one.student}-{one.lesson}")
def test_a_feedback_page_is_whole_and_says_what_matters_in_both_languages(one):
    page = Page(feedback_html(one, "zh", TITLES[one.lesson]))
    assert_harmless(page)
    words = wording(one.outcome)
    for lang in ("zh", "en"):
        assert page.says(TITLES[one.lesson].get(lang), lang)
        assert page.says(words.name.get(lang), lang)
        assert page.says(words.next_step.get(lang), lang)
        for check in one.checks:
            assert page.says(check.title.get(lang), lang)
            assert not check.message or page.says(check.message.get(lang), lang)
            assert not check.diagnosis or page.says(check.diagnosis.text.get(lang), lang)
            assert not check.traceback or page.says(check.traceback, lang)
        for notice in one.notices:
            assert page.says(notice.text.get(lang), lang)
    assert page.tags.count("polyline") == (2 if one.curve else 0)
    assert page.says(one.environment.versions["python"])


@pytest.mark.parametrize("one", sample_class(), ids=lambda one: f"{one.student}-{one.lesson}")
def test_what_hidden_checks_knew_never_reaches_the_student(one):
    assert SECRET not in feedback_html(one)


def test_a_public_check_shows_its_output_and_details():
    one = verdict("a", GATES, {1: ("failed", None)})
    page = Page(feedback_html(one))
    assert page.says("h: (4, 8)") and page.says(one.checks[1].details)


def test_how_a_check_was_judged_is_said_beside_it_in_both_languages():
    one = verdict("a", GATES)
    said = Text(zh="按你自己写的 sigmoid 来算", en="given your own sigmoid <b>")
    noted = one.model_copy(update={"checks": [one.checks[0].model_copy(update={"note": said}), *one.checks[1:]]})
    page = Page(feedback_html(noted))
    assert page.says("评分说明" + said.zh, "zh") and page.says("How this was judged" + said.en)
    assert not Page(feedback_html(one)).says("How this was judged")


def test_a_grader_error_is_no_zero_and_keeps_its_reason_from_the_student():
    one = verdict("a", GATES, "grader_error")
    page = Page(feedback_html(one))
    assert page.says("暂无分数", "zh") and page.says("No score") and page.says("not your fault")
    assert not page.says("out of 20")
    assert not page.says(REASONS["grader_error"].en)


def test_a_rejected_file_says_why():
    assert Page(feedback_html(verdict("a", GATES, "rejected"))).says(REASONS["rejected"].en)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_pages_open_in_the_language_asked_for(lang):
    for html in (feedback_html(verdict("a", GATES), lang), report_html(sample_class(), TITLES, lang)):
        assert f'<html lang="{lang}">' in html
        (checked,) = re.findall(r'<input[^>]*id="lang-(\w+)"[^>]* checked>', html)
        assert checked == lang


def test_forced_grading_is_said():
    one = verdict("a", GATES)
    one = one.model_copy(update={"environment": one.environment.model_copy(update={"forced": True})})
    assert Page(feedback_html(one)).says(FORCED.en)
    assert Page(report_html([one], TITLES)).says("Graded below the usual sandbox level by request: 1.")


def test_public_checks_only_is_said_and_no_passed_lesson_promised():
    one = verdict("a", GATES)
    page = Page(feedback_html(one))
    assert not page.says("Only the public checks") and page.says("ready for the next lesson")
    environment = one.environment.model_copy(update={"public_only": True})
    page = Page(feedback_html(one.model_copy(update={"environment": environment})))
    assert page.says(PUBLIC_ONLY.en) and page.says(PUBLIC_ONLY.zh, "zh")
    assert not page.says("ready for the next lesson") and not page.says("可以进入下一关", "zh")


def test_the_dialect_of_an_answer_is_named():
    one = verdict("a", CELL)
    tf1 = one.model_copy(update={"environment": one.environment.model_copy(update={"dialect": "tf1"})})
    assert Page(feedback_html(tf1)).says("TensorFlow 1") and not Page(feedback_html(one)).says("TensorFlow 1")


def test_without_a_title_the_lesson_is_named():
    assert Page(feedback_html(verdict("a", GATES))).says(GATES, "zh")


def test_long_names_that_begin_alike_stay_two_in_the_class():
    names = ["n" * 170 + end for end in ("~3bb555e4", "~0a1b2c3d")]
    html = report_html([verdict(name, GATES) for name in names], TITLES)
    page = Page(html)
    assert all(page.says(name) for name in names) and "text-overflow: ellipsis" not in html


def test_a_submission_that_needed_no_sandbox_names_no_level():
    one, other = verdict("a", GATES), verdict("b", GATES)
    other = other.model_copy(update={"environment": other.environment.model_copy(update={"sandbox": "none"})})
    page = Page(report_html([one, other], TITLES))
    assert page.says(one.environment.sandbox) and not page.says("none")


def test_long_text_is_shortened_with_a_note():
    one = verdict("n" * 500, GATES, {0: "raised"})
    check = one.checks[0].model_copy(update={"traceback": "x" * 300_000, "output": "y" * 300_000})
    html = feedback_html(one.model_copy(update={"checks": [check]}))
    assert len(html) < 60_000
    assert html.count("characters left out") == 2
    assert "n" * 100 not in html


# --- hostile text, everywhere

PAYLOADS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
    "</style></title></pre></svg><svg/onload=alert(1)>",
    "javascript:alert(1)//",
    "//evil.example/",
    "../../",
    "{{ 7*7 }}{% raw %}${7*7}<!-- ]]>",
    "{zh}{0.__class__}%s",
    "\x1b[31m\x00\u202e\u2066\ud800\uffff&lt;b&gt;",
]


def poisoned(value, payload, key=""):
    """`value` with every string in it that a file could hold replaced."""
    if isinstance(value, dict):
        return {k: poisoned(v, payload, k) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(v, payload, key) for v in value]
    keep = ("outcome", "sandbox", "device", "device_asked", "graded_at")
    return payload + value[:20] if isinstance(value, str) and key not in keep else value


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_string_of_a_verdict_becomes_markup(payload):
    plain = [
        verdict("bo.wen", GATES, {0: ("failed", "tanh-for-sigmoid"), 1: "raised", 2: "crashed"}),
        verdict("bo.wen", MNIST, {1: ("failed", None)}),
        verdict("bo.wen", CELL, "rejected"),
    ]
    verdicts = [Verdict.model_validate(poisoned(v.model_dump(), payload)) for v in plain]
    title = Text(zh=payload, en=payload + "en")
    pages = [feedback_html(v, "zh", title) for v in verdicts]
    pages.append(report_html(verdicts, {v.lesson: title for v in verdicts}))
    for html in pages:
        assert_harmless(Page(html))
        html.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x1b\u202a-\u202e\u2066-\u2069]", html)


@pytest.mark.parametrize("lesson", [GATES, MNIST])
def test_pages_load_nothing(lesson):
    for html in (feedback_html(verdict("bo.wen", lesson)), report_html(sample_class(), TITLES)):
        assert "default-src 'none'" in html
        assert not re.search(r"https?://|url\(|@import|<script|<link|<iframe", html)


# --- the instructor's page


@pytest.fixture(scope="module")
def report():
    return Page(report_html(sample_class(), TITLES, "en"))


def test_the_report_is_whole(report):
    assert_harmless(report)
    assert report.says("35 submissions 12 students 3 lessons 11 passed 8 need your attention")
    for title in TITLES.values():
        assert report.says(title.en) and report.says(title.zh, "zh")


def handed_in():
    return [v for v in sample_class() if v.outcome is not SubmissionOutcome.NOT_HANDED_IN]


def test_every_submission_is_linked_to_its_feedback(report):
    links = {unquote(href) for href in report.values("href")}
    assert {f"students/{v.student}/{v.lesson}/feedback.html" for v in handed_in()} <= links
    absent = [v for v in sample_class() if v.outcome is SubmissionOutcome.NOT_HANDED_IN]
    assert [v.student for v in absent] == ["陈静怡"]
    assert f"students/陈静怡/{absent[0].lesson}/feedback.html" not in links and report.says("— not handed in")


def test_misconceptions_are_ranked_by_students_each_once(report):
    text = report.text["en"]
    ranked = ["x-before-h", "c-before-h", "dropout-always", "gates-swapped", "tanh-for-sigmoid"]
    places = [text.index(DIAGNOSES[name].en) for name in ranked]
    assert places == sorted(places)
    assert report.says(f"3 students {DIAGNOSES['x-before-h'].en} {TITLES[GATES].en} · chen_yu, grace, ines")
    assert text.count(DIAGNOSES["x-before-h"].en) == 1


def test_pass_rates_leave_out_who_was_not_judged(report):
    # 12 submissions: one unattempted and one rejected have no checks; one timed out in this check.
    assert report.says("sigmoid is stable at ±1000 9 / 10")
    assert report.says("accuracy on held-out images reaches 90% hidden check 3 / 8")


def test_a_grader_error_counts_in_no_distribution(report):
    assert report.says("2 without a score, not counted")
    alone = Page(report_html([verdict("a", GATES, "grader_error")], TITLES))
    assert "svg" not in alone.tags and alone.says("No score · run again") and alone.says("median") is False
    assert not alone.says("0 / 20")


def test_the_median_is_of_scored_submissions():
    verdicts = [verdict("a", GATES), verdict("b", GATES, "unattempted"), verdict("c", GATES, "grader_error")]
    assert Page(report_html(verdicts, TITLES)).says("3 handed in, 1 passed, median score 50%")


def test_what_needs_a_person_is_listed_with_its_reason(report):
    text = report.text["en"]
    listed = text[text.index("These were not judged in the usual way") : text.rindex("Everyone")]
    for one in sample_class():
        words = wording(one.outcome)
        if words.for_teacher:
            assert words.for_teacher.en in listed
            reason = one.reason or next(c.message for c in one.checks if c.outcome == one.outcome.value)
            assert reason.en in listed
    assert "alice" not in listed


def test_training_curves_are_overlaid_with_their_last_accuracy(report):
    trained = [v for v in sample_class() if v.curve]
    assert report.tags.count("polyline") == len(trained) == 7
    for one in trained:
        assert report.says(f"{one.student} {one.curve[-1].accuracy * 100:.1f}%".replace(".0%", "%"))


def test_loss_is_drawn_where_no_accuracy_was_reported():
    one = verdict("a", MNIST)
    silent = one.model_copy(update={"curve": [p.model_copy(update={"accuracy": None}) for p in one.curve]})
    page = Page(report_html([silent], TITLES))
    assert page.says("Last reported loss") and page.tags.count("polyline") == 1


def test_the_latest_verdict_counts():
    old = verdict("a", GATES, "unattempted")
    new = verdict("a", GATES, graded_at=old.graded_at.replace(year=2027))
    assert Page(report_html([new, old], TITLES)).says("1 submission 1 student 1 lesson 1 passed 0 need")


def test_an_empty_class_says_so():
    assert Page(report_html([], TITLES)).says("There are no submissions to show yet.")


def test_no_score_at_all_is_survived():
    one = verdict("a", GATES, "rejected", max_score=0.0, score=0.0)
    assert_harmless(Page(report_html([one], {})))
    assert_harmless(Page(feedback_html(one)))


@pytest.mark.parametrize("student", ["a b", "陈静怡", "a#b?c", "x:y", "100%"])
def test_links_lead_to_the_file(student):
    page = Page(report_html([verdict(student, GATES)], {}))
    assert f"students/{student}/{GATES}/feedback.html" in {unquote(href) for href in page.values("href")}


def test_a_submission_without_a_student_is_called_by_its_file():
    page = Page(report_html([verdict("", GATES)], TITLES))
    assert page.says("gate_math.ipynb") and f"students/{GATES}/feedback.html" in page.values("href")


# --- the stylesheet


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_is_readable_and_shapes_are_visible(theme):
    css = (Path(grader.reports.html.__file__).parent / "templates" / "style.css.jinja").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", re.findall(r":root \{(.*?)\n *\}", css, re.DOTALL)[theme]))
    for tone in ("good", "bad", "error", "quiet", "fault"):
        assert contrast(colours[tone], colours[f"{tone}-soft"]) >= 4.5
        assert contrast(colours[tone], colours["card"]) >= 4.5
    for ink in ("ink", "muted", "accent"):
        assert all(contrast(colours[ink], colours[ground]) >= 4.5 for ground in ("paper", "card", "well"))
    for tone in ("good", "bad", "error", "quiet"):
        assert contrast(colours[f"{tone}-fill"], colours["card"]) >= 3


def test_every_outcome_is_in_the_sample_class():
    verdicts = sample_class()
    assert {v.outcome for v in verdicts} == set(SubmissionOutcome)
    assert {c.outcome for v in verdicts for c in v.checks} == set(Outcome)


def test_the_page_says_what_was_computed_on():
    on_cpu = verdict("ada", MNIST)
    assert "GPU" not in feedback_html(on_cpu)
    overruled = on_cpu.environment.model_copy(update={"device_asked": "gpu"})
    html = feedback_html(on_cpu.model_copy(update={"environment": overruled}))
    assert "cpu" in html and "the profile asks for gpu" in html and "配置要求 gpu" in html
    used = on_cpu.environment.model_copy(update={"device": "gpu", "device_asked": "gpu", "device_name": "NVIDIA H200"})
    timings = on_cpu.timings.model_copy(update={"peak_device_memory_mb": 812.0})
    html = feedback_html(on_cpu.model_copy(update={"environment": used, "timings": timings}))
    assert "NVIDIA H200" in html and "812 MB" in html and "the profile asks" not in html


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_who_was_not_understood_is_told_why_and_has_no_score(lang):
    one = next(v for v in sample_class() if v.outcome is SubmissionOutcome.NOT_UNDERSTOOD)
    page = Page(feedback_html(one, lang))
    assert page.says(one.reason.get(lang), lang) and page.says({"en": "No score", "zh": "暂无分数"}[lang], lang)


def test_the_report_shows_who_is_in_the_roster():
    from grader.grading.people import Member

    members = {"a": Member(name="=Ada <blink>", group="G1"), "b": Member(name="b")}
    page = Page(report_html([verdict("a", GATES), verdict("b", GATES)], TITLES, "en", members))
    assert page.says("a =Ada <blink> · G1") and "blink" not in page.tags
