"""The warm server: imports a runtime's heavy libraries once, runs nothing of them, and forks a walled child per order.

It holds no secret, since whatever it ever knew is known to every child. It talks to the grader over a listening
socket that it inherits; one connection is one child, and a connection that closes kills its child. When the lifeline
pipe closes (the grader is gone, however it went) the server ends, and at `strict` the kernel ends everything with it.

Order:  {"limits": {...}}, the fields of an InnerPlan, with three descriptors: wire, stdout, stderr.
Answer: {"pid"} with a pidfd, or {"error"}; later {"exit": {"status", "cpu", "peak_kb"}}.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import linux, wall

if TYPE_CHECKING:
    from .runtimes import Inside

_MAX_ORDER = 65536


def main(config: dict[str, Any]) -> None:
    """Wall in, warm up, serve. `config` is what `grader.sandbox.warm.WarmServer` writes. Never returns."""
    gc.disable()  # all that is made while it starts is used
    level, runtime = config["outer"]["level"], config["runtime"]
    try:
        visible = _enter(level, config.pop("outer"))
        # The children need them, and soon nothing more can be loaded from here.
        from . import runtimes, surroundings, worker

        inside = runtimes.load(runtime["name"], runtime["inside"])
        sys.path.pop(0)
        if level != "process":
            _forget_folders_but(wall.visible_roots())
        _warm_up(runtime["warm"], inside)
        around = surroundings.Surroundings()
        around.install()  # in every child it would take a few milliseconds
        ready = {"backend": inside.backend()}
    except wall.WallError as error:
        _say(config["ready_fd"], {"wall": str(error)})
        os._exit(3)
    except BaseException as error:
        _say(config["ready_fd"], {"error": f"{type(error).__name__}: {error}"})
        os._exit(4)
    _say(config["ready_fd"], ready)

    def become_worker() -> None:
        worker.serve(3, inside, around, on_gpu=runtime["device"] == "gpu")

    Server(level, visible, become_worker, socket.socket(fileno=config["listen_fd"]), config["lifeline_fd"]).serve()
    os._exit(0)


def _enter(level: str, outer: dict[str, Any]) -> dict[str, Any]:
    """Build the outer wall around this process; what of the plan its children need."""
    plan: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in outer.items()}
    outer.clear()  # what it hides are names that no child should find in its memory: nothing keeps them
    wall.enter_outer(wall.OuterPlan(**plan))
    if level == "strict":
        linux.die_with_parent(signal.SIGKILL)  # the parent only waits, and is what the grader can kill
        _move_to(wall.CODE)
    return {key: plan[key] for key in ("readable", "listable", "devices")}


def _move_to(folder: str) -> None:
    """Inside the new root this package lies elsewhere: import the rest of it from there."""
    package = __package__.split(".")[0]
    sys.path[0] = folder
    sys.modules[package].__path__ = [f"{folder}/sandbox"]
    sys.modules[__package__].__path__ = [f"{folder}/sandbox/inside"]


def _forget_folders_but(readable: tuple[str, ...]) -> None:
    """An editable install puts the course itself on the path: no student's import should look there."""
    roots = (*readable, "/usr")
    sys.path[:] = [path for path in sys.path if any(path == root or path.startswith(f"{root}/") for root in roots)]


def _say(fd: int, message: dict[str, Any]) -> None:
    os.write(fd, json.dumps(message).encode() + b"\n")
    os.close(fd)


def _warm_up(modules: list[str], inside: Inside) -> None:
    for name in modules:
        importlib.import_module(name)
    inside.install()
    if threading.active_count() > 1:  # a lock that one of them holds would never be released in a child
        started = ", ".join(thread.name for thread in threading.enumerate() if thread is not threading.main_thread())
        raise RuntimeError(f"its imports started threads ({started}), so it could not fork safely; import them later")
    gc.collect()
    gc.freeze()  # a collection in a child need not touch, and so copy, the pages of what is loaded here
    gc.enable()


