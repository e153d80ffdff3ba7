"""A GPU: reached when a profile asks for one, and never replaced by the CPU in silence.

No GPU is needed here: the wall is opened for another character device, and Keras then finds that it computes on none.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lesson, LessonError, load_lesson
from grader.grading.batch import grade_class
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.judge import grade_submission
from grader.grading.servers import Servers
from grader.grading.staleness import why_old
from grader.grading.task import Policy, Request
from grader.reports.html import feedback_in
from grader.sandbox import linux, wall
from grader.sandbox.box import Box
from grader.sandbox.errors import DeviceError
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes.numpy import NumPy
from grader.sandbox.wall import visible
from grader.sandbox.warm import WarmServer
from grader.verdict import Verdict
from tests import toy
from tests.sandbox.looking import LOOK

STAND_IN = "/dev/tty"  # a character device that no ordinary sandbox has
ASK = """
def command(path):
    import array, fcntl, os
    number = array.array("i", [0])
    return tried(lambda: fcntl.ioctl(os.open(path, os.O_RDONLY), 0x80045200, number))  # RNDGETENTCNT

def addresses():
    return resource.getrlimit(resource.RLIMIT_AS)[0]
"""
gpu_here = pytest.mark.skipif(bool(wall.gpu_nodes()), reason="this machine has a GPU")


def wants_a_gpu(course: Path, runtime: str = "keras") -> Lesson:
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    text = manifest.read_text().replace('runtime = "numpy"', f'runtime = "{runtime}"')
    manifest.write_text(text + '[profiles.gpu]\ndevice = "gpu"\n')
    return load_lesson(course, toy.LESSON_ID)


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """A lesson in Keras, by its manifest, with a profile that asks for a GPU."""
    return wants_a_gpu(toy.make_course(tmp_path / "course"))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that seems to have a GPU."""
    monkeypatch.setattr(visible, "_GPU_NODES", (STAND_IN, "/dev/urandom"))


# --- the wall -------------------------------------------------------------------------------------------------------


def test_the_nodes_are_character_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible, "_GPU_NODES", ("/dev/zer*", "/etc/passwd", "/dev/nvidia-none", "/dev/shm"))
    assert wall.gpu_nodes() == ("/dev/zero",)


@gpu_here
def test_a_machine_without_a_gpu_says_so_and_what_to_do() -> None:
    with pytest.raises(DeviceError, match=r"asks for a GPU, and this machine has none.*grader devices.*--device cpu"):
        WarmServer("keras@gpu")


@pytest.fixture
def opened(stand_in: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[Any]]]:
    """Asks a process behind a wall that was opened for the stand-in, whatever it says that it computes on."""
    monkeypatch.setattr(Box, "_note_device", lambda self, claim: None)
    monkeypatch.setattr(NumPy, "shows_device", True)
    servers: list[WarmServer] = []

    def ask(key: str, level: str, *questions: tuple[Any, ...]) -> list[Any]:
        servers.append(WarmServer(key, minimum=level, maximum=level))
        with Box(servers[-1].handle, Limits(call_seconds=30)) as box:
            box.load(LOOK + ASK, "look.py")
            return [box.call(name, arguments).value for name, *arguments in questions]

    yield ask
    for server in servers:
        server.close()


def test_the_wall_opens_for_the_devices_and_for_nothing_else(opened: Any) -> None:
    devices, root, addresses = opened("numpy@gpu", "strict", ("listing", "/dev"), ("listing", "/"), ("addresses",))
    assert devices == ["full", "null", "random", "tty", "urandom", "zero"]
    assert "sys" in root and "home" not in root and addresses == -1, "CUDA reserves more than any machine has"
    assert opened("numpy", "strict", ("listing", "/dev"), ("exists", "/sys")) == [
        ["full", "null", "random", "urandom", "zero"],
        False,
    ]


@pytest.mark.skipif(linux.landlock_abi() < 5, reason="this kernel's Landlock does not restrict commands to devices")
def test_only_the_gpu_may_be_commanded(opened: Any) -> None:
    assert opened("numpy@gpu", "strict", ("command", "/dev/urandom"), ("command", "/dev/random")) == ["done", "EACCES"]
    (addresses, command) = opened("numpy", "strict", ("addresses",), ("command", "/dev/urandom"))
    assert addresses > 0 and command == "EACCES"


@pytest.mark.parametrize("key", ["numpy@gpu"])
def test_a_runtime_that_cannot_show_its_device_is_refused_a_gpu(stand_in: None, key: str) -> None:
    """Whether the machine has one or not, and before anything is started."""
    with pytest.raises(DeviceError, match=rf"a GPU, and the runtime {key[:-4]} has nothing.*\. Say --device cpu"):
        WarmServer(key)


