"""JupyterLab's panel, as it asks a real Jupyter server: the course, a check as it runs, hints, reset, hand-in."""

from __future__ import annotations

import datetime
import hashlib
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lesson, lesson_at
from grader.jupyter import exchange
from grader.jupyter.events import Told
from grader.jupyter.process import Cancelled
from grader.jupyter.runs import WAITING
from grader.jupyter.spots import Source
from grader.jupyter.workspace import build_workspace
from grader.verdict import CheckResult, Compared, CurvePoint, Diagnosis, Outcome, SubmissionOutcome, Text, Verdict
from tests.in_browser import ROOT
from tests.jupyter.panel_server import Asker, made_anew, panel_server

TANH = Diagnosis(id="warm-up-tanh", text=Text(zh="这是 tanh", en="this is tanh"))
FOLDED = "\n\n## Hints\n\n<details>\n<summary>First</summary>\n\nread *twice*\n</details>\n\n## Checks\n"
HINTS = """
[[hints]]
about = ["warm-up-tanh"]
text.zh = "看值域"
text.en = "look at the range"

[[hints]]
about = ["double"]
text.zh = "看乘法"
text.en = "look at the product"
"""
NOTEBOOK = "ws/01-warm-up/warm_up.ipynb"


def result(name: str, outcome: Outcome, **more: Any) -> CheckResult:
    points = 1.0 if outcome is Outcome.PASSED else 0.0
    title = Text(zh=f"{name} 的题", en=f"{name}'s title")
    return CheckResult(id=name, title=title, hidden=False, outcome=outcome, points=points, max_points=1, **more)


class Judge:
    """Stands in for the grading process: answers as `results` say, and waits where it is told to."""

    def __init__(self) -> None:
        self.results = [result("test_double", Outcome.PASSED), result("test_squash_values", Outcome.PASSED)]
        self.waits = threading.Event()
        self.waits.set()
        self.cancelled = self.closed = False
        self.error: Exception | None = None

    def check(
        self,
        lesson: Lesson,
        path: Path,
        only: list[str] | None,
        on_curve: Callable[[CurvePoint], None],
        on_result: Callable[[CheckResult], None],
    ) -> Verdict:
        if self.error:
            raise self.error
        on_curve(CurvePoint(step=5, loss=0.5, accuracy=0.25))
        on_result(self.results[0])
        assert self.waits.wait(60)
        if self.cancelled:
            raise Cancelled
        first = next((one.outcome for one in self.results if one.outcome is not Outcome.PASSED), Outcome.PASSED)
        return Verdict(
            lesson=lesson.id, lesson_digest="0" * 64, student="", file=path.name,
            submission_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            outcome=SubmissionOutcome(first.value),
            score=sum(one.points for one in self.results), max_score=2, checks=self.results,
            curve=[CurvePoint(step=5, loss=0.5, accuracy=0.25)],
            graded_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        )  # fmt: skip

    def cancel(self) -> None:
        self.cancelled = True
        self.waits.set()

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


@pytest.fixture(scope="module")
def server(
    judge: Judge, tmp_path_factory: pytest.TempPathFactory, make_course: Callable[[Path], Path]
) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp("panel")
    course = make_course(folder / "course")
    (course / "exercises/01-warm-up/hints.toml").write_text(HINTS, encoding="utf-8")
    for path in (course / "exercises/01-warm-up").glob("task.*.md"):
        path.write_text(path.read_text(encoding="utf-8") + FOLDED, encoding="utf-8")
    second = course / "exercises/02-again"
    second.mkdir()
    for path in (course / "exercises/01-warm-up").iterdir():
        if path.is_file():
            (second / path.name).write_bytes(path.read_bytes())
    (course / "course.toml").write_text('order = "in_turn"\n[title]\nzh = "课"\nen = "A course"\n', encoding="utf-8")
    build_workspace(course, folder / "root/ws", "en")
    with panel_server(folder / "root", judge) as asker:
        yield asker
    assert judge.closed


@pytest.fixture(autouse=True)
def fresh(server: Asker, judge: Judge) -> None:
    """Each test finds the workspace and the judge as they were made."""
    made_anew(server.root / "ws")
    judge.__init__()  # type: ignore[misc]