class _Job:
    """One connection, and the child that it ordered."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.pid: int | None = None


class Server:
    """The loop: accept, fork, reap. Single-threaded, so that forking is safe."""

    def __init__(
        self, level: str, visible: dict[str, Any], become_worker: Callable[[], None], listener: socket.socket,
        lifeline: int,
    ) -> None:  # fmt: skip
        self._level, self._visible, self._become_worker = level, visible, become_worker
        self._listener, self._lifeline = listener, lifeline
        self._jobs: dict[int, _Job] = {}
        self._selector = selectors.DefaultSelector()
        self._wake_reader, self._wake_writer = os.pipe()

    def serve(self) -> None:
        """Until the lifeline closes."""
        os.set_blocking(self._wake_writer, False)
        os.set_blocking(self._wake_reader, False)
        signal.set_wakeup_fd(self._wake_writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the grader, which then lets go of the lifeline
        for source in (self._listener, self._lifeline, self._wake_reader):
            self._selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select(timeout=5):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj == self._lifeline:
                    self._kill_all()
                    return
                elif key.fileobj == self._wake_reader:
                    os.read(self._wake_reader, 4096)
                else:
                    self._hear(key.data)
            self._reap()

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        job = _Job(connection)
        self._selector.register(connection, selectors.EVENT_READ, job)

    def _hear(self, job: _Job) -> None:
        try:
            message, fds, _, _ = socket.recv_fds(job.connection, _MAX_ORDER, 3)
        except OSError:
            message, fds = b"", []
        if not message or job.pid is not None or len(fds) != 3:
            self._forget(job)
        else:
            try:
                self._fork(job, json.loads(message), fds)
            except OSError as error:
                self._tell(job, {"error": str(error)})
        for fd in fds:
            os.close(fd)

    def _fork(self, job: _Job, order: dict[str, Any], fds: list[int]) -> None:
        pid = wall.fork_walled(self._level)
        if pid == 0:
            self._become_child(order, fds)
        job.pid = pid
        self._jobs[pid] = job
        pidfd = os.pidfd_open(pid)
        try:
            socket.send_fds(job.connection, [json.dumps({"pid": pid}).encode()], [pidfd])
        except OSError:
            self._forget(job)
        finally:
            os.close(pidfd)

    def _become_child(self, order: dict[str, Any], fds: list[int]) -> None:
        """In the child: keep the three descriptors and nothing else, wall in, and serve the grader's calls."""
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            null = os.open("/dev/null", os.O_RDONLY)
            for target, source in enumerate([null, fds[1], fds[2]]):
                os.dup2(source, target)
            os.dup2(fds[0], 3)
            os.closerange(4, os.sysconf("SC_OPEN_MAX"))
            self._jobs.clear()
            os.setsid()  # what it leaves behind can be ended as one group, and the scheduler shares cores by session
            wall.enter_inner(self._level, wall.InnerPlan(**order["limits"], **self._visible))
        except BaseException as error:
            os.write(2, f"gatehouse: the wall could not be built: {error}\n".encode())
            os._exit(97)
        try:
            self._become_worker()
        finally:
            os._exit(0)

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            job = self._jobs.pop(pid, None)
            if job is not None:
                if self._level != "strict":
                    self._end_group(pid)
                cpu = usage.ru_utime + usage.ru_stime
                exit_code = os.waitstatus_to_exitcode(status)
                self._tell(job, {"exit": {"status": exit_code, "cpu": cpu, "peak_kb": usage.ru_maxrss}})

    @staticmethod
    def _end_group(pid: int) -> None:
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass

    def _tell(self, job: _Job, message: dict[str, Any]) -> None:
        try:
            job.connection.send(json.dumps(message).encode())
        except OSError:
            self._forget(job)

    def _forget(self, job: _Job) -> None:
        """The grader let go: the child, if it still runs, must not outlive that."""
        try:
            self._selector.unregister(job.connection)
        except (KeyError, ValueError):
            return
        job.connection.close()
        if job.pid in self._jobs:
            os.kill(job.pid, signal.SIGKILL)

    def _kill_all(self) -> None:
        for pid in self._jobs:
            os.kill(pid, signal.SIGKILL)
