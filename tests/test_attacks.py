"""The corpus of tests/attacks, graded as one class with honest neighbours, and what must be true of it afterwards.

Here a sample of it; `make prove` takes all, at every level.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import html
import io
import math
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.course.lesson import discover, load_lesson
from grader.grading.batch import grade_class
from grader.grading.engine import Job
from grader.grading.judge import grade_submission
from grader.grading.servers import Servers
from grader.reports.formats import Results
from grader.reports.html import feedback_in
from grader.reports.publish import publish
from grader.sandbox import linux, warm
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from grader.verdict import Outcome, SubmissionOutcome, Timings, Verdict
from tests.attacks import corpus
from tests.sandbox.ordinary import their_folder

ATTACKS = corpus.attacks()
SAMPLE = [attack for attack in ATTACKS if attack.lesson == "02-gate-math"][::10]
RUNS = {"sample": SAMPLE, "corpus": ATTACKS}
AT_STRICT, AT_OTHER_LEVELS = pytest.mark.proof("corpus-strict"), pytest.mark.proof("corpus-other-levels")
NEIGHBOUR_EVERY = 8
LEFT_BEHIND = "gatehouse-was-here"  # the name of every file that an attack tries to leave
# Of a trusted worker, beyond what it was forked with; SciPy takes 75. MNIST is not loaded here, no reply is over 48 MB.
_WORKER_MB = 450
# What grading adds to the process that schedules it, at its peak, however many verdicts there are.
_MAIN_MB = 300
_MAIN_CPU = 60.0  # seconds of that process, for all of the corpus
_JUDGING_CPU = 30.0  # seconds of the trusted worker for one submission: two checks that are stopped, and the rest
_VERDICT_BYTES = 1_000_000
_CODE_LENGTH = 24  # characters of a line that are too many to be written twice by chance


@dataclass
class Watched:
    """What is looked at before and after: nothing of it may have grown."""

    processes: set[int]
    mounts: set[str]
    sockets: set[str]
    segments: set[str]
    files: dict[Path, str]

    @classmethod
    def now(cls, temporary: Path, *folders: Path) -> Watched:
        segments = {
            f"{kind} {line}"
            for kind in ("shm", "sem", "msg")
            for line in Path("/proc/sysvipc", kind).read_text().splitlines()[1:]
        }
        return cls(
            processes=set(corpus.descendants(os.getpid())),
            mounts=set(Path("/proc/self/mountinfo").read_text().splitlines()),
            sockets={
                line.split()[-1] for line in Path("/proc/net/unix").read_text().splitlines() if str(temporary) in line
            },
            segments=segments | {f"/dev/shm/{name}" for name in os.listdir("/dev/shm") if LEFT_BEHIND in name},
            files={path: _digest(path) for folder in folders for path in sorted(folder.rglob("*"))},
        )


def _digest(path: Path) -> str:
    if path.is_symlink():
        return os.readlink(path)
    if not path.is_file():
        return "no file"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.stat().st_size < 10**7 else str(path.stat().st_size)


@dataclass
class Run:
    """The corpus graded once, for every test below."""

    jobs: list[Job]
    verdicts: dict[str, Verdict]
    pages: dict[str, str]  # feedback.html
    course: Path
    canaries: dict[str, str]
    before: Watched
    after: Watched
    worker_mb: float
    main_mb: float
    main_cpu: float
    seconds: float  # wall time of the whole
    sizes: dict[str, int]  # bytes of each verdict.json, by its path
    leftovers: list[str] = field(default_factory=list)


each_run = pytest.mark.parametrize(
    "run", ["sample", pytest.param("corpus", marks=AT_STRICT)], indirect=True, scope="module"
)


def each_attack(chosen: Callable[[corpus.Attack], object]) -> pytest.MarkDecorator:
    """The attacks of both runs that are `chosen`, each with its run."""
    sampled = [pytest.param("sample", one, id=f"sample-{one.name}") for one in SAMPLE if chosen(one)]
    every = [pytest.param("corpus", one, id=one.name, marks=AT_STRICT) for one in ATTACKS if chosen(one)]
    return pytest.mark.parametrize(("run", "attack"), sampled + every, indirect=["run"], scope="module")


@pytest.fixture(scope="module")
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    chosen = RUNS[request.param]
    home = tmp_path_factory.mktemp("attacks")
    linux.set_child_subreaper()  # whoever is orphaned below us becomes our child, and is seen
    canaries = {
        name: f"gatehouse-canary-{secrets.token_hex(8)}" for name in ("environment", "solution", "neighbour", "name")
    }
    course = corpus.make_course(home / "course")
    for lesson in (course / "solutions").iterdir():
        (lesson / "SECRET.txt").write_text(canaries["solution"])
    class_ = home / f"class-{canaries['name']}"
    jobs = corpus.make_class(class_, course, chosen, honest_every=NEIGHBOUR_EVERY, note=canaries["neighbour"])
    temporary = home / "tmp"
    temporary.mkdir()
    temporary.chmod(0o711)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GATEHOUSE_CANARY", canaries["environment"])
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr("tempfile.tempdir", None)
        patch.setattr(sys, "dont_write_bytecode", True)  # of the checks, into the course
        before = Watched.now(temporary, course, class_)
        own = _Own()
        with _Sampler() as sampler:
            verdicts = grade_class(course, jobs, home / "results", seed=corpus.SEED, page=feedback_in("zh"))
        main_mb, main_cpu, seconds = own.spent()
        _wait_for_our_own(before.processes)
        after = Watched.now(temporary, course, class_)
    students = home / "results" / "students"
    pages = {job.student: (students / job.student / job.lesson / "feedback.html").read_text() for job in jobs}
    by_name = {verdict.student: verdict for verdict in verdicts}
    assert len(by_name) == len(jobs)
    leftovers = [str(path) for path in temporary.iterdir()]
    for place in (
        "/",
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/run",
        "/usr",
        "/etc",
        "/root",
        os.getcwd(),
        str(corpus.COURSE),
        str(home),
    ):
        leftovers += [f"{place}/{name}" for name in _names(place) if LEFT_BEHIND in name]
    sizes = {str(path): path.stat().st_size for path in (home / "results").rglob("verdict.json")}
    yield Run(
        jobs, by_name, pages, course, canaries, before, after, sampler.peak_mb, main_mb, main_cpu, seconds, sizes,
        leftovers,
    )  # fmt: skip


def _wait_for_our_own(known: set[int]) -> None:
    """The grader's workers are told to end, and not waited for; what an attack left would still be there."""
    for _ in range(100):
        if not set(corpus.descendants(os.getpid())) - known:
            return
        time.sleep(0.1)


