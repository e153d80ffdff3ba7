"""A runtime that Gatehouse knows nothing of: found by its entry point, warmed up inside the wall, and attacked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course.lesson import LessonError, load_lesson
from grader.course.scaffold import new_lesson
from grader.grading.judge import grade_submission
from grader.grading.servers import Servers
from grader.sandbox import runtimes
from grader.sandbox.box import Box
from grader.sandbox.errors import DeviceError, SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import RuntimeUnavailable, find, installed_versions, names
from grader.sandbox.server_key import ServerKey
from grader.sandbox.warm import WarmServer
from grader.verdict import Verdict
from tests.sandbox.runtimes import third_party

ROOT = Path(__file__).resolve().parents[3]


def forget() -> None:
    """What is installed is looked up once in a process."""
    runtimes.find.cache_clear()
    runtimes._third_party.cache_clear()


@pytest.fixture
def put_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    def put(where: str = "elsewhere", **entry: str) -> Path:
        folder = third_party.install(tmp_path / where, **entry)
        monkeypatch.syspath_prepend(str(folder))
        forget()
        return folder

    yield put
    for name in [name for name in sys.modules if name.split(".")[0] == "gatehouse_python"]:
        del sys.modules[name]
    monkeypatch.undo()
    forget()


@pytest.fixture
def package(put_on_path: Callable[..., Path]) -> Path:
    return put_on_path()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return third_party.make_course(tmp_path / "course")


@pytest.fixture
def grade(package: Path, course: Path, tmp_path: Path) -> Iterator[Callable[[str], Verdict]]:
    with Servers("process", hidden=(course,)) as servers:

        def run(body: str) -> Verdict:
            path = tmp_path / "spread.py"
            path.write_text(third_party.answer(body), encoding="utf-8")
            return grade_submission(load_lesson(course, third_party.LESSON_ID), path, servers.get, seed=7)

        yield run


# --- honest ---------------------------------------------------------------------------------------------------------


def test_right_and_wrong_answers_are_graded(grade: Callable[[str], Verdict]) -> None:
    for name in ("colorsys", "statistics"):
        sys.modules.pop(name, None)  # another test's library may have imported it
    right, wrong = grade(third_party.RIGHT), grade(third_party.WRONG)
    assert (right.outcome.value, right.score) == ("passed", third_party.POINTS), right
    assert (wrong.outcome.value, wrong.score) == ("failed", 2.0), wrong
    assert right.environment.versions == installed_versions("python")
    assert right.environment.versions == {"python": sys.version.split()[0], "gatehouse-python": "1.2"}
    assert "colorsys" not in sys.modules, "what a lesson imports is imported inside the wall alone"


def test_the_command_line_proves_a_course_in_it(course: Path, tmp_path: Path) -> None:
    """From its installation to a verdict, in processes of its own: the whole of what an author does."""
    path = os.pathsep.join([str(third_party.install(tmp_path / "elsewhere")), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "GATEHOUSE_COURSE": str(course)}
    command = [sys.executable, "-m", "grader", "verify", "--jobs", "1"]
    ran = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0 and "everything is as it must be" in ran.stdout, ran.stdout + ran.stderr
    assert "wrong/range.py" in ran.stdout and "reference" in ran.stdout


@pytest.mark.parametrize("level", ["strict", "process"])
@pytest.mark.parametrize("where", ["elsewhere", "site-packages"])
def test_its_module_is_found_inside_at_every_level(put_on_path: Callable[..., Path], level: str, where: str) -> None:
    """From an editable install, of which nothing else is seen inside, and from among the installed packages."""
    put_on_path(where)
    program = "from fractions import Fraction\ndef half():\n    return [Fraction(1, 2), {3, 1}]\n"
    with WarmServer("python:statistics", minimum=level, maximum=level) as server:
        assert server.handle.level == level and server.handle.runtime == "python:statistics"
        with Box(server.handle, Limits(call_seconds=10)) as box:
            box.load(program, "program.py")
            assert box.call("half").value == [0.5, [1, 3]]


def test_a_module_inside_may_be_a_package(package: Path) -> None:
    folder = package / "gatehouse_python" / "inner"
    folder.mkdir()
    late = "def plain(value):\n    from . import late\n    return late.two\n"
    (folder / "__init__.py").write_text(f"from .early import seed\n{late}")
    (folder / "early.py").write_text("def seed(number):\n    pass\n")
    (folder / "late.py").write_text("two = 2\n")
    find("python").inside = folder
    with WarmServer("python") as server, Box(server.handle, Limits(call_seconds=10)) as box:
        box.load("def one():\n    return 1\n", "program.py")
        assert box.call("one").value == 2, "what it imports late is there for the child as well"


def test_new_lessons_are_told_of_it(package: Path, course: Path) -> None:
    new_lesson(course, "02-more", "More", "更多")
    assert 'runtime = "numpy"  # or "keras" or "python"' in (course / "exercises/02-more/lesson.toml").read_text()


def test_the_documentation_shows_this_very_package() -> None:
    page = (ROOT / "docs" / "runtimes.md").read_text(encoding="utf-8")
    for name in ("__init__.py", "inside.py"):
        assert f"```python\n{(third_party.PACKAGE / name).read_text(encoding='utf-8')}```" in page, name


# --- what is refused ------------------------------------------------------------------------------------------------


def test_without_it_the_lesson_says_what_is_missing(course: Path) -> None:
    with pytest.raises(LessonError, match=r"no runtime 'python' is installed; there are: numpy, keras, tf1\. .*pip"):
        load_lesson(course, third_party.LESSON_ID)


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ('runtime = "python"', 'runtime = "numpy"', "the runtime numpy takes no imports"),
        ('"colorsys"', '"../solutions"', "cannot be imported; write a module's name"),
        ('"colorsys"', '"os; import x"', "cannot be imported; write a module's name"),
        ('runtime = "python"', 'runtime = "tf1"', "tf1 is no runtime but a dialect"),
        ('runtime = "python"', 'runtime = "python"\ndialects = ["keras"]', "keras is no dialect but a runtime"),
    ],
)
def test_a_lesson_that_asks_for_what_cannot_be(package: Path, course: Path, was: str, now: str, why: str) -> None:
    manifest = course / "exercises" / third_party.LESSON_ID / "lesson.toml"
    manifest.write_text(manifest.read_text().replace(was, now))
    with pytest.raises(LessonError, match=why):
        load_lesson(course, third_party.LESSON_ID)


def test_an_import_that_is_not_there_is_our_fault_and_named(package: Path) -> None:
    with pytest.raises(SandboxError, match=r"No module named 'no_such'.*pip install 'gatehouse-python'"):
        WarmServer("python:no_such")


def test_what_lies_outside_the_wall_cannot_be_warmed_up(package: Path, course: Path) -> None:
    """An author's slip must not carry private code past the wall: imports happen behind it."""
    (course / "solutions" / "secrets_of_ours.py").write_text("SECRET = 1\n")
    with pytest.raises(SandboxError, match="No module named 'secrets_of_ours'"):
        WarmServer("python:secrets_of_ours", hidden=(course,))


