"""The trusted side of the sandbox: every way in which a student's process can fail to answer, and what is left."""

from __future__ import annotations

import errno
import os
import select
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.sandbox.box import Box
from grader.sandbox.channel import Channel
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.errors import DeviceError, SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.linux import landlock_abi
from grader.sandbox.warm import Handle, WarmServer
from grader.sandbox.wire import Encoder, Opaque
from tests.sandbox.processes import processes_of, wait_until

LIMITS = Limits(call_seconds=10, total_seconds=30, memory_mb=256, output_kb=1024, reply_mb=2, disk_mb=4)
REAL_SELECT = select.select
SOON = 0.4  # for calls that are meant to run into their limit

PROGRAM = """
import os, sys, time
import numpy as np

calls = 0
constant = 3

def echo(*args, **kwargs):
    return args, kwargs

def count():
    global calls
    calls += 1
    return calls

def shout(x):
    print("x is", x)
    print(x.shape, file=sys.stderr)
    return 2 * x

def raises():
    return inner()

def inner():
    return [][3]

def exits():
    sys.exit(3)

def interrupts():
    raise KeyboardInterrupt

def lies():
    class Lie(Exception):
        def __str__(self):
            raise RuntimeError
    raise Lie

def dies(status):
    os._exit(status)

def segfaults():
    import ctypes
    ctypes.string_at(0)

def loops():
    while True:
        pass

def sleeps():
    time.sleep(1000)

def waits(seconds):
    time.sleep(seconds)

def greedy():
    return np.ones(10**10)

def creeps():
    kept = []
    while True:
        kept.append(bytearray(10**7))

def prints(kilobytes, stream="stdout"):
    text = "y" * 1023 + "\\n"
    for _ in range(kilobytes):
        getattr(sys, stream).write(text)
    return kilobytes

def huge(megabytes):
    return np.zeros(megabytes << 20, np.uint8)

def deep():
    value = []
    for _ in range(100):
        value = [value]
    return value

def cyclic():
    value = []
    value.append(value)
    return value

def thing():
    class Thing:
        def __repr__(self):
            return "<a thing>"
    return Thing()

def type_of(value):
    return type(value).__name__

def trains(steps):
    from grader import report
    for step in range(steps):
        report(step=step, loss=1 / (step + 1), accuracy=0.5)
    return steps

def reports_for_ever():
    from grader import report
    while True:
        report(step=1)

def closes_the_wire():
    os.close(3)
    time.sleep(1000)

def sends(data):
    os.write(3, data)
    time.sleep(1000)

def dribbles():
    os.write(3, b"\\x00\\x00\\xff\\xff")
    while True:
        os.write(3, b"\\xc0")
        time.sleep(0.01)

def floods(data):
    while True:
        os.write(3, data)
"""


@pytest.fixture
def box(numpy_server: WarmServer) -> Iterator[Box]:
    with Box(numpy_server.handle, LIMITS) as box:
        box.load(PROGRAM, "program.py")
        yield box