def _names(place: str) -> list[str]:
    try:
        return os.listdir(place)
    except OSError:
        return []


class _Own:
    """What this process, in which `grade_class` schedules, spends from now on."""

    def __init__(self) -> None:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # the peak of resident memory begins anew
        self._mb, self._cpu, self._began = self._status("VmRSS"), time.process_time(), time.monotonic()

    def spent(self) -> tuple[float, float, float]:
        """Mebibytes at the peak beyond what was held before, seconds of CPU, seconds."""
        cpu, seconds = time.process_time() - self._cpu, time.monotonic() - self._began
        return self._status("VmHWM") - self._mb, cpu, seconds

    @staticmethod
    def _status(name: str) -> float:
        found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
        assert found
        return int(found[1]) / 1024


class _Sampler:
    """The largest peak of resident memory of the trusted workers, our processes that are no sandbox, beyond what this
    process, which they are forked from, holds at the beginning: other tests may have made it large."""

    def __init__(self) -> None:
        self.peak_mb = -math.inf  # nothing was seen
        self._from_us = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            for pid in corpus.descendants(os.getpid()):
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                    trusted = os.readlink(f"/proc/{pid}/ns/user") == os.readlink("/proc/self/ns/user")
                    is_server = b"sandbox.inside" in Path(f"/proc/{pid}/cmdline").read_bytes()
                except OSError:
                    continue
                found = re.search(r"VmHWM:\s+(\d+) kB", status)
                if found and trusted and not is_server:
                    self.peak_mb = max(self.peak_mb, int(found[1]) / 1024 - self._from_us)

    def __enter__(self) -> _Sampler:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