def test_a_gpu_is_refused_where_nothing_shows_what_it_computes_on(package: Path) -> None:
    with pytest.raises(DeviceError, match="the runtime python has nothing that would compute on one"):
        WarmServer(str(ServerKey.of("python", device="gpu")))


def test_one_that_starts_threads_is_refused(package: Path) -> None:
    """Forked, a child could wait for ever for a lock that nobody releases, and its student would have timed out."""
    thread = "threading.Thread(target=time.sleep, args=(60,), name='idler', daemon=True)"
    starts = f"import threading, time\n{thread}.start()\n"
    (package / "gatehouse_python" / "inside.py").write_text(starts)
    with pytest.raises(SandboxError, match=r"its imports started threads \(idler\), so it could not fork safely"):
        WarmServer("python")


def test_a_module_inside_that_is_gone_is_named(package: Path) -> None:
    (package / "gatehouse_python" / "inside.py").unlink()
    with pytest.raises(SandboxError, match=r"module inside is .*inside\.py, and there is no .py file and no package"):
        WarmServer("python")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"target": "gatehouse_python:Nothing"}, "cannot be loaded: AttributeError"),
        ({"target": "no_such_package:Python"}, "cannot be loaded: ModuleNotFoundError"),
        ({"name": "cobol"}, "cannot be loaded: ValueError: it calls itself 'python'"),
    ],
)
def test_one_that_is_broken_is_named_and_stops_no_other(
    put_on_path: Callable[..., Path], entry: dict[str, str], why: str
) -> None:
    put_on_path(**entry)
    with pytest.raises(RuntimeUnavailable, match=why):
        find(entry.get("name", "python"))
    assert find("numpy").title == "NumPy"