def check(server: Asker, path: str = NOTEBOOK, lang: str = "en") -> list[Any]:
    return server.events(server.post("check", path=path, lang=lang)["id"])


def cells(server: Asker) -> list[list[str]]:
    book = json.loads((server.root / NOTEBOOK).read_text(encoding="utf-8"))
    return ["".join(cell["source"]).split("\n") for cell in book["cells"]]


def write(server: Asker, region: str, code: str) -> None:
    """Write an answer into a region of the notebook."""
    path = server.root / NOTEBOOK
    book = json.loads(path.read_text(encoding="utf-8"))
    begin = f"# ********** Begin {region} ********** #\n"
    for cell in book["cells"]:
        cell["source"] = "".join(cell["source"]).replace(begin, f"{begin}    {code}\n")
    path.write_text(json.dumps(book), encoding="utf-8")


def states(server: Asker) -> list[str]:
    return [gate["state"] for gate in server.get("course", path="ws")["gates"]]


def test_the_course_is_a_path_that_opens_gate_by_gate(server: Asker) -> None:
    course = server.get("course", path="", lang="zh")  # the only workspace below the root
    assert (course["title"], course["order"], course["path"]) == ("课", "in_turn", "ws")
    first, second = course["gates"]
    assert first == {
        "id": "01-warm-up", "title": "热身", "summary": "两个小函数", "state": "open", "points": 0.0,
        "max_points": 3.0, "notebook": NOTEBOOK, "hidden_checks": 1,
    }  # fmt: skip
    assert (second["state"], second["hidden_checks"]) == ("locked", None)
    assert server.refused("POST", "open", lesson="02-again", path="ws", lang="en")[0] == 403
    write(server, "double", "return 2 * x")
    assert states(server) == ["started", "locked"]
    check(server)
    assert states(server) == ["passed", "open"]
    assert server.get("course", path=NOTEBOOK)["gates"][0]["points"] == 2.0
    (server.root / "ws/02-again/warm_up.ipynb").unlink()
    opened = server.post("open", lesson="02-again", path="ws", lang="en")
    assert opened == {"notebook": "ws/02-again/warm_up.ipynb"}
    assert (server.root / opened["notebook"]).is_file()


def test_a_check_is_told_as_it_runs(server: Asker, judge: Judge) -> None:
    write(server, "squash", "y = np.tanh(x)")
    number, line = next(
        (number, lines.index("    y = np.tanh(x)") + 1)
        for number, lines in enumerate(cells(server))
        if "    y = np.tanh(x)" in lines
    )
    book = json.loads((server.root / NOTEBOOK).read_text(encoding="utf-8"))
    code = sum(cell["cell_type"] == "code" for cell in book["cells"][: number + 1])
    trace = f"(given code)\n    x\ncode cell {code}, line {line} in squash\n    y = np.tanh(x)"
    wrong = {"message": Text(zh="不对", en="not right"), "diagnosis": TANH, "traceback": trace, "output": "printed",
             "compared": Compared(expected="[1. 2.]", actual="[3. \x1b[31m4.]")}  # fmt: skip
    judge.results[1] = result("test_squash_values", Outcome.FAILED, **wrong)
    events = check(server)
    assert [event["n"] for event in events] == list(range(1, len(events) + 1))
    start, *_, end = events
    assert start["hidden_checks"] == 1
    assert start["checks"][1] == {"name": "test_squash_values", "title": "squash is the sigmoid", "points": 2.0}
    assert [(one["series"], one["value"]) for one in events if one["kind"] == "progress"] == [
        ("loss", 0.5), ("accuracy", 0.25),
    ]  # fmt: skip
    assert [one["text"] for one in events if one["kind"] == "output"] == ["printed"]
    double, squash = (one for one in events if one["kind"] == "check")
    assert (double["outcome"], double["line"]) == ("passed", None)
    assert (squash["message"], squash["diagnosis"]) == ("not right", "warm-up-tanh")
    assert (double["expected"], squash["expected"], squash["actual"]) == (None, "[1. 2.]", "[3. 4.]")
    assert squash["line"] == {"cell": number, "line": line, "text": "y = np.tanh(x)"} == end["diagnoses"][0]["line"]
    assert end["kind"] == "end" and not end["passed"] and not end["hint_offered"]
    assert (end["score"], end["max_score"]) == (1.0, 2.0)
    (diagnosis,) = end["diagnoses"]
    assert (diagnosis["text"], diagnosis["checks"]) == ("this is tanh", ["test_squash_values"])


