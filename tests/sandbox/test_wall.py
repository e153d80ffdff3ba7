"""The wall, seen from inside: what a student's process may do is asked of a real one, at every level."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox import linux, wall
from grader.sandbox.box import Box
from grader.sandbox.deadline import process_of
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests.sandbox.looking import LOOK, view
from tests.sandbox.ordinary import UID, their_folder

ROOT = Path(__file__).resolve().parents[2]
NO_CAPABILITIES = "0" * 16
VISIBLE = {"bin", "box", "dev", "etc", "gatehouse", "lib", "lib32", "lib64", "proc", "sbin", "tmp", "usr"}


def seen(level: str, *questions: list[Any], alone: bool = False, by: Sequence[str] = ()) -> list[Any]:
    """The answers of a box in another process's server; `alone` puts that process in a namespace of one user, and `by`
    has it started by what tests.sandbox.ordinary makes of us."""
    command = [sys.executable, "-m", "tests.sandbox.looking", level, json.dumps(questions)]
    if by:
        command = [sys.executable, "-m", "tests.sandbox.ordinary", *by, *command]
    with their_folder() as temporary:
        done = subprocess.run(
            command + ["--alone"] * alone, cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert not list(temporary.iterdir()), "something was left behind"
    return json.loads(done.stdout)


_NS_GET_USERNS, _NS_GET_PARENT = 0xB701, 0xB702  # ioctl_nsfs(2)


@contextmanager
def opened(server: WarmServer) -> Iterator[Box]:
    with Box(server.handle, Limits(call_seconds=30)) as box:
        box.load(LOOK, "look.py")
        yield box


def _pid(box: Box) -> int:
    assert box._child is not None
    return process_of(box._child.pidfd)


def _status(pid: int, name: str) -> list[str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1:] for line in lines if line.startswith(f"{name}:"))


def _parent(pid: int) -> int:
    return int(_status(pid, "PPid")[0])


def _of_namespace(pid: int, name: str, which: int) -> int:
    """The inode number of the namespace that one of a process's leads to."""
    with open(f"/proc/{pid}/ns/{name}", "rb") as own:
        led = fcntl.ioctl(own, which)
    try:
        return os.fstat(led).st_ino
    finally:
        os.close(led)


def _allow_namespaces(pid: int, kind: str, most: str) -> str:
    """How many of a kind there may be in that process's user namespace; what it was before."""
    script = (
        "import os, sys\nfrom grader.sandbox import linux\npid, kind, most = sys.argv[1:]\n"
        "linux.setns(os.open(f'/proc/{pid}/ns/user', os.O_RDONLY), linux.CLONE_NEWUSER)\n"
        "name = f'/proc/sys/user/max_{kind}_namespaces'\n"
        "print(open(name).read())\nopen(name, 'w').write(most)"
    )
    command = [sys.executable, "-c", script, str(pid), kind, most]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def facts(numpy_server: WarmServer) -> dict[str, Any]:
    return view(numpy_server.handle, [["facts"]])[0]


@pytest.fixture(scope="module")
def crimes(numpy_server: WarmServer) -> dict[str, str]:
    return view(numpy_server.handle, [["crimes"]])[0]


# --- strict ---------------------------------------------------------------------------------------------------------


def test_strict_is_had_here(numpy_server: WarmServer) -> None:
    assert (numpy_server.handle.level, numpy_server.reasons) == ("strict", [])


def test_the_process_is_nobody_and_alone(numpy_server: WarmServer, facts: dict[str, Any]) -> None:
    assert (facts["uid"], facts["euid"], facts["pid"], facts["ppid"]) == (1000, 1000, 1, 0)
    (listing,) = view(numpy_server.handle, [["listing", "/proc"]])
    assert [name for name in listing if name.isdigit()] == ["1"]
    assert facts["host"] == "gatehouse"


def test_it_has_no_powers_and_cannot_get_any(facts: dict[str, Any]) -> None:
    status = facts["status"]
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {NO_CAPABILITIES}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def _namespaces(pid: int | str) -> dict[str, str]:
    return {name: os.readlink(f"/proc/{pid}/ns/{name}") for name in ("user", "mnt", "pid", "net", "ipc", "uts")}


