"""IPython's shell, with what a cell shows recorded instead of written to a terminal."""

from __future__ import annotations

import builtins
import signal
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from .outputs import Recorder, Stream

_print = builtins.print  # before the worker records what is given to it: a notebook's outputs are recorded here
_recorder = Recorder()


class Publisher(DisplayPublisher):
    """What `display` ends in."""

    def publish(  # type: ignore[override]
        self, data: dict[str, Any], metadata: Any = None, source: Any = None, *, transient: Any = None,
        update: bool = False, **_: Any,
    ) -> None:  # fmt: skip
        _recorder.show("display_data", data, (transient or {}).get("display_id"), update=update)

    def clear_output(self, wait: bool = False) -> None:
        _recorder.clear(wait=wait)


class Hook(DisplayHook):
    """What the value of a cell's last expression is given to."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        sys.stdout.flush()
        _recorder.show("execute_result", format_dict)


class Shell(InteractiveShell):
    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    refusal = ""

    @classmethod
    def instance(cls, *_: Any, **__: Any) -> Shell:  # type: ignore[override]
        config = Config()
        config.HistoryManager.enabled = False  # it would start a thread, and write a file
        config.HistoryAccessor.enabled = False
        config.InteractiveShell.colors = "nocolor"
        return super().instance(config=config)  # type: ignore[return-value]

    def open(self, refusal: str) -> None:
        """A notebook is about to be run in this process; `refusal` is said of a line of the shell."""
        self.refusal = refusal
        builtins.print, builtins.input = _print, _no_input  # type: ignore[assignment]
        builtins.display = self.user_ns_hidden.get("display", getattr(builtins, "display", None))  # type: ignore[attr-defined]
        sys.stdout, sys.stderr = Stream(_recorder, "stdout", 1), Stream(_recorder, "stderr", 2)  # type: ignore[assignment]
        sys.path.insert(0, "")  # a module beside the notebook

    def run(self, source: str) -> dict[str, Any]:
        """Execute one cell. {"outputs", "count": its number, "failed": whether it ended with an exception}."""
        _recorder.begin()
        count = self.execution_count
        signal.signal(signal.SIGINT, signal.default_int_handler)  # only now: how the grader ends a cell out of time
        try:
            result = self.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:  # the interruption came while IPython tidied up
            error = raised
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        if error is not None and not any(output["type"] == "error" for output in _recorder.outputs):
            _recorder.error(type(error).__name__, _text(error), [f"{type(error).__name__}: {_text(error)}"])
        return {"outputs": list(_recorder.outputs), "count": count, "failed": error is not None}

    # -- what IPython would do with a terminal and a system

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        _recorder.error(etype.__name__, _text(evalue), stb)

    def system(self, cmd: str) -> None:  # type: ignore[override]
        """`!command`: an error output that says why not. As with a command that fails, the cell goes on."""
        self._say_no(cmd)

    system_piped = system_raw = system  # type: ignore[assignment]

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        self._say_no(cmd)
        return SList() if split else ""

    def _say_no(self, command: str) -> None:
        text = f"{self.refusal}\n!{command[:200]}"
        _recorder.error("PermissionError", text, [f"PermissionError: {text}"])
        self.user_ns["_exit_code"] = 1

    def enable_gui(self, gui: Any = None) -> None:
        """Figures go into the outputs; there is no event loop of a window to enter."""

    def ask_exit(self) -> None:
        """`exit` and `quit` end nothing in a notebook."""

    def init_virtualenv(self) -> None:
        """Its packages are on the path already, as far as they may be seen."""


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return "(its message raises an exception)"


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")