def test_an_error_leads_to_its_line_and_the_next_step_speaks_of_that(server: Asker, judge: Judge) -> None:
    write(server, "double", "return x")
    judge.results[0] = result("test_double", Outcome.RAISED, message=Text(zh="不是 Python", en="no Python"))
    first, *_, end = (event for event in check(server) if event["kind"] in ("check", "end"))
    assert first["line"] and "the underlined line below it leads there" in end["next_step"]


def test_a_wrong_value_leads_to_where_its_function_is_written(server: Asker, judge: Judge) -> None:
    write(server, "double", "return x")
    judge.results[0] = result("test_double", Outcome.FAILED, message=Text(zh="不对", en="wrong"))
    first = next(event for event in check(server) if event["kind"] == "check")
    assert first["line"]["text"] == "return x"
    write(server, "double", "y = x\n    return y")
    first = next(event for event in check(server) if event["kind"] == "check")
    assert first["line"]["text"] == "def double(x):"  # which of its lines is wrong, nobody knows


@pytest.mark.parametrize(
    ("name", "function"), [("test_state_shapes", "final_state"), ("test_training_moves_the_weights", "train")]
)
def test_a_check_is_about_what_was_done_with_a_model_and_not_about_its_making(name: str, function: str) -> None:
    lesson = lesson_at(ROOT, "05-single-layer-mnist")
    begin = f"# ********** Begin {function} ********** #\n"
    text = lesson.form().stub.replace(begin, f"{begin}    pass\n")
    told = Told(lesson, Source.of(text.encode()), "en")
    (event,) = told.result(result(name, Outcome.FAILED))
    assert (event["line"]["text"], event["blank"]) == ("pass", False)