def test_every_box_has_six_namespaces_of_its_own(numpy_server: WarmServer) -> None:
    with opened(numpy_server) as one, opened(numpy_server) as other:
        spaces = [box.call("namespaces").value for box in (one, other)]
        server = _namespaces(_parent(_pid(one)))
    spaces += [server, _namespaces("self")]
    assert all(len({space[name] for space in spaces}) == 4 for name in server), spaces


def test_it_is_forked_by_the_server_and_process_1_of_the_innermost_namespace(numpy_server: WarmServer) -> None:
    with opened(numpy_server) as box:
        pid = _pid(box)
        assert "server.main" in Path(f"/proc/{_parent(pid)}/cmdline").read_text()
        assert _status(pid, "NSpid")[-1] == "1" and _status(_parent(pid), "NSpid")[-1] == "1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look at the namespaces of what nobody may trace")
def test_its_namespaces_belong_to_the_servers_user_namespace(numpy_server: WarmServer) -> None:
    """Were a process to gain every capability in its own user namespace, it would have none over what it is in."""
    with opened(numpy_server) as box:
        pid = _pid(box)
        server = os.stat(f"/proc/{_parent(pid)}/ns/user").st_ino
        owners = {name: _of_namespace(pid, name, _NS_GET_USERNS) for name in ("mnt", "pid", "net", "ipc", "uts")}
        assert set(owners.values()) == {server}, owners
        assert _of_namespace(pid, "user", _NS_GET_PARENT) == server
        assert _of_namespace(_parent(pid), "pid", _NS_GET_USERNS) == server


@pytest.mark.parametrize(
    ("kind", "says"),
    [("pid", "there is no process .*unshare"), ("net", "not be built: .*unshare"), ("user", "unshare")],
)
def test_where_the_kernel_refuses_a_namespace_there_is_no_box(kind: str, says: str) -> None:
    """No weaker one either; and the server goes on."""
    with WarmServer("numpy", minimum="strict") as server:
        with opened(server) as box:
            inside = _parent(_pid(box))
        before = _allow_namespaces(inside, kind, "0")
        for _ in range(2):
            with pytest.raises(SandboxError, match=says):
                Box(server.handle, Limits()).start()
        _allow_namespaces(inside, kind, before)
        assert view(server.handle, [["facts"]])[0]["pid"] == 1