def test_nobody_takes_the_place_of_a_built_in_one(put_on_path: Callable[..., Path]) -> None:
    put_on_path(name="numpy")
    assert names() == ("numpy", "keras", "tf1") and find("numpy").title == "NumPy"


# --- hostile --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["gatehouse_python", "oracles", "grader.course.lesson", "grader.checks", "exercises", "solutions", "tests"],
)
def test_what_a_student_must_not_import(grade: Callable[[str], Verdict], name: str) -> None:
    verdict = grade(f"import {name}\n{third_party.RIGHT}")
    failed = [check for check in verdict.checks if check.outcome.value != "passed"]
    assert verdict.score == 0 and len(failed) == 2
    said = [check.message and check.message.en for check in failed]
    assert said[0] and said[0].startswith(f"line 14: there is no module {name.removesuffix('.lesson')} here"), said
    assert said[1] == "line 14: your code raised ModuleNotFoundError"


ATTACKS = {
    "forge what is sent": "import sys\nsys.modules['gatehouse_runtime_python'].plain = lambda value: 0.0\nreturn 1",
    "forge in what the worker holds": (
        "import gc\nfor thing in gc.get_objects():\n"
        "    if type(thing).__name__ == 'Inside':\n        thing.plain = lambda value: 0.0\nreturn 1"
    ),
    "repeat the random numbers of the checks": "import random\nrandom.seed(7)\nreturn random.random()",
    "read what lies beside the module inside": (
        "import os, sys\nhome = os.path.dirname(sys.modules['gatehouse_runtime_python'].__file__)\n"
        "assert os.listdir(home) == ['inside.py'], os.listdir(home)\n"
        "return open(os.path.join(home, 'outside.txt')).read()"
    ),
    "write into the module inside": (
        "import sys\nopen(sys.modules['gatehouse_runtime_python'].__file__, 'a').write('def plain(value): return 0')"
    ),
    "start a process": "import subprocess\nreturn subprocess.run(['/bin/true']).returncode",
}


@pytest.mark.parametrize("how", ATTACKS)
def test_no_way_to_points(grade: Callable[[str], Verdict], package: Path, how: str) -> None:
    before = (package / "gatehouse_python" / "inside.py").read_bytes()
    verdict = grade(ATTACKS[how])
    assert verdict.outcome.value in ("failed", "raised") and verdict.score is not None
    assert {check.id.split("::")[-1]: check.outcome.value for check in verdict.checks}["test_spread"] != "passed"
    assert verdict.score < third_party.POINTS and "not to be seen" not in verdict.model_dump_json()
    assert (package / "gatehouse_python" / "inside.py").read_bytes() == before
    assert grade(third_party.RIGHT).score == third_party.POINTS, "and the next one is judged as ever"