# --- the verdicts ---------------------------------------------------------------------------------------------------


@each_attack(lambda attack: True)
def test_verdict_is_as_declared(run: Run, attack: corpus.Attack) -> None:
    verdict = run.verdicts[attack.name]
    why = [f"{c.id}: {c.outcome.value} {c.points:g} {c.message.en if c.message else ''}" for c in verdict.checks]
    assert verdict.outcome.value in attack.outcomes, (verdict.reason, why)
    assert verdict.score == corpus.earned(attack, verdict), (verdict.reason, why)


@each_run
def test_neighbours_have_full_marks(run: Run) -> None:
    neighbours = [verdict for name, verdict in run.verdicts.items() if name.startswith("neighbour-")]
    assert len(neighbours) == math.ceil((len(run.jobs) - len(neighbours)) / NEIGHBOUR_EVERY) >= 3
    for verdict in neighbours:
        assert (verdict.outcome, verdict.score) == (SubmissionOutcome.PASSED, verdict.max_score), verdict.student


@each_run
def test_the_grader_never_failed(run: Run) -> None:
    assert not [name for name, verdict in run.verdicts.items() if verdict.outcome is SubmissionOutcome.GRADER_ERROR]


@each_run
def test_every_verdict_was_reached_at_strict(run: Run) -> None:
    levels = {verdict.environment.sandbox for verdict in run.verdicts.values() if verdict.checks}
    assert levels == {"strict"}


def test_the_corpus_is_large_enough() -> None:
    assert len([attack for attack in ATTACKS if not attack.honest]) >= 230
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert {attack.lesson for attack in ATTACKS} == set(corpus.LIMITS)


# --- what must not have happened ------------------------------------------------------------------------------------


@each_run
def test_nothing_is_left_on_the_machine(run: Run) -> None:
    assert not run.after.processes - run.before.processes
    assert not run.after.mounts - run.before.mounts
    assert not run.after.sockets - run.before.sockets
    assert not run.after.segments - run.before.segments
    assert not run.leftovers


@each_run
def test_course_and_class_are_as_they_were(run: Run) -> None:
    assert run.after.files == run.before.files


@each_run
def test_trusted_memory_was_bounded(run: Run) -> None:
    assert -math.inf < run.worker_mb < _WORKER_MB


@each_run
def test_the_scheduling_process_was_bounded(run: Run) -> None:
    assert run.main_mb < _MAIN_MB
    assert run.main_cpu < _MAIN_CPU


@each_run
def test_no_verdict_is_over_a_megabyte(run: Run) -> None:
    assert len(run.sizes) == len(run.jobs)
    assert not {path: size for path, size in run.sizes.items() if size > _VERDICT_BYTES}