def fault_of(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Fault:
    with pytest.raises(Fault) as caught:
        call(*args, **kwargs)
    return caught.value


def answers_again(box: Box) -> bool:
    """The same box, if it lives, or started again, if it does not, still answers."""
    if not box.alive:
        box.start()
        box.load(PROGRAM, "program.py")
    return box.call("echo", [1]).value == ((1,), {})


def line_of(needle: str) -> int:
    return PROGRAM.split("\n").index(needle) + 1


# --- answers --------------------------------------------------------------------------------------------------------


def test_a_call_is_answered_with_plain_data(box: Box) -> None:
    args, kwargs = box.call("echo", [1, "två", None, [2.5, (True,)]], {"key": {"a": b"b"}}).value
    assert args == (1, "två", None, [2.5, (True,)]) and kwargs == {"key": {"a": b"b"}}


def test_a_reply_holds_what_was_printed_as_text_and_as_objects(box: Box) -> None:
    x = np.arange(3.0)
    reply = box.call("shout", [x])
    np.testing.assert_array_equal(reply.value, 2 * x)
    assert (reply.stdout, reply.stderr) == ("x is [0. 1. 2.]\n", "(3,)\n")
    ((label, printed),) = reply.printed
    assert label == "x is"
    np.testing.assert_array_equal(printed, x)


def test_what_is_printed_belongs_to_the_call_that_printed_it(box: Box) -> None:
    box.call("shout", [np.ones(1)])
    reply = box.call("count")
    assert (reply.printed, reply.stdout, reply.stderr) == ([], "", "")


def test_the_program_keeps_its_state_from_call_to_call(box: Box) -> None:
    assert [box.call("count").value for _ in range(3)] == [1, 2, 3]


def test_an_argument_is_the_callees_own(box: Box) -> None:
    box.load("def add_one(x):\n    x += 1\n    return x", "program.py")
    x = np.zeros(2)
    np.testing.assert_array_equal(box.call("add_one", [x]).value, np.ones(2))
    assert not x.any()


def test_an_object_is_a_name_tag_that_can_be_passed_back(box: Box) -> None:
    tag = box.call("thing").value
    assert isinstance(tag, Opaque) and (tag.type_name, tag.text) == ("Thing", "<a thing>")
    assert box.call("type_of", [tag]).value == "Thing"
    assert box.call("type_of", [Opaque("Thing", "", tag.handle + 1)]).value == "Opaque"


def test_several_calls_are_answered_in_their_order(box: Box) -> None:
    answers = box.each("echo", [[n] for n in range(5)])
    assert [answer.value for answer in answers if isinstance(answer, Reply)] == [((n,), {}) for n in range(5)]
    assert box.each("echo", []) == [] and box.call("count").value == 1


def test_several_calls_that_do_not_fit_are_sent_one_by_one(box: Box) -> None:
    large = [np.full(100_000, n) for n in range(3)]
    answers = box.each("shout", [[array] for array in large])
    assert [answer.value[0] for answer in answers if isinstance(answer, Reply)] == [0, 2, 4]
    assert [answer.stdout.count("x is") for answer in answers if isinstance(answer, Reply)] == [1, 1, 1]


def test_what_several_calls_print_is_all_there(box: Box) -> None:
    answers = box.each("prints", [[1], [2], [3]])
    said = "".join(answer.stdout for answer in answers if isinstance(answer, Reply))
    assert len(said) == 6 * 1024 and box.call("shout", [np.ones(1)]).stdout.startswith("x is")


def test_of_several_calls_one_that_raises_stands_in_its_place(box: Box) -> None:
    first, second, third = box.each("type_of", [[1], [], ["a"]])
    assert isinstance(first, Reply) and isinstance(third, Reply) and (first.value, third.value) == ("int", "str")
    assert isinstance(second, Fault) and second.kind == "raised" and answers_again(box)


def test_of_several_calls_those_after_the_end_of_the_process_have_no_answer(box: Box) -> None:
    answers = box.each("dies", [[3], [4], [5]])
    assert [answer.facts.get("status") for answer in answers if isinstance(answer, Fault)] == [3]
    assert len(answers) == 1 and answers_again(box)


def test_each_of_several_calls_has_its_own_time(box: Box) -> None:
    slow = box.each("waits", [[0.6 * SOON], [0.6 * SOON], [1000], [0]], seconds=SOON)
    assert [type(answer) for answer in slow] == [Reply, Reply, Fault] and answers_again(box)


def test_several_calls_keep_to_the_total(numpy_server: WarmServer) -> None:
    with Box(numpy_server.handle, LIMITS.model_copy(update={"total_seconds": 2 * SOON})) as box:
        box.load(PROGRAM, "program.py")
        answers = box.each("waits", [[0.9 * SOON]] * 9)
        last = answers[-1]
        assert isinstance(last, Fault) and last.kind == "timeout" and 2 <= len(answers) <= 4 and not box.alive


def test_a_timer_that_goes_off_among_several_calls_ends_the_process(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = Box._reply

    def late(self: Box, *given: Any) -> Reply:
        monkeypatch.setattr(Box, "_reply", reply)
        raise Interruption

    monkeypatch.setattr(Box, "_reply", late)
    with pytest.raises(Interruption):
        box.each("echo", [[n] for n in range(3)])
    assert not box.alive and answers_again(box)


def test_the_probe_sees_the_students_module(box: Box) -> None:
    box.load(PROGRAM, "program.py", "def peek():\n    return student.constant, student.count()")
    assert box.call("peek", target="probe").value == (3, 1)
    assert fault_of(box.call, "peek").kind == "missing"


def test_progress_arrives_while_the_call_still_runs(numpy_server: WarmServer) -> None:
    seen: list[dict[str, Any]] = []
    with Box(numpy_server.handle, LIMITS, on_progress=seen.append) as box:
        box.load(PROGRAM, "program.py")
        assert box.call("trains", [3]).value == 3
    assert seen == [{"step": step, "loss": 1 / (step + 1), "accuracy": 0.5} for step in range(3)]


def test_the_same_seed_gives_the_same_random_numbers(box: Box) -> None:
    program = "import random\nimport numpy as np\ndef draw():\n    return [random.random(), float(np.random.rand())]"
    drawn = []
    for seed in (1, 2, 1):
        box.load(program, "program.py", seed=seed)
        drawn.append(box.call("draw").value)
    assert drawn[0] == drawn[2] != drawn[1]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_much_output_is_drained_while_the_call_runs(box: Box, stream: str) -> None:
    reply = box.call("prints", [600, stream])  # many times what a pipe holds
    assert reply.value == 600 and len(getattr(reply, stream)) == 600 * 1024


# --- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("silence", ["os.dup2(os.open(os.devnull, os.O_WRONLY), 2)", "os.close(1); os.close(2)"])
def test_a_program_that_silences_its_output_costs_nothing(
    numpy_server: WarmServer, monkeypatch: pytest.MonkeyPatch, silence: str
) -> None:
    """A pipe whose end is closed is always ready to be read, with nothing."""
    program = f"import os, time\ndef quietly():\n    {silence}\n    time.sleep(0.5)\n    return 7\n"
    waits = []

    def select(*args: Any) -> Any:
        waits.append(args)
        return REAL_SELECT(*args)

    with Box(numpy_server.handle, LIMITS) as box:
        box.load(program, "program.py")
        monkeypatch.setattr("grader.sandbox.channel.select.select", select)
        assert box.call("quietly").value == 7
        assert box.call("quietly").value == 7 if "dup2" in silence else True
    assert 1 < len(waits) < 60


def test_an_exception_comes_with_the_programs_own_lines(box: Box) -> None:
    fault = fault_of(box.call, "raises")
    assert fault.kind == "raised" and fault.facts["type"] == "IndexError"
    assert fault.facts["frames"] == [(line_of("    return inner()"), "raises"), (line_of("    return [][3]"), "inner")]
    assert box.alive and answers_again(box)


@pytest.mark.parametrize(
    ("name", "said"), [("exits", "SystemExit"), ("interrupts", "KeyboardInterrupt"), ("lies", "Lie")]
)
def test_whatever_is_raised_is_the_programs_doing(box: Box, name: str, said: str) -> None:
    fault = fault_of(box.call, name)
    assert (fault.kind, fault.facts["type"]) == ("raised", said)
    assert box.alive and answers_again(box)


def test_a_syntax_error_names_its_line(box: Box) -> None:
    fault = fault_of(box.load, "x = 1\ny = = 2\n", "program.py")
    assert fault.facts["type"] == "SyntaxError" and fault.facts["frames"] == [(2, "")]


def test_a_name_that_is_not_there(box: Box) -> None:
    fault = fault_of(box.call, "absent")
    assert (fault.kind, fault.facts["name"]) == ("missing", "absent")
    assert box.alive


def test_a_name_that_is_no_function(box: Box) -> None:
    fault = fault_of(box.call, "constant")
    assert (fault.kind, fault.facts["name"]) == ("not_callable", "constant")
    assert box.alive


@pytest.mark.parametrize("name", ["loops", "sleeps", "closes_the_wire", "dribbles", "reports_for_ever"])
def test_what_does_not_answer_is_ended(box: Box, name: str) -> None:
    fault = fault_of(box.call, name, seconds=SOON)
    assert fault.kind == ("crashed" if name == "closes_the_wire" else "timeout")
    assert not box.alive and answers_again(box)


def test_progress_frames_do_not_move_the_deadline(box: Box) -> None:
    progress = Encoder().encode({"progress": {"step": 1}})
    data = (len(progress).to_bytes(4, "big") + progress) * 1000
    assert fault_of(box.call, "floods", [data], seconds=SOON).kind == "timeout"
    assert answers_again(box)


@pytest.mark.parametrize("name", ["greedy", "creeps"])
def test_memory_has_a_limit(box: Box, name: str) -> None:
    assert fault_of(box.call, name).kind == "memory"
    assert answers_again(box)


@pytest.mark.parametrize(
    ("name", "args", "status"), [("dies", [0], 0), ("dies", [7], 7), ("segfaults", [], -signal.SIGSEGV)]
)
def test_a_process_that_dies_leaves_its_status(box: Box, name: str, args: list[Any], status: int) -> None:
    fault = fault_of(box.call, name, args)
    assert (fault.kind, fault.facts["status"]) == ("crashed", status)
    assert not box.alive and answers_again(box)


def test_dying_while_the_program_is_loaded(box: Box) -> None:
    assert fault_of(box.load, "import os\nos._exit(5)", "program.py").facts["status"] == 5
    assert answers_again(box)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_is_cut_and_what_prints_without_end_is_ended(box: Box, stream: str) -> None:
    reply = box.call("prints", [10_000, stream])
    assert reply.value == 10_000 and len(getattr(reply, stream)) == LIMITS.output_kb << 10
    assert len(getattr(box.call("prints", [10, stream]), stream)) == 10 << 10
    assert box.alive
    fault = fault_of(box.call, "prints", [65 * LIMITS.output_kb, stream])
    assert (fault.kind, fault.facts["kilobytes"]) == ("output_limit", LIMITS.output_kb)
    assert not box.alive and answers_again(box) and box.output_cut


@pytest.mark.parametrize(("name", "args"), [("huge", [3]), ("deep", []), ("cyclic", [])])
def test_what_is_too_much_to_send(box: Box, name: str, args: list[Any]) -> None:
    assert fault_of(box.call, name, args).kind == "unsendable"
    assert answers_again(box)


def test_a_reply_of_nearly_the_limit_arrives(box: Box) -> None:
    assert box.call("huge", [1]).value.nbytes == 1 << 20


# --- broken off by us -----------------------------------------------------------------------------------------------


class Interruption(BaseException):
    """What a timer or a callback of ours may raise at any moment."""


def interrupt(*_: object) -> None:
    raise Interruption


def test_a_call_that_a_callback_breaks_off_leaves_no_reply_to_the_next(box: Box) -> None:
    box.on_progress = interrupt
    with pytest.raises(Interruption):
        box.call("trains", [1])
    box.on_progress = None
    assert not box.alive
    with pytest.raises(SandboxError, match="not open"):
        box.call("count")
    assert answers_again(box)


def test_what_breaks_off_the_reading_of_output_ends_the_process(box: Box) -> None:
    box.on_output = interrupt
    with pytest.raises(Interruption):
        box.call("prints", [1])
    box.on_output = None
    assert not box.alive and answers_again(box)


def test_a_timer_that_goes_off_while_a_reply_is_awaited_ends_the_process(box: Box) -> None:
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, SOON)
        with pytest.raises(Interruption):
            box.call("sleeps")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert not box.alive and answers_again(box)


def test_a_start_that_is_broken_off_leaves_no_process(
    numpy_server: WarmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(numpy_server.handle, LIMITS)
    with monkeypatch.context() as patch:
        patch.setattr(Channel, "receive", interrupt)
        with pytest.raises(Interruption):
            box.start()
    assert not box.alive and answers_again(box)
    box.stop()


# --- forged replies -------------------------------------------------------------------------------------------------

FORGED: list[Any] = [
    None, 5, "error", "ok", [], ["error"], np.zeros(3), {}, {"ok": 1}, {"ok": 1, "printed": 3},
    {"ok": 1, "printed": [1]},    {"ok": 1, "printed": [b"\xc1"]}, {"ok": 1, "printed": [b"\x07"]},
    {"printed": []}, {"error": 1}, {"error": {}},
    {"error": []}, {"error": {"kind": []}}, {"error": {"kind": np.zeros(2)}}, {"error": {"kind": "timeout"}},
    {"error": {"kind": "lost"}}, {"progress": 3}, {"ready": True},
]  # fmt: skip


@pytest.mark.parametrize("message", FORGED, ids=repr)
def test_a_forged_reply_is_a_crash_and_never_an_error_of_ours(box: Box, message: Any) -> None:
    payload = Encoder().encode(message)
    fault = fault_of(box.call, "sends", [len(payload).to_bytes(4, "big") + payload])
    assert fault.kind == "crashed" and not box.alive


@pytest.mark.parametrize("kind", ["missing", "not_callable"])
def test_a_forged_name_is_not_taken(box: Box, kind: str) -> None:
    payload = Encoder().encode({"error": {"kind": kind, "name": "x" * 4000}})
    fault = fault_of(box.call, "sends", [len(payload).to_bytes(4, "big") + payload])
    assert (fault.kind, fault.facts["name"]) == (kind, "sends")


def test_noise_on_the_wire_is_a_crash(box: Box) -> None:
    assert fault_of(box.call, "sends", [b"\x00\x00\x00\x03\xc1\xc1\xc1"]).kind == "crashed"


def test_a_header_that_announces_four_gigabytes_is_not_waited_for(box: Box) -> None:
    assert fault_of(box.call, "sends", [b"\xff\xff\xff\xff"]).kind == "unsendable"
    assert not box.alive


def test_facts_of_the_wrong_type_are_dropped(box: Box) -> None:
    facts = {"kind": "raised", "type": 3, "message": "m" * 10**5, "status": 0, "total": True,
             "frames": [[1, "f"], [0, "f"], [True, "f"], ["1", "f"], [1], 7, [10**9, "f"], [2, 3]]}  # fmt: skip
    payload = Encoder().encode({"error": facts})
    fault = fault_of(box.call, "sends", [len(payload).to_bytes(4, "big") + payload])
    assert fault.facts.keys() == {"message", "frames", "stdout", "stderr"}
    assert fault.facts["frames"] == [(1, "f")] and len(fault.facts["message"]) <= 4000


# --- life and death -------------------------------------------------------------------------------------------------


def test_a_restarted_box_remembers_nothing(box: Box) -> None:
    box.call("count")
    fault_of(box.call, "dies", [1])
    box.start()
    assert fault_of(box.call, "count").kind == "missing"
    box.load(PROGRAM, "program.py")
    assert box.call("count").value == 1


def test_boxes_of_one_server_know_nothing_of_each_other(numpy_server: WarmServer) -> None:
    look = "import os\ndef write():\n    open('note', 'w').write('x')\ndef names():\n    return sorted(os.listdir('.'))"
    with Box(numpy_server.handle, LIMITS) as one, Box(numpy_server.handle, LIMITS) as other:
        for box in (one, other):
            box.load(look, "program.py")
        one.call("write")
        assert one.call("names").value == ["note", "program.py"]
        assert other.call("names").value == ["program.py"]


def test_usage_adds_up_over_restarts(box: Box) -> None:
    fault_of(box.call, "loops", seconds=SOON)
    first = box.usage.cpu
    assert first > 0 and box.usage.peak_memory_mb > 1
    box.start()
    box.load(PROGRAM, "program.py")
    box.stop()
    assert box.usage.cpu > first


def test_a_closed_box_says_so(box: Box) -> None:
    box.stop()
    box.stop()
    with pytest.raises(SandboxError, match="not open"):
        box.call("count")


def test_a_box_leaves_no_descriptors(numpy_server: WarmServer) -> None:
    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = descriptors()
    for name in ("count", "loops", "dies", "prints"):
        with Box(numpy_server.handle, LIMITS) as box:
            box.load(PROGRAM, "program.py")
            try:
                box.call(name, {"dies": [1], "prints": [10_000]}.get(name, []), seconds=SOON)
            except Fault:
                pass
    assert descriptors() == before


def test_a_server_that_is_gone_is_our_fault(tmp_path: Path) -> None:
    handle = Handle("numpy", str(tmp_path / "none.sock"), "strict", {}, None)
    with pytest.raises(SandboxError, match="grade again"):
        Box(handle, LIMITS).start()


def test_a_wall_that_cannot_be_built_says_why(numpy_server: WarmServer) -> None:
    with pytest.raises(SandboxError, match=r"the wall could not be built: .*mount tmpfs"):
        Box(numpy_server.handle, LIMITS.model_copy(update={"disk_mb": -1})).start()


def test_a_full_disk_is_no_dead_server(numpy_server: WarmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/box-1")

    monkeypatch.setattr("grader.sandbox.child.tempfile.mkdtemp", full)
    with pytest.raises(SandboxError, match=r"/tmp/box-1: No space left on device.*freeing some space"):
        Box(replace(numpy_server.handle, level="container"), LIMITS).start()


def test_letting_go_of_a_box_ends_its_process(numpy_server: WarmServer) -> None:
    folder = Path(numpy_server.handle.address).parent
    before = set(processes_of(folder))
    box = Box(numpy_server.handle, LIMITS)
    box.start()
    assert set(processes_of(folder)) - before
    box.stop()
    assert wait_until(lambda: set(processes_of(folder)) <= before)


def test_of_a_gpu_the_name_from_before_the_program_counts(numpy_server: WarmServer) -> None:
    """At the end it is asked for its peak, and may say anything."""
    box = Box(numpy_server.handle, LIMITS)
    box._note_device({"kind": "gpu", "name": "NVIDIA H100", "peak_mb": 3.0})
    box._note_device({"kind": "gpu", "name": "A better one\x1b[31m", "peak_mb": 9.0})
    assert (box.usage.device_name, box.usage.peak_device_mb) == ("NVIDIA H100", 9.0)
    nonsense = [None, 7, {}, {"kind": "gpu"}, {"kind": "gpu", "name": "x", "peak_mb": float("nan")},
                {"kind": "gpu", "name": ["x"], "peak_mb": 1.0}, {"kind": "cpu", "name": "x", "peak_mb": 1.0},
                {"kind": "gpu", "name": "x", "peak_mb": -1.0}, {"why": [["x"] * 10**5] * 10}]  # fmt: skip
    for claim in nonsense:
        with pytest.raises(DeviceError):
            box._note_device(claim)


# --- lower levels ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["process", "container"])
def lower(request: pytest.FixtureRequest) -> Iterator[WarmServer]:
    if request.param == "container" and not landlock_abi():
        pytest.skip("this kernel has no Landlock")
    try:
        server = WarmServer("numpy", minimum=request.param, maximum=request.param)
    except SandboxError as error:
        if os.geteuid() == 0 and "an unprivileged user cannot read the interpreter" in str(error):
            pytest.skip("the interpreter lies in root's home: `container` is refused, as it must be")
        raise
    with server:
        assert server.handle.level == request.param
        yield server


def test_a_lower_level_works_the_same(lower: WarmServer) -> None:
    with Box(lower.handle, LIMITS) as box:
        box.load(PROGRAM, "program.py")
        assert box.call("count").value == 1
        assert fault_of(box.call, "raises").kind == "raised"
        assert fault_of(box.call, "greedy").kind == "memory"
        assert fault_of(box.call, "loops", seconds=SOON).kind == "timeout"
        assert answers_again(box)
        assert fault_of(box.call, "dies", [4]).facts["status"] == 4
        assert answers_again(box)


def test_a_lower_level_leaves_no_scratch_folder(lower: WarmServer) -> None:
    folder = Path(lower.handle.address).parent
    before = set(folder.iterdir())
    with Box(lower.handle, LIMITS) as box:
        box.load("def write():\n    open('note', 'w').write('x')", "program.py")
        box.call("write")
        assert set(folder.iterdir()) > before
    assert set(folder.iterdir()) == before


def test_output_that_never_pauses_does_not_keep_the_clock_from_being_looked_at() -> None:
    with open("/dev/zero", "rb") as endless:
        channel = Channel(1 << 18)
        channel.close()
        channel._pipes = {endless.fileno(): bytearray()}
        channel.drain()
        assert 1 << 20 < len(channel._pipes[endless.fileno()]) < 1 << 23