def test_evidence_is_asked_of_every_box_for_a_gpu(stand_in: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a runtime that was let through: one that has no TensorFlow to ask."""
    monkeypatch.setattr(NumPy, "shows_device", True)
    with WarmServer("numpy@gpu") as server, pytest.raises(DeviceError, match="does not compute on one in the sandbox"):
        Box(server.handle, Limits()).start()


# --- the assertion --------------------------------------------------------------------------------------------------


@gpu_here
def test_keras_that_computes_on_the_cpu_is_found_out_in_the_sandbox(stand_in: None) -> None:
    with WarmServer("keras@gpu") as server:
        box = Box(server.handle, Limits())
        with pytest.raises(DeviceError, match=r"does not compute on one in the sandbox \(it computes on .*CPU:0\)"):
            box.start()
        assert not box.alive


def test_a_gpu_at_work_is_noted(numpy_server: WarmServer) -> None:
    box = Box(numpy_server.handle, Limits())
    for peak in (1.5, 800.0, 700.0):
        box._note_device({"kind": "gpu", "name": "NVIDIA H200", "peak_mb": peak})
    assert (box.usage.device_name, box.usage.peak_device_mb) == ("NVIDIA H200", 800.0)


# --- the verdict ----------------------------------------------------------------------------------------------------


@gpu_here
def test_no_gpu_no_score(lesson: Lesson, submit: Any) -> None:
    with Servers("process") as servers:
        verdict = grade_submission(lesson, submit(toy.answer()), servers.get, policy=Policy(profile="gpu"))
    assert verdict.outcome.value == "grader_error" and verdict.score is None
    assert verdict.environment.device_asked == "gpu" or verdict.reason
    assert verdict.reason and "asks for a GPU, and this machine has none" in verdict.reason.en


@pytest.mark.parametrize("runtime", ["numpy", "keras"])
@pytest.mark.parametrize("machine", ["without", "seems to have one"])
def test_no_runtime_is_graded_on_the_cpu_without_a_word(
    tmp_path: Path, submit: Any, monkeypatch: pytest.MonkeyPatch, runtime: str, machine: str
) -> None:
    monkeypatch.setattr(visible, "_GPU_NODES", (STAND_IN,) if machine != "without" else ())
    lesson = wants_a_gpu(toy.make_course(tmp_path / "course"), runtime)
    with Servers("container") as servers:
        verdict = grade_submission(lesson, submit(toy.answer()), servers.get, policy=Policy(profile="gpu"))
    assert verdict.outcome.value == "grader_error" and verdict.score is None
    assert verdict.reason and "asks for a GPU, and" in verdict.reason.en and "--device cpu" in verdict.reason.en


@pytest.mark.parametrize("runtime", ["numpy", "keras"])
def test_the_cpu_on_purpose_is_graded_whatever_the_runtime(
    tmp_path: Path, numpy_server: WarmServer, submit: Any, runtime: str
) -> None:
    lesson = wants_a_gpu(toy.make_course(tmp_path / "course"), runtime)
    policy = Policy(profile="gpu", device="cpu")
    handle = dataclasses.replace(numpy_server.handle, runtime=runtime)
    verdict = grade_submission(lesson, submit(toy.answer()), lambda key: handle, policy, seed=7)
    assert verdict.outcome.value == "passed" and verdict.environment.device == "cpu"


def test_the_cpu_instead_is_asked_for_by_name_and_written_down(
    lesson: Lesson, numpy_server: WarmServer, submit: Any
) -> None:
    keys = []

    def handle(key: str) -> Any:
        keys.append(key)
        return dataclasses.replace(numpy_server.handle, runtime=key)

    policy = Policy(profile="gpu", device="cpu")
    verdict = grade_submission(lesson, submit(toy.answer()), handle, policy, seed=7)
    assert keys == ["keras"] and verdict.outcome.value == "passed"
    assert (verdict.environment.device, verdict.environment.device_asked) == ("cpu", "gpu")


@gpu_here
def test_in_a_class_the_others_are_graded(tmp_path: Path, submit: Any) -> None:
    course = toy.make_course(tmp_path / "course")
    for half in ("exercises", "solutions"):
        shutil.copytree(course / half / toy.LESSON_ID, course / half / "02-in-numpy")
    wants_a_gpu(course)
    path = submit(toy.answer())
    asking = Request(Job("ada", toy.LESSON_ID, path), Policy(profile="gpu"), seed=1)
    jobs = [asking, Request(Job("ada", "02-in-numpy", path), seed=1)]
    with Engine(course, workers=1) as engine:
        verdicts = {request.job.lesson: verdict for request, verdict in engine.run(jobs)}
    assert verdicts["02-in-numpy"].outcome.value == "passed"
    refused = verdicts[toy.LESSON_ID]
    assert refused.outcome.value == "grader_error" and refused.score is None
    assert (refused.environment.profile, refused.environment.device_asked) == ("gpu", "gpu")


def test_a_verdict_from_another_device_or_backend_is_not_kept(tmp_path: Path, submit: Any) -> None:
    course = toy.make_course(tmp_path / "course")
    job = Job("ada", toy.LESSON_ID, submit(toy.answer()))
    request = Request(job, seed=1)
    (verdict,) = grade_class(course, [job], tmp_path / "out", seed=1, workers=1, page=feedback_in("zh"))
    lesson = load_lesson(course, toy.LESSON_ID)
    assert why_old(verdict, request, lesson) == []
    for change in ({"device": "gpu"}, {"backend": "jax"}):
        environment = {**verdict.environment.model_dump(), **change}
        other = Verdict.model_validate(verdict.model_dump() | {"environment": environment})
        assert len(why_old(other, request, lesson)) == 1


@pytest.mark.parametrize(
    ("profiles", "why"),
    [('[profiles.cpu]\ndevice = "gpu"\n', "must run everywhere"), ('[profiles.fast]\ndevice = "tpu"\n', "cpu or gpu")],
)
def test_a_manifest_that_asks_for_what_cannot_be(tmp_path: Path, profiles: str, why: str) -> None:
    course = toy.make_course(tmp_path / "course")
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    text = manifest.read_text()
    manifest.write_text((text.replace("[profiles.cpu]\n", "") if "cpu]" in profiles else text) + profiles)
    with pytest.raises(LessonError, match=why):
        load_lesson(course, toy.LESSON_ID)