@each_run
def test_judging_each_was_bounded(run: Run) -> None:
    """CPU seconds of the trusted worker for each submission, as its verdict says them."""
    if "judging_cpu" not in Timings.model_fields:
        pytest.skip("verdicts do not say yet what judging cost")
    judging = {name: verdict.timings.judging_cpu for name, verdict in run.verdicts.items() if verdict.checks}
    assert not {name: seconds for name, seconds in judging.items() if not 0 < seconds < _JUDGING_CPU}
    assert sorted(judging.values())[len(judging) // 2] < 2, "most are judged in no time"


@each_run
def test_nothing_waited_between_the_submissions(run: Run) -> None:
    """The class took no longer than its submissions one after the other, judged again alone if they had stalled."""
    each = [verdict.timings.wall * (2 if verdict.timings.stalled else 1) for verdict in run.verdicts.values()]
    assert run.seconds < sum(each) + 120  # servers start meanwhile


@each_run
def test_students_processes_were_bounded(run: Run) -> None:
    memory = {lesson.id: lesson.limits.memory_mb for lesson in discover(run.course)}
    for verdict in run.verdicts.values():
        assert verdict.timings.peak_memory_mb < 2 * memory[verdict.lesson] + 1024, verdict.student
        assert verdict.timings.cpu < 2 * _total(verdict) * (os.cpu_count() or 1) + 10, verdict.student


@AT_STRICT
@pytest.mark.parametrize("run", ["corpus"], indirect=True, scope="module")
def test_an_endless_loop_has_the_cpu_time_of_its_limit(run: Run) -> None:
    endless = run.verdicts["loop_for_ever"]  # in one thread: it can be told how much a core gave it, on any machine
    assert _total(endless) / 4 < endless.timings.cpu < 1.25 * _total(endless) + 1


def _total(verdict: Verdict) -> float:
    return corpus.LIMITS[verdict.lesson]["total_seconds"]


def seen_by_the_student(verdict: Verdict, page: str) -> str:
    """Every text of `verdict.for_student()`, and the page without its tags."""
    texts: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for item in value.values():
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)
        else:
            texts.append(str(value))

    collect(verdict.for_student().model_dump(mode="json"))
    return "\n".join([*texts, html.unescape(re.sub(r"<[^>]*>", "", page))])


@each_run
def test_no_canary_is_shown(run: Run) -> None:
    for name, verdict in run.verdicts.items():
        shown = seen_by_the_student(verdict, run.pages[name])
        for place, canary in run.canaries.items():
            assert canary not in shown, f"{name} was shown the canary of {place}"


@each_run
def test_nothing_of_the_private_half_is_shown(run: Run) -> None:
    public = "\n".join(
        path.read_text() for path in (run.course / "exercises").rglob("*") if path.suffix in (".py", ".md", ".toml")
    )
    titles = "\n".join(f"{c.title.en}\n{c.title.zh}" for verdict in run.verdicts.values() for c in verdict.checks)
    secret = {
        line.strip()
        for path in (run.course / "solutions").rglob("*.py")
        for line in path.read_text().splitlines()
        if len(line.strip()) >= _CODE_LENGTH and line.strip() not in public and line.strip().strip('"') not in titles
    }
    assert len(secret) > 100
    for job in run.jobs:
        own = job.path.read_text(errors="replace") if job.path.is_file() else ""  # a neighbour wrote the reference
        shown = seen_by_the_student(run.verdicts[job.student], run.pages[job.student])
        assert not [line for line in secret if line in shown and line not in own], job.student


@each_attack(lambda attack: attack.must_not_say)
def test_it_does_not_say(run: Run, attack: corpus.Attack) -> None:
    assert attack.must_not_say not in seen_by_the_student(run.verdicts[attack.name], run.pages[attack.name])


@each_run
def test_pages_hold_no_markup_of_a_students(run: Run) -> None:
    for name, page in run.pages.items():
        assert not re.search(r"<script|<img|\x1b|\x00|\u202e", page), name


@each_run
def test_reports_of_the_class_hold_together(run: Run, tmp_path: Path) -> None:
    lessons = {lesson.id: lesson.title for lesson in discover(run.course)}
    verdicts = list(run.verdicts.values())
    paths, problems = publish(Results(verdicts, lessons, "zh", verdicts, {}), tmp_path, ["json", "github", "gitlab"])
    assert not problems
    suites = ElementTree.parse(paths["junit"]).getroot()
    assert len(suites) == len(run.jobs)
    rows = list(csv.DictReader(io.StringIO(paths["csv"].read_text(encoding="utf-8-sig"))))
    assert {row["student"]: float(row["score"]) for row in rows} == {
        name: verdict.score for name, verdict in run.verdicts.items()
    }
    assert not re.search(r"<script|<img|\x1b|\x00|\u202e", paths["html"].read_text())