def test_where_no_box_can_have_a_pid_namespace_strict_is_refused_at_the_start() -> None:
    script = (
        "import os\nfrom grader.sandbox import linux, warm\nuid, gid = os.getuid(), os.getgid()\n"
        "linux.unshare(linux.CLONE_NEWUSER)\nlinux.map_ids(0, 0, uid, gid)\n"
        "open('/proc/sys/user/max_pid_namespaces', 'w').write('1')\nwarm.WarmServer('numpy', minimum='strict')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "strict needs what this host forbids: [Errno 28] unshare" in done.stderr


def test_its_environment_and_arguments_tell_nothing(facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(facts["environment"]) == {
        "PATH", "LANG", "HOME", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
        "CUDA_VISIBLE_DEVICES", "JOBLIB_MULTIPROCESSING", "MPLBACKEND",
    }  # fmt: skip
    assert facts["environment"]["HOME"] == facts["environment"]["TMPDIR"] == facts["cwd"] == wall.HOME
    assert str(ROOT) not in " ".join(facts["arguments"])


def test_what_it_must_not_see_is_not_in_its_arguments_or_memory(tmp_path: Path) -> None:
    secret = tmp_path / "classmate-of-a-rare-name"
    secret.mkdir()
    with WarmServer("numpy", hidden=(secret,)) as server:
        look = (
            "import gc\ndef look(word):\n    return [x for x in map(repr, gc.get_objects()) if word + 'rare-name' in x]"
        )
        with Box(server.handle, Limits(call_seconds=60)) as box:
            box.load(look, "look.py")
            assert box.call("look", ["classmate-of-a-"]).value == []
            assert box.call("look", [""]).value != [], "the search itself must be able to find something"
        command = Path(f"/proc/{server._process.pid}/cmdline").read_bytes()  # type: ignore[union-attr]
        assert b"rare-name" not in command


def test_it_holds_its_wire_and_its_output_and_nothing_else(facts: dict[str, Any]) -> None:
    assert facts["descriptors"] in ([0, 1, 2, 3], [0, 1, 2, 3, 4])  # 4 is the directory being listed


def test_none_of_ours_is_in_its_memory(facts: dict[str, Any]) -> None:
    assert facts["modules"] == ["grader", "grader.data"], "the stand-ins, and nothing of the real ones"


def test_the_root_is_an_allow_list(facts: dict[str, Any], numpy_server: WarmServer) -> None:
    ours = {Path(root).parts[1] for root in wall.visible_roots()}  # where the interpreter itself is
    assert set(facts["root"]) <= VISIBLE | ours
    questions = [["listing", "/gatehouse"], ["listing", str(ROOT / "solutions")], ["listing", str(ROOT / "exercises")],
                 ["listing", str(ROOT / "grader")], ["read", "/etc/passwd"], ["read", "/etc/shadow"],
                 ["exists", "/sys"],
                 ["exists", "/run"], ["exists", "/home"], ["exists", "/var"]]  # fmt: skip
    answers = view(numpy_server.handle, questions)
    assert answers == [["sandbox"], *["ENOENT"] * 5, *[False] * 4]
    (package,) = view(numpy_server.handle, [["listing", "/gatehouse/sandbox"]])
    assert set(package) <= {path.name for path in (ROOT / "grader" / "sandbox").iterdir()}


def test_nothing_is_writable_but_its_own_folder(numpy_server: WarmServer) -> None:
    places = ["/", "/usr", "/gatehouse/sandbox", "/dev", "/proc", *wall.visible_roots()]
    answers = view(numpy_server.handle, [["write", f"{place}/planted"] for place in places])
    assert set(answers) <= {"EACCES", "EROFS", "ENOENT", "EPERM"}
    assert view(numpy_server.handle, [["write", "planted"], ["write", "/tmp/planted"]]) == ["done", "done"]
    assert view(numpy_server.handle, [["write", __file__], ["write", "/gatehouse/sandbox/wire.py"]]) != ["done", "done"]


def test_mounts_are_read_only_and_give_no_rights(numpy_server: WarmServer) -> None:
    root, usr, home = view(numpy_server.handle, [["mount_flags", path] for path in ("/", "/usr", wall.HOME)])
    assert root["read-only"] and usr["read-only"] and not home["read-only"]
    assert all(flags["nosuid"] and flags["nodev"] for flags in (root, usr, home))
    assert home["noexec"]


def test_devices_are_the_harmless_five(numpy_server: WarmServer) -> None:
    (devices,) = view(numpy_server.handle, [["listing", "/dev"]])
    assert devices == ["full", "null", "random", "urandom", "zero"]


def test_the_network_is_an_interface_to_itself_that_is_down(numpy_server: WarmServer) -> None:
    assert view(numpy_server.handle, [["interfaces"]]) == [["lo"]]


STARTING = ("fork", "vfork", "spawn", "system", "subprocess", "exec", "exec own file", "clone")
SOCKETS = ("tcp", "udp", "unix", "netlink", "packet", "resolve")
KERNEL = ("mount", "umount", "chroot", "unshare", "setns", "ptrace", "setgroups", "sethostname", "mknod", "memfd",
          "personality", "pidfd", "shared memory")  # fmt: skip


@pytest.mark.parametrize("crime", STARTING + SOCKETS + KERNEL)
def test_it_is_forbidden_to(crimes: dict[str, str], crime: str) -> None:
    assert crimes[crime] == "EPERM"


@pytest.mark.parametrize("crime", ["forkpty", "setuid", "raise own limit", "dump core", "kill parent", "lock memory"])
def test_it_cannot(crimes: dict[str, str], crime: str) -> None:
    assert crimes[crime] != "done"


def test_its_disk_is_small(numpy_server: WarmServer) -> None:
    one, many, empty = view(numpy_server.handle, [["fill", 1, 8000], ["fill", 8, 1000], ["many_files", 1000]])
    assert one[0] in ("ENOSPC", "EFBIG") and many[0] == "ENOSPC" and empty[0] == "ENOSPC"
    assert max(one[1], many[1]) <= 4 << 20


def test_its_files_and_threads_are_few(numpy_server: WarmServer, facts: dict[str, Any]) -> None:
    assert view(numpy_server.handle, [["open_files", 1000]]) == ["EMFILE"]
    assert facts["limits"]["CORE"] == facts["limits"]["MEMLOCK"] == (0, 0)
    assert facts["limits"]["NPROC"] == (256, 256)


def test_a_few_threads_are_honest_work(numpy_server: WarmServer) -> None:
    few, bomb = view(numpy_server.handle, [["threads", 8], ["threads", 2000]])
    assert few == 8 and bomb < 256


def test_hidden_folders_are_empty_even_below_visible_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "site-packages"  # a course that somebody keeps among installed packages
    for name in ("course/solutions/answer.py", "package/code.py"):
        (packages / name).parent.mkdir(parents=True)
        (packages / name).write_text("x = 1\n")
    monkeypatch.syspath_prepend(packages)
    with WarmServer("numpy", minimum="strict", hidden=(packages / "course",)) as server:
        listing, secret, write, code = view(
            server.handle,
            [["listing", f"{packages}/course"], ["read", f"{packages}/course/solutions/answer.py"],
             ["write", f"{packages}/course/x"], ["read", f"{packages}/package/code.py"]],
        )  # fmt: skip
    assert listing in ([], "EACCES") and secret == "ENOENT" and write != "done" and code == "done"


def test_the_temporary_folder_is_its_own_wherever_the_grader_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also below /tmp: what is installed there stays to be seen, and nothing of it can be written."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        packages = Path(folder, "site-packages")
        for name in ("package/code.py", "course/solutions/answer.py"):
            (packages / name).parent.mkdir(parents=True)
            (packages / name).write_text("x = 1\n")
        monkeypatch.syspath_prepend(packages)
        with WarmServer("numpy", minimum="strict", hidden=(packages / "course",)) as server:
            first = view(
                server.handle,
                [["write", "/tmp/planted"], ["write", "planted"], ["read", f"{packages}/package/code.py"],
                 ["write", f"{packages}/package/code.py"], ["read", f"{packages}/course/solutions/answer.py"],
                 ["listing", "."], ["mount_flags", "/tmp"], ["fill", 1, 3000], ["fill_in", "/tmp", 3000]],
            )  # fmt: skip
            (left,) = view(server.handle, [["listing", "/tmp"]])
    assert first[:3] == ["done"] * 3 and first[3] in ("EROFS", "EACCES") and first[4] == "ENOENT"
    assert {"look.py", "planted"} == set(first[5]) and first[6]["noexec"] and first[6]["nosuid"]
    assert first[7] == ("done", 3000 << 10) and first[8][0] == "ENOSPC", "home and /tmp share what a box may write"
    assert "planted" not in left, "nothing is left for the next box"


def test_packages_are_looked_for_wherever_a_prefix_may_keep_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [
        tmp_path / "else" / "site-packages", tmp_path / "lib/python3.12/site-packages",
        tmp_path / "lib/python3/dist-packages", tmp_path / "envs/other/lib/python3.11/site-packages",
        tmp_path / "pkgs/scikit-learn-1.7/lib/python3.13/site-packages", tmp_path / "pkgs/noarch/site-packages",
    ]  # fmt: skip
    for place in places:
        place.mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.syspath_prepend(places[0])
    found = wall.package_folders()
    assert set(places) < set(found) and len(set(found)) == len(found)


def test_for_root_of_a_namespace_of_one_user_strict_is_the_same() -> None:
    facts, crimes = seen("strict", ["facts"], ["crimes"], alone=True)
    assert (facts["uid"], facts["pid"], facts["host"]) == (1000, 1, "gatehouse")
    assert set(facts["status"].values()) >= {NO_CAPABILITIES}
    assert "done" not in crimes.values()


# --- container ------------------------------------------------------------------------------------------------------


CONTAINERS: dict[str, dict[str, Any]] = {
    "one user of a user namespace": {"alone": True},
    "an ordinary user": {"by": ["--no-namespaces"]},
    "root": {"by": ["--no-namespaces", "--stay-root"]},
}


def test_an_ordinary_user_has_strict_without_any_setup() -> None:
    """Where the tests are run by root, too: for `UID` nothing was prepared."""
    facts, crimes, spaces = seen("strict", ["facts"], ["crimes"], ["namespaces"], by=["--"])
    assert not set(spaces.values()) & set(_namespaces("self").values())
    assert (facts["uid"], facts["pid"]) == (1000, 1) and "done" not in crimes.values()


@pytest.fixture(scope="module", params=CONTAINERS)
def answers(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("only root can play root")
    questions: dict[str, list[Any]] = {
        "facts": ["facts"], "crimes": ["crimes"], "root": ["listing", "/"], "proc": ["listing", "/proc"],
        "temporary": ["listing", "/tmp"], "code": ["listing", str(ROOT)], "password": ["read", "/etc/passwd"],
        "init": ["read", "/proc/1/environ"], "usr": ["write", "/usr/planted"], "tmp": ["write", "/tmp/planted"],
        "own": ["write", "planted"], "fill": ["fill", 1, 8000], "threads": ["threads", 8],
        "null": ["write", "/dev/null"],
    }  # fmt: skip
    return dict(zip(questions, seen("container", *questions.values(), **CONTAINERS[request.param]), strict=True))


@pytest.mark.skipif(not linux.landlock_abi(), reason="this kernel has no Landlock, so there is no level `container`")
class TestContainer:
    """As in a container that forbids namespaces, run by whoever such containers have."""

    def test_it_has_no_powers(self, answers: dict[str, Any]) -> None:
        status = answers["facts"]["status"]
        assert answers["facts"]["uid"] == answers["facts"]["euid"] in (0, os.geteuid() or UID, 65534)
        # Who has no capability cannot empty the bounding set; with no new privileges it bounds nothing that could grow.
        assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {NO_CAPABILITIES}
        assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")

    @pytest.mark.parametrize("crime", STARTING + SOCKETS + KERNEL)
    def test_it_is_forbidden_to(self, answers: dict[str, Any], crime: str) -> None:
        assert answers["crimes"][crime] == "EPERM"

    @pytest.mark.parametrize("question", ["root", "proc", "temporary", "code", "password", "init", "usr", "tmp"])
    def test_it_sees_and_writes_nothing_of_the_machine(self, answers: dict[str, Any], question: str) -> None:
        assert answers[question] in ("EACCES", "EPERM")

    def test_its_own_folder_is_its_own(self, answers: dict[str, Any]) -> None:
        assert (answers["own"], answers["null"], answers["threads"]) == ("done", "done", 8)
        assert answers["fill"] == ["EFBIG", 4 << 20]
        assert str(ROOT) not in answers["facts"]["cwd"]
        assert not Path(answers["facts"]["cwd"]).exists(), "it is gone with its box"

    def test_it_holds_its_wire_and_its_output_and_nothing_else(self, answers: dict[str, Any]) -> None:
        assert answers["facts"]["descriptors"] in ([0, 1, 2, 3], [0, 1, 2, 3, 4])


@pytest.mark.parametrize("level", ["strict", "container"])
@pytest.mark.parametrize(("missing", "says"), [("landlock", "needs Landlock"), ("seccomp", "no seccomp table for")])
def test_what_the_kernel_lacks_is_known_before_anything_is_promised(
    monkeypatch: pytest.MonkeyPatch, level: str, missing: str, says: str
) -> None:
    """Then the server tries the next level; found out in a child, it would fail every submission."""
    if missing == "landlock":
        monkeypatch.setattr(linux, "landlock_abi", lambda: 0)
    else:
        monkeypatch.setattr(linux, "_TABLES", {})
    with pytest.raises(wall.WallError, match=says):
        wall.enter_outer(wall.OuterPlan(level, "/nowhere", "/nowhere"))


# --- process --------------------------------------------------------------------------------------------------------


def test_at_the_lowest_level_limits_still_hold() -> None:
    facts, fill, files = seen("process", ["facts"], ["fill", 1, 8000], ["open_files", 1000])
    assert facts["limits"]["CORE"] == [0, 0]
    assert (fill[0], files) == ("EFBIG", "EMFILE")
    assert facts["uid"] == os.getuid() and "PYTHONPATH" not in facts["environment"]


# --- plans ----------------------------------------------------------------------------------------------------------


def test_levels_are_named_from_the_weakest() -> None:
    assert wall.LEVELS == ("process", "container", "strict")


def test_the_interpreter_and_its_packages_are_what_is_visible() -> None:
    roots = wall.visible_roots()
    assert os.path.abspath(sys.prefix) in roots or sys.prefix in ("/usr", "/")
    assert not {"/", "/usr", str(ROOT), str(Path.home())} & set(roots)
    assert len(set(roots)) == len(roots)


def test_an_outer_plan_is_plain_data() -> None:
    plan = wall.OuterPlan("strict", "/scaffold", "/package", hidden=("/secret",))
    assert wall.OuterPlan(**json.loads(json.dumps(plan.to_plain()))).hidden == ["/secret"]  # type: ignore[comparison-overlap]