def test_what_is_not_written_yet_is_told_and_leads_to_its_own_place(server: Asker, judge: Judge) -> None:
    """Also where the check calls another function before, which is written, and its own by a name that it makes."""
    write(server, "double", "return 2 * x")
    failed = result("test_squash_values", Outcome.FAILED, diagnosis=TANH)  # nobody has misunderstood anything yet
    judge.results = [result("test_double", Outcome.PASSED), failed]
    checks = server.root / "ws/.gatehouse/exercises/01-warm-up/test_public.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text(text.replace("expect(student.squash(x)", "expect(student.call('squash', student.double(x))"))
    double, squash, end = (event for event in check(server) if event["kind"] in ("check", "end"))
    assert (double["blank"], squash["blank"]) == (False, True)
    assert squash["line"]["text"] == "y = None"
    assert squash["diagnosis"] is None and end["diagnoses"] == []
    write(server, "squash", "y = x")
    assert not any(event["blank"] for event in check(server) if event["kind"] == "check")


def test_a_stream_goes_on_where_it_was_lost(server: Asker) -> None:
    identifier = server.post("check", path=NOTEBOOK, lang="en")["id"]
    events = server.events(identifier)
    assert server.events(identifier, after=2) == events[2:]
    assert server.events(identifier, **{"Last-Event-ID": "3"}) == events[3:]
    assert server.events(identifier, after=len(events)) == []
    assert server.get("poll", id=identifier, after=1) == {"events": events[1:], "done": True}
    assert server.refused("GET", "poll", id="nobody", after=0)[0] == 404


def test_the_server_answers_while_a_check_runs_and_cancels_it(server: Asker, judge: Judge) -> None:
    judge.waits.clear()
    identifier = server.post("check", path=NOTEBOOK, lang="en")["id"]
    while not any(one["kind"] == "check" for one in server.get("poll", id=identifier, after=0)["events"]):
        pass
    assert states(server) == ["open", "locked"]
    waiting = server.post("check", path=NOTEBOOK, lang="zh")["id"]
    server.post("cancel", id=waiting)
    server.post("cancel", id=identifier)
    end = server.events(identifier)[-1]
    assert (end["outcome"], end["said"], end["score"]) == ("cancelled", "cancelled", None)
    assert server.events(waiting)[-1]["outcome"] == "cancelled"
    assert server.get("history", lesson="01-warm-up", path="ws") == [], "what was cancelled is no check"


def test_a_fault_of_ours_is_a_sentence(server: Asker, judge: Judge) -> None:
    judge.error = RuntimeError("no disk")
    end = check(server)[-1]
    assert end["outcome"] == "grader_error" and "not your fault" in end["said"] and "no disk" in end["message"]


def test_the_task_and_what_was_learnt(server: Asker) -> None:
    task = server.get("task", lesson="01-warm-up", path="ws", lang="zh")
    assert task["title"] == "热身" and task["markdown"].startswith("# 热身")
    assert "details" not in task["markdown"] and task["markdown"].endswith("## Checks"), "hints come in steps"
    assert (task["base"], task["after"]) == ("ws/01-warm-up", None)
    lesson = server.root / "ws/.gatehouse/exercises/01-warm-up/lesson.toml"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(f'{text}\n[learnt]\nzh = "学会了。"\nen = "Learnt."\n', encoding="utf-8")
    check(server)
    task = server.get("task", lesson="01-warm-up", path="ws", lang="zh")
    assert (task["after"], task["see"]) == ("学会了。", False)
    lesson.with_name("see.py").write_text("print(1)\n")
    assert server.get("task", lesson="01-warm-up", path="ws", lang="zh")["see"]


def test_hints_come_one_by_one_and_follow_the_diagnosis(server: Asker, judge: Judge) -> None:
    of = {"lesson": "01-warm-up", "path": "ws", "lang": "en"}
    assert server.get("hints", **of) == {"shown": [], "left": 1}
    judge.results[1] = result("test_squash_values", Outcome.FAILED, diagnosis=TANH)
    assert [check(server)[-1]["hint_offered"] for _ in range(3)] == [False, False, True]
    assert server.post("hint", **of) == {"text": "look at the range", "left": 1}
    assert not check(server)[-1]["hint_offered"], "one was just given"
    assert server.post("hint", **of) == {"text": "**First**\n\nread *twice*", "left": 0}
    assert server.get("hints", **of)["shown"] == [{"text": "look at the range"}, {"text": "**First**\n\nread *twice*"}]
    assert server.refused("POST", "hint", **of)[0] == 404
    judge.results[0] = result("test_double", Outcome.FAILED)
    check(server)
    assert server.post("hint", **of)["text"] == "look at the product"


def test_hints_that_cannot_be_read_cost_no_result(server: Asker) -> None:
    broken = server.root / "ws/.gatehouse/exercises/01-warm-up/hints.toml"
    broken.write_text(HINTS + "[[hints]]\nabout = 3\n", encoding="utf-8")
    *_, end = events = check(server)
    assert (end["outcome"], end["passed"], end["hint_offered"]) == ("passed", True, False)
    assert len([one for one in events if one["kind"] == "check"]) == 2
    (notice,) = end["notices"]
    assert "hints.toml:12" in notice and "a list between [ and ]" in notice and "changes no result" in notice
    status, message = server.refused("GET", "hints", lesson="01-warm-up", path="ws", lang="en")
    assert status == 500 and "hints.toml:12" in message
    assert states(server)[0] == "passed"


def test_checks_that_cannot_be_read_are_said_before_they_run(server: Asker) -> None:
    (server.root / "ws/.gatehouse/exercises/01-warm-up/test_public.py").write_text("def test_x(:", encoding="utf-8")
    status, message = server.refused("POST", "check", path=NOTEBOOK, lang="en")
    assert status == 500 and "test_public.py" in message


def test_history_and_restore(server: Asker) -> None:
    write(server, "double", "return 2 * x")
    answer = cells(server)
    check(server)
    (event,) = server.get("history", lesson="01-warm-up", path="ws")
    assert (event["kind"], event["outcome"], event["score"]) == ("check", "passed", 2.0)
    write(server, "double", "return 3 * x")
    changed = (server.root / NOTEBOOK).read_bytes()
    restored = server.post("restore", id=event["id"], path="ws")
    assert restored["path"] == NOTEBOOK
    assert (server.root / restored["kept"]).read_bytes() == changed
    assert cells(server) == answer
    assert server.refused("POST", "restore", id="f" * 32, path="ws")[0] == 404


def test_an_earlier_answer_goes_into_the_notebook_that_the_student_has_renamed(server: Asker) -> None:
    write(server, "double", "return 2 * x")
    check(server)
    (event,) = server.get("history", lesson="01-warm-up", path="ws")
    answer, renamed = (server.root / NOTEBOOK).read_bytes(), "ws/01-warm-up/mine.ipynb"
    write(server, "double", "return 3 * x")
    (server.root / NOTEBOOK).rename(server.root / renamed)
    assert server.post("restore", id=event["id"], path=renamed)["path"] == renamed
    assert json.loads((server.root / renamed).read_bytes()) == json.loads(answer)
    assert not (server.root / NOTEBOOK).exists()


def test_reset_of_a_region_and_of_the_lesson_keeps_a_copy(server: Asker) -> None:
    stub = (server.root / NOTEBOOK).read_bytes()
    write(server, "double", "return 2 * x")
    write(server, "squash", "y = 1")
    before = (server.root / NOTEBOOK).read_bytes()
    kept = server.post("reset", path=NOTEBOOK, region="double", lang="en")["kept"]
    assert (server.root / kept).read_bytes() == before
    text = (server.root / NOTEBOOK).read_text(encoding="utf-8")
    assert "return 2 * x" not in text and "y = 1" in text
    assert server.refused("POST", "reset", path=NOTEBOOK, region="nothing")[0] == 404
    second = server.post("reset", path=NOTEBOOK, lang="en")["kept"]
    assert second != kept and (server.root / NOTEBOOK).read_bytes() == stub


def test_regions_and_what_was_changed_outside_of_them(server: Asker) -> None:
    path = server.root / NOTEBOOK
    path.write_text(path.read_text(encoding="utf-8").replace("SCALE = 2.0", "SCALE = 3.0"), encoding="utf-8")
    found = server.get("regions", path=NOTEBOOK)
    assert [region["name"] for region in found["regions"]] == ["double", "squash"]
    lines = cells(server)
    for region in found["regions"]:
        assert "Begin" in lines[region["cell"]][region["first"] - 1]
        assert "End" in lines[region["cell"]][region["last"] - 1]
    (outside,) = found["outside"]
    assert outside["text"] == "SCALE = 3.0" == lines[outside["cell"]][outside["line"] - 1]
    write(server, "squash", "y = 1")
    assert [region["written"] for region in server.get("regions", path=NOTEBOOK)["regions"]] == [False, True]


def test_hand_in_writes_a_file_for_the_instructor(server: Asker) -> None:
    of = {"lesson": "01-warm-up", "path": "ws"}
    state = server.get("hand-in", **of)
    assert (state["way"], state["unchanged"], state["last"], state["late"]) == ("pack", False, None, False)
    write(server, "double", "return 2 * x")
    done = server.post("hand-in", path=NOTEBOOK, lang="en")
    with zipfile.ZipFile(server.root / done["file"]) as archive:
        assert sorted(archive.namelist()) == ["01-warm-up/gatehouse.json", "01-warm-up/warm_up.ipynb"]
        assert "return 2 * x" in archive.read("01-warm-up/warm_up.ipynb").decode()
        assert len(json.loads(archive.read("01-warm-up/gatehouse.json"))["lesson_digest"]) == 64
    state = server.get("hand-in", **of)
    assert state["unchanged"] and state["last"]
    write(server, "squash", "y = 1")
    assert not server.get("hand-in", **of)["unchanged"]
    assert [event["kind"] for event in server.get("history", **of)] == ["hand-in"]
    assert "another way" in server.refused("POST", "feedback", **of, lang="en")[1]


def test_when_it_is_due_and_whether_it_is_late(server: Asker) -> None:
    of = {"lesson": "01-warm-up", "path": "ws"}
    outline = server.root / "ws/.gatehouse/course.toml"
    text = outline.read_text(encoding="utf-8")
    for year, late in ((2001, True), (2999, False)):
        outline.write_text(f"{text}\n[due]\n01-warm-up = {year}-10-01T23:59:00+08:00\n", encoding="utf-8")
        state = server.get("hand-in", **of)
        assert (state["due"], state["late"]) == (f"{year}-10-01T23:59:00+08:00", late)
    outline.write_text(f"{text}\n[due]\n01-warm-up = 2026-10-01T23:59:00\n", encoding="utf-8")
    status, message = server.refused("GET", "hand-in", **of, lang="en")
    assert status == 500 and "course.toml:" in message and "+08:00" in message


def test_an_assignment_is_told_with_what_lies_below_the_root(
    server: Asker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (page := server.root / "ws/02-y/feedback/now/02-y.html").parent.mkdir(parents=True)
    page.write_text("well done")
    one = {
        "course": "c", "assignment": "02-y", "state": "submitted", "folder": "", "attempts": 1, "last": None,
        "notebooks": [str(server.root / "ws/02-y/02-y.ipynb")], "sent": "/cache/x", "feedback": str(page.parent),
        "feedback_waits": False,
    }  # fmt: skip
    asked: list[Any] = []
    monkeypatch.setattr(exchange, "is_there", lambda: True)
    monkeypatch.setattr(exchange, "listed", lambda here: [one, one | {"notebooks": ["/etc/x.ipynb"], "feedback": None}])
    monkeypatch.setattr(exchange, "do", lambda *what: asked.append(what) or [one])
    assert server.get("exchange") == {"there": True}
    first, second = server.get("assignments")["assignments"]
    assert first == {
        "course": "c", "assignment": "02-y", "state": "submitted", "attempts": 1, "last": None,
        "feedback_waits": False, "notebook": "ws/02-y/02-y.ipynb", "feedback": "ws/02-y/feedback/now/02-y.html",
    }  # fmt: skip
    assert (second["notebook"], second["feedback"]) == (None, None)
    assert server.post("assignments", do="submit", course="c", assignment="02-y") == {"assignments": [first]}
    assert asked == [("submit", server.root, "c", "02-y")]
    assert server.refused("POST", "assignments", do="remove", course="c", assignment="02-y")[0] == 400
    monkeypatch.setattr(exchange, "is_there", lambda: False)
    assert server.get("assignments") == {"assignments": None}


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_lab_report_has_task_code_verdict_and_curve(server: Asker, form: str) -> None:
    write(server, "double", "return 2 * x  # ``` <b>mine</b>")
    check(server)
    status, data = server.raw("GET", f"report?lesson=01-warm-up&path=ws&lang=zh&format={form}")
    text = data.decode()
    assert status == 200
    for words in ("热身", "返回 2x", "test_double 的题", "25%"):
        assert words in text
    assert ("<svg" in text and "&lt;b&gt;mine" in text and "<b>mine" not in text) == (form == "html")
    assert server.refused("GET", "report", lesson="01-warm-up", path="ws", format="exe")[0] == 400


# --- hostile ones -----------------------------------------------------------------------------------------------------

GETS = (
    "course", "task", "hints", "regions", "history", "hand-in", "report", "events", "poll", "exchange", "assignments",
)  # fmt: skip
POSTS = ("open", "check", "cancel", "hint", "reset", "restore", "hand-in", "feedback", "assignments")
OUTSIDE = (
    "../secret.ipynb", "ws/../../secret.ipynb", "/etc/passwd", "ws/out/secret.ipynb", "ws/link.ipynb", "ws/a\0b",
    "ws\\x", "x" * 5000, "ws/circle/x",
)  # fmt: skip


def test_nobody_reads_or_acts_who_is_not_logged_in(server: Asker) -> None:
    for name in GETS:
        assert server.ask("GET", f"{name}?path=ws&lesson=01-warm-up&id=x", token=None)[0] == 403, name
    for name in POSTS:
        assert server.ask("POST", name, b"{}", token=None)[0] == 403, name
        assert server.ask("POST", name, b"{}", token="a guess")[0] == 403, name
    for lang, words in (("en", "open the address with the token"), ("zh", "打开"), ("xx", "open"), ("%ff", "open")):
        status, answer = server.ask("GET", f"course?lang={lang}", token=None)
        assert status == 403 and words in answer["message"]


@pytest.mark.parametrize("path", OUTSIDE, ids=range(len(OUTSIDE)))
def test_nothing_outside_of_the_root_is_read_or_written(server: Asker, path: str) -> None:
    secret = server.root.parent / "secret.ipynb"
    secret.write_text('{"cells": [], "secret": "7d1f"}')
    for name, target in (("out", server.root.parent), ("link.ipynb", secret), ("circle", Path("circle"))):
        (server.root / "ws" / name).symlink_to(target)
    for method, name in (("POST", "check"), ("POST", "reset"), ("POST", "hand-in"), ("GET", "regions")):
        status, message = server.refused(method, name, path=path, lang="en")
        assert status in (400, 404) and "7d1f" not in message
    assert "7d1f" in secret.read_text()
    assert server.refused("GET", "course", path="../course")[0] == 400


def test_a_page_of_somebody_else_cannot_use_the_students_login(server: Asker) -> None:
    status, cookies = server.login()
    assert status < 400 and cookies
    assert server.ask("GET", "course?path=ws", token=None, Cookie=cookies)[0] == 200
    for more in ({}, {"Origin": "http://evil.example"}, {"Referer": "http://evil.example/"}, {"X-XSRFToken": "guess"}):
        status, answer = server.ask("POST", "check", b'{"path": "ws"}', token=None, Cookie=cookies, **more)
        assert status in (403, 404) and answer["message"], more
    assert server.ask("GET", "course?path=ws", token=None, Cookie=cookies, Origin="http://evil.example")[0] == 404


def test_a_flood_of_checks_is_refused_and_costs_nothing_else(server: Asker, judge: Judge) -> None:
    judge.waits.clear()
    begun = [server.post("check", path=NOTEBOOK)["id"] for _ in range(WAITING)]
    status, message = server.refused("POST", "check", path=NOTEBOOK, lang="en")
    assert status == 429 and "still running" in message
    assert states(server)[0] == "open"
    for identifier in begun:
        server.post("cancel", id=identifier)
    assert {server.events(identifier)[-1]["outcome"] for identifier in begun} == {"cancelled"}


def test_a_giant_notebook_is_refused_in_a_sentence(server: Asker) -> None:
    with (server.root / NOTEBOOK).open("r+b") as file:
        file.truncate(50_000_000)
    for method, name in (("POST", "check"), ("POST", "hand-in"), ("GET", "regions"), ("POST", "reset")):
        status, message = server.refused(method, name, path=NOTEBOOK, lang="en", region="double")
        assert status == 400 and "larger than 30 MB" in message, name
    assert states(server)[0] == "open"
    assert not server.get("hand-in", lesson="01-warm-up", path="ws")["unchanged"]
    assert server.ask("GET", "report?lesson=01-warm-up&path=ws&lang=en")[0] == 404


def test_a_giant_body_is_not_read(server: Asker) -> None:
    assert server.ask("POST", "check", b'{"path": "' + b"x" * 70_000 + b'"}')[0] == 413
    pieces = (b"x" * 10_000 for _ in range(10))
    assert server.raw("POST", "check", pieces)[0] == 413


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"path": 3}', b'{"path": {"a": 1}}', b"[" * 60_000, b"\xff"])
def test_a_body_that_is_no_object_of_texts_is_refused(server: Asker, body: bytes) -> None:
    status, answer = server.ask("POST", "check", body)
    assert status == 400 and answer["message"]


@pytest.mark.parametrize("lesson", ["../01-warm-up", "", "x", "01-warm-up/..", "\0"])
def test_a_lesson_that_there_is_not(server: Asker, lesson: str) -> None:
    for name in ("task", "hints", "history", "hand-in", "report"):
        assert server.refused("GET", name, lesson=lesson, path="ws")[0] in (400, 404)


def test_where_there_is_no_course_a_sentence_says_so(server: Asker) -> None:
    (server.root / "elsewhere").mkdir(exist_ok=True)
    status, message = server.refused("GET", "course", path="elsewhere", lang="en")
    assert status == 404 and "grader workspace" in message


def test_a_spoilt_history_costs_nothing_else(server: Asker) -> None:
    check(server)
    lines = server.root / "ws/.gatehouse/history/01-warm-up.jsonl"
    lines.write_bytes(b"\xff\n{}\n[1]\n" + lines.read_bytes() + b'{"id": ')
    (event,) = server.get("history", lesson="01-warm-up", path="ws")
    (copy,) = (server.root / "ws/.gatehouse/history/copies").iterdir()
    copy.write_text("another's")
    assert server.refused("POST", "restore", id=event["id"], path="ws")[0] == 404