@each_run
def test_of_a_hidden_check_no_exceptions_words_are_shown(run: Run) -> None:
    raised = [
        (c.message and c.message.en, [notice.text.en for notice in v.notices])
        for v in run.verdicts.values() for c in v.for_student().checks if c.hidden and c.outcome is Outcome.RAISED
    ]  # fmt: skip
    assert raised
    # what a notice says was known before anything hidden was called
    said = [words for words, notices in raised if words and not any(words.endswith(one[-80:]) for one in notices)]
    assert all(words for words, _ in raised)
    # which line of their own raised it, and no word of what it said
    assert not [words for words in said if ": " in re.sub(r"^line \d+: ", "", words)]


# --- other levels ---------------------------------------------------------------------------------------------------

# Loading a library of one's own is no way out of one's own process; only at `strict` is the folder mounted noexec.
AT_CONTAINER = [
    attack
    for attack in ATTACKS
    if attack.lesson == "02-gate-math"
    and (
        attack.kind in ("escaping", "stealing", "honest")
        or attack.name in ("thirty_gigabytes", "folders_ten_thousand_deep")
    )
    and attack.name != "load_its_own_machine_code"
]
AT_PROCESS = [
    attack
    for attack in ATTACKS
    if attack.lesson == "02-gate-math"
    and (attack.kind == "honest" or attack.name in ("patch_numpy", "lying_array", "leave_by_exit"))
]


