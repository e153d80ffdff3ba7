"""What a program finds around it besides its libraries: images under the names that scripts know, figures that are
closed when they are shown, progress bars that are text. Service to honest code, like all else in here.
"""

from __future__ import annotations

import builtins
import errno
import functools
import os
import socket
import sys
import threading
import types
from collections.abc import Callable
from typing import Any

from .. import mnist
from ..imports import Hooks
from .figures import Figures

in_english = str  # marks what is translated outside the wall
_NO_NETWORK = in_english(
    "no network can be reached from here: a graded answer downloads nothing, what it needs it gets as its arguments"
)
_NO_NETWORK_OF_A_SCRIPT = in_english(
    "no network can be reached from here: download the file yourself, lay it beside the script, and open it by its "
    "name, or give it to `grader run` with --with FILE"
)
_UNREACHED = (errno.EPERM, errno.EACCES, errno.ENETUNREACH, errno.ENETDOWN)
_DEEPEST = 20
_OF_NUMPY: dict[str, type | str] = {
    "int": int, "float": float, "bool": bool, "object": object, "complex": complex, "str": str, "long": int,
    "unicode": str, "float_": "float64", "complex_": "complex128", "unicode_": "str_", "string_": "bytes_",
    "Inf": "inf", "Infinity": "inf", "infty": "inf", "NaN": "nan", "NAN": "nan", "product": "prod",
    "cumproduct": "cumprod", "sometrue": "any", "alltrue": "all", "row_stack": "vstack", "in1d": "isin",
    "trapz": "trapezoid", "round_": "round",
}  # fmt: skip


class Surroundings:
    """Of a graded answer, until `make_script` is called. What does not depend on the child is changed by `install`, in
    the warm server, once; the rest by `begin`, in the child."""

    def __init__(self) -> None:
        self._images: mnist.Images | None = None
        self._is_script = False
        self.hooks = Hooks()
        self.figures = Figures()
        self._names = mnist.Names(self._served, graded=lambda: not self._is_script)

    def install(self) -> None:
        self.hooks.install()
        self._names.install(self.hooks)
        if not hasattr(builtins, "__IPYTHON__"):  # where IPython's shell runs, it shows figures itself
            self.figures.install(self.hooks)

    def begin(self, send: Callable[[dict[str, Any]], None], grader: types.ModuleType) -> None:
        """`send` takes a message for the wire; `grader` is the package that a program may import."""
        self.figures.send = send
        self.hooks.after("tqdm.notebook", _bars_of_text)
        self.hooks.after("multiprocessing.synchronize", _locks_of_threads)
        data = sys.modules["grader.data"] = types.ModuleType("grader.data", "The images that a lesson trains on.")
        self._names.fill_data(data)
        grader.data = data  # type: ignore[attr-defined]

    def make_script(self, images: mnist.Images | None, files: dict[str, bytes]) -> None:
        """The program is a whole script: it may read `images`, finds `files` (by relative path) beside it, and what it
        draws is sent."""
        self._is_script, self._images = True, images
        self.figures.are_sent = True
        for name, content in files.items():
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "wb") as stream:
                stream.write(content)
        sys.path.insert(0, os.getcwd())
        self.hooks.after("numpy", _older_names)

    def told(self, error: BaseException) -> str | None:
        """Our sentence about an exception that another one hides: a download that found no network. Else None."""
        if not isinstance(error, OSError) and type(error) not in (Exception, RuntimeError):
            return None
        found: BaseException | None = error
        for _ in range(_DEEPEST):
            if found is None or isinstance(found, FileNotFoundError):
                return None
            if isinstance(found, socket.gaierror) or (
                isinstance(found, OSError) and found.errno in _UNREACHED and _raised_in(found, socket.__file__)
            ):
                return _NO_NETWORK_OF_A_SCRIPT if self._is_script else _NO_NETWORK
            found = found.__cause__ or found.__context__
        return None

    def _served(self) -> mnist.Images:
        if self._images is None:
            raise RuntimeError(mnist.NOT_AT_HAND if self._is_script else mnist.REFUSED)
        return self._images


def _older_names(numpy: types.ModuleType) -> None:
    """What scripts of its time call NumPy's types and functions."""
    for name, new in _OF_NUMPY.items():
        if name not in vars(numpy):
            setattr(numpy, name, new if isinstance(new, type) else getattr(numpy, new))


def _bars_of_text(module: types.ModuleType) -> None:
    """Widgets need a browser."""
    std = sys.modules["tqdm.std"]
    names = {"tqdm": std.tqdm, "tqdm_notebook": std.tqdm, "trange": std.trange, "tnrange": std.trange}
    vars(module).update(names)


def _locks_of_threads(module: types.ModuleType) -> None:
    """Where no second process can be, locks between several, which need shared memory, are locks between threads."""
    try:
        sys.modules["multiprocessing"].Lock()
    except OSError:
        pass
    else:
        return
    for name in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier"):
        setattr(module, name, functools.partial(_without_context, getattr(threading, name)))


def _without_context(make: Callable[..., Any], *values: Any, ctx: Any = None) -> Any:
    return make(*values)


def _raised_in(error: BaseException, file: str) -> bool:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename == file
