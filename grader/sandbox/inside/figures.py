"""Figures of matplotlib where nobody sees a window: `show` closes them, `pause` does not wait; a script's are sent.

Nothing of matplotlib is imported for it.
"""

from __future__ import annotations

import functools
import sys
import types
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from ..imports import Hooks

_DRAWN = ("title", "xlabel", "ylabel", "xlim", "ylim", "xticks", "yticks", "xscale", "yscale", "colorbar", "clim",
          "suptitle", "tight_layout", "subplots_adjust", "savefig", "imsave", "draw")  # fmt: skip
MOST_FIGURES = 20
MOST_PIXELS = 4_000_000


class Figures:
    """`send` takes {"progress": {"figure": pixels}}, uint8 (height, width, 4), for each figure, if they `are_sent`."""

    send: Callable[[dict[str, Any]], None]

    def __init__(self) -> None:
        self.are_sent = False
        self._sent: set[int] = set()

    def install(self, hooks: Hooks) -> None:
        hooks.after("matplotlib", self._change_matplotlib)
        hooks.after("matplotlib.pyplot", self._change_pyplot)
        hooks.after("matplotlib.figure", self._change_figure)
        hooks.after("matplotlib.axes._axes", self._change_axes)

    def send_open(self) -> None:
        """Send those that are open. Nothing happens if none was ever drawn."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if self.are_sent and pyplot is not None and hasattr(pyplot, "get_fignums"):
            for number in pyplot.get_fignums():
                self._try_to_send(pyplot.figure(number))

    def _change_matplotlib(self, module: types.ModuleType) -> None:
        module.use = _ignored  # type: ignore[attr-defined]  # there is no window for another backend

    def _change_pyplot(self, module: types.ModuleType) -> None:
        def show(*_: Any, **__: Any) -> None:
            self.send_open()
            module.close("all")

        real_switch = module.switch_backend

        def switch_backend(newbackend: str) -> None:
            real_switch("agg")  # whatever was asked for; pyplot asks itself, too

        def waitforbuttonpress(timeout: float = -1) -> None:
            return None

        names = {"show": show, "pause": _ignored, "switch_backend": switch_backend}
        vars(module).update(names, waitforbuttonpress=waitforbuttonpress)
        for name in {*_DRAWN, *_drawing(sys.modules["matplotlib.axes"].Axes)} & vars(module).keys():
            setattr(module, name, self._harmless(vars(module)[name]))

    def _change_axes(self, module: types.ModuleType) -> None:
        for name, method in _drawing(module.Axes).items():
            setattr(module.Axes, name, self._harmless(method))

    def _harmless(self, draw: Callable[..., Any]) -> Callable[..., Any]:
        """`draw`, which in a graded answer says of what it cannot draw, and goes on: a figure costs nobody a point."""

        @functools.wraps(draw)
        def drawn(*values: Any, **options: Any) -> Any:
            try:
                return draw(*values, **options)
            except MemoryError:
                raise
            except Exception as error:
                if self.are_sent:
                    raise
                print(f"{draw.__name__}: {type(error).__name__}: {error}"[:300], file=sys.stderr)
                return None

        return drawn

    def _change_figure(self, module: types.ModuleType) -> None:
        real = module.Figure.savefig

        @functools.wraps(real)
        def savefig(figure: Any, *values: Any, **options: Any) -> Any:
            result = real(figure, *values, **options)
            if self.are_sent:
                self._try_to_send(figure)
            return result

        module.Figure.savefig = self._harmless(savefig)

    def _try_to_send(self, figure: Any) -> None:
        """A figure that cannot be drawn is no fault of the script, which may never have wanted it drawn."""
        if len(self._sent) < MOST_FIGURES:
            try:
                pixels = _pixels(figure)
            except Exception:
                return
            mark = zlib.crc32(pixels.tobytes())
            if mark not in self._sent:  # saved, and then shown
                self._sent.add(mark)
                self.send({"progress": {"figure": pixels}})


def _drawing(axes: type) -> dict[str, Callable[..., Any]]:
    """The methods that draw."""
    return {name: method for name, method in vars(axes).items() if name[0] != "_" and callable(method)}


def _ignored(*_: Any, **__: Any) -> None:
    return None


def _pixels(figure: Any) -> np.ndarray:
    if not hasattr(figure.canvas, "buffer_rgba"):
        sys.modules["matplotlib.backends.backend_agg"].FigureCanvasAgg(figure)
    dpi, (width, height) = figure.dpi, figure.get_size_inches()
    try:
        figure.dpi = min(dpi, (MOST_PIXELS / max(width * height, 1e-6)) ** 0.5)
        figure.canvas.draw()
        return np.array(figure.canvas.buffer_rgba())
    finally:
        figure.dpi = dpi