def at_level(level: str, chosen: list[corpus.Attack]) -> dict[str, Verdict]:
    """At `container`, by an ordinary user who may make no namespace: the level is probed, and all that can be had."""
    command = [sys.executable, "-m", "tests.attacks.at_level", level, *(attack.name for attack in chosen)]
    if level == "container":
        command = [sys.executable, "-m", "tests.sandbox.ordinary", "--no-namespaces", *command]
    with their_folder() as temporary:
        environment = {**os.environ, "TMPDIR": str(temporary)}
        done = subprocess.run(command, cwd=corpus.COURSE, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert not list(temporary.iterdir()), "something was left behind"
    verdicts = [Verdict.model_validate_json(line) for line in done.stdout.splitlines()]
    return {verdict.student: verdict for verdict in verdicts}


@pytest.fixture(scope="module")
def at_container() -> dict[str, Verdict]:
    return at_level("container", AT_CONTAINER)


@AT_OTHER_LEVELS
@pytest.mark.parametrize("attack", AT_CONTAINER, ids=lambda attack: attack.name)
def test_at_container(at_container: dict[str, Verdict], attack: corpus.Attack) -> None:
    verdict = at_container[attack.name]
    assert verdict.environment.sandbox == "container"
    assert verdict.score == corpus.earned(attack, verdict), verdict
    # A process that can be stopped, or may open a file that it may not read, ends otherwise than at strict.
    otherwise = frozenset() if attack.honest else {"timeout", "raised"}
    assert verdict.outcome.value in attack.outcomes | otherwise
    assert not attack.must_not_say or attack.must_not_say not in seen_by_the_student(verdict, "")


@AT_OTHER_LEVELS
def test_at_process_nothing_is_earned_either() -> None:
    for name, verdict in at_level("process", AT_PROCESS).items():
        (attack,) = [one for one in AT_PROCESS if one.name == name]
        assert (verdict.environment.sandbox, verdict.environment.forced) == ("process", True)
        assert verdict.score == corpus.earned(attack, verdict), verdict


def test_a_level_that_is_too_low_is_refused() -> None:
    with (
        pytest.raises(SandboxError, match="does not offer the sandbox level"),
        Servers("container", "process") as servers,
    ):
        servers.get("numpy")


# --- what is handed in beside a submission --------------------------------------------------------------------------


def test_a_verdict_in_the_class_folder_is_not_believed(tmp_path: Path) -> None:
    """With --out set to the class folder, a student could hand in a verdict where the grader looks for its own."""
    course = corpus.make_course(tmp_path / "course")
    (attack,) = [one for one in ATTACKS if one.name == "return_zeros_of_the_right_shape"]
    place = tmp_path / "class" / "ada" / attack.lesson
    place.mkdir(parents=True)
    job = Job("ada", attack.lesson, attack.place(place))
    (honest,) = grade_class(course, [job], tmp_path / "results", seed=corpus.SEED, page=feedback_in("zh"))
    forged = honest.model_copy(update={"score": honest.max_score, "outcome": SubmissionOutcome.PASSED})
    forged.write(place / "verdict.json")
    (verdict,) = grade_class(course, [job], tmp_path / "class", seed=corpus.SEED, page=feedback_in("zh"))
    assert verdict.score == honest.score == 0


# --- what SECURITY.md says ------------------------------------------------------------------------------------------


def test_security_page_names_what_exists() -> None:
    page = (corpus.COURSE / "SECURITY.md").read_text()
    own = Path(__file__).read_text()
    names = re.findall(r"`(test_\w+)`", page)
    elsewhere = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", page)
    committed = re.findall(r"`attacks/(\w+)`", page)
    assert len(names) > 10 and len(elsewhere) > 3 and len(committed) > 30
    assert not [name for name in names if f"def {name}(" not in own]
    assert not [name for path, name in elsewhere if f"def {name}(" not in (corpus.COURSE / path).read_text()]
    assert not set(committed) - {attack.name for attack in ATTACKS}


def test_security_pages_table_counts_the_corpus() -> None:
    page = (corpus.COURSE / "SECURITY.md").read_text()
    rows = re.findall(r"(?m)^\| ([\w ]+) \| (\d+) \| 0 \| 0 \| 0 \| (\d+) \|", page)
    kinds = [attack.kind for attack in ATTACKS if not attack.honest]
    assert {kind: tried for kind, tried, _ in rows} == {kind: str(kinds.count(kind)) for kind in kinds}
    texts = [path.read_text() for path in (corpus.COURSE / "benchmarks" / "crimes").glob("*.py")]
    crimes = [found[1] for text in texts if (found := re.match(r"# class: (.+)\n", text))]
    assert {kind: tried for kind, _, tried in rows} == {kind: str(crimes.count(kind)) for kind in kinds}
    assert all(crimes.count(kind) >= 2 for kind in kinds), "of every class some were committed against the others, too"


# --- the thieves can steal ------------------------------------------------------------------------------------------


def test_the_search_of_memory_finds_what_the_server_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A positive control: a canary in the server's own environment is found by the same search."""
    canary = f"gatehouse-canary-{secrets.token_hex(8)}"
    program = (
        (corpus.HERE / "search_own_memory_for_secrets.py")
        .read_text()
        .replace("def sigmoid(z):", "import numpy as np\ndef sigmoid(z):")
    )
    monkeypatch.setitem(warm._ENVIRONMENT, "LANGUAGE", canary)
    with WarmServer("numpy") as server, Box(server.handle, Limits(call_seconds=20)) as box:
        box.load(program, "gate_math.py")
        with pytest.raises(Fault) as caught:
            box.call("sigmoid", [0.0])
    assert canary in caught.value.facts["message"]


def test_the_search_for_the_seed_finds_one_given_by_hand(tmp_path: Path) -> None:
    """A positive control: of a seed among those that the attack tries, the hidden inputs are known."""
    (attack,) = [one for one in ATTACKS if one.name == "recover_the_seed"]
    lesson = load_lesson(corpus.COURSE, attack.lesson)
    with Servers() as servers:
        found, secret = (
            grade_submission(lesson, attack.place(tmp_path), servers.get, seed=seed) for seed in (77_777, None)
        )
    details = [check.details or "" for check in found.checks]
    assert found.outcome is SubmissionOutcome.RAISED and any("GOT IT: 77777" in said for said in details)
    assert secret.outcome is SubmissionOutcome.FAILED
