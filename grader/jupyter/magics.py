"""``%load_ext grader``: ``%check`` grades the notebook's saved file and shows what is so; and its company.

`%check` saves nothing, changes nothing in the kernel but what it prints, and shows a sentence instead of a traceback.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import Image, Markdown, display

from grader.checks.concerns import checks_of, matching
from grader.course.lesson import Lesson, LessonError
from grader.jupyter import doing
from grader.jupyter.cells import names
from grader.jupyter.check_table import CheckTable, Sentence, age
from grader.jupyter.images import NotebookImages
from grader.jupyter.pictures import pictures
from grader.jupyter.places import Refused
from grader.jupyter.process import Checker, CheckerError
from grader.jupyter.recording import record_check
from grader.jupyter.saved import MagicError, Notebook, find_lesson, find_notebook
from grader.messages.languages import default_language, languages
from grader.messages.sentences import defer, joined, listed, say, say_in
from grader.messages.text import Text
from grader.reports.console import curve_point
from grader.source.regions import MarkerError, find_regions
from grader.verdict import CurvePoint

_PROGRESS_SECONDS = 2.0
_OPTIONS = ("--file", "--lang")

_OR = say_in("between choices", " or ")
USAGE = say(
    """%check                   run every check of this notebook's lesson
%check forget_gate       only the checks that concern forget_gate
%check --lang zh         show the result in Chinese ({languages})
%check --file x.ipynb    check another file
%hint                    the next hint; hints cost no points
%reset forget_gate       put the stub back there, or with all everywhere; a copy is kept
%see                     draw the lesson's picture from your own code
%report                  write a lab report with your code and its last result""",
    languages=joined(_OR, languages()),
)


@magics_class
class CheckMagics(Magics):
    """The magics of one kernel, with the process that grades for it."""

    def __init__(self, shell: Any, checker: Checker | None = None) -> None:
        super().__init__(shell)
        self._variables: dict[str, Any] = shell.user_ns
        self.checker = checker or Checker()
        self.images: NotebookImages | None = None
        self._own_reset: Callable[[str], Any] = shell.magics_manager.magics["line"].get("reset")
        self._run: dict[str, tuple[float, str]] = {}  # cell id -> when it was run last, and its code then

    @line_magic
    def check(self, line: str) -> None:
        """Check the saved notebook: `%check`, `%check forget_gate`, `%check --lang en`, `%check --file x.ipynb`."""
        self._do(line, self._check)

    @line_magic
    def see(self, line: str) -> None:
        """Draw the lesson's picture from the saved notebook's own code: `%see`. Nothing is graded."""
        self._do(line, self._see)

    def _do(self, line: str, work: Callable[[Path, Notebook, list[str], str], None]) -> None:
        """`work` on the notebook that `line` means; what goes wrong is a sentence."""
        lang = default_language()
        try:
            options = _parse(line)
            lang = options.lang or lang
            if options.help:
                display(Sentence(USAGE.get(lang)))
                return
            path = _given(options.file) if options.file else find_notebook(self._variables)
            notebook = Notebook.read(path)
            lang = options.lang or notebook.lang or lang
            lang = lang if lang in languages() else default_language()
            work(path, notebook, options.names, lang)
        except KeyboardInterrupt:
            display(Sentence(_STOPPED.get(lang)))
        except MagicError as error:
            display(Sentence(error.text.get(lang), "error"))
        except LessonError as error:
            display(Sentence(_LESSON_BROKEN.say(error=str(error)).get(lang), "error"))
        except Exception as error:  # ours, not the student's: no traceback of ours in their notebook
            display(_broken(error, lang))

    @line_magic
    def hint(self, line: str) -> None:
        """Show the next hint for this notebook's lesson."""
        with self._sentences() as (path, lang):
            found, left = doing.next_hint(*doing.lesson_of(path))
            more = say("hints left: {n}", n=left).get(lang)
            display(Markdown(f"{found.text.get(lang)}\n\n*{more}*"))

    @line_magic
    def reset(self, line: str) -> None:
        """`%reset forget_gate`, `%reset all`: put the stub back. Anything else is IPython's own `%reset`."""
        name = line.strip()
        if not name or name.startswith("-"):
            self._own_reset(line)
            return
        with self._sentences() as (path, lang):
            _, lesson = doing.lesson_of(path)
            if name != doing.ALL and name not in {region.name for region in find_regions(lesson.stub)}:
                self._own_reset(line)
                return
            kept = doing.reset(path, None if name == doing.ALL else name, lang)
            display(Sentence(_RESET.say(file=kept.name).get(lang)))

    @line_magic
    def report(self, line: str) -> None:
        """Write a lab report beside the notebook, as Markdown and as a page."""
        with self._sentences() as (path, lang):
            names = listed(written.name for written in doing.report(path, lang))
            display(Sentence(say("written: {files}", files=names).get(lang)))

    @contextmanager
    def _sentences(self) -> Iterator[tuple[Path, str]]:
        """The notebook and its language; what is refused in the block is a sentence."""
        lang = self._lang()
        try:
            yield find_notebook(self._variables), lang
        except (MagicError, Refused) as error:
            display(Sentence(error.text.get(lang), "error"))
        except LessonError as error:
            display(Sentence(_LESSON_BROKEN.say(error=str(error)).get(lang), "error"))
        except OSError as error:
            display(_broken(error, lang))

    @line_magic
    def points(self, line: str) -> None:
        """`%points CHECK`: a cell of an nbgrader assignment that stands for a check, and is graded elsewhere."""
        if os.environ.get("NBGRADER_EXECUTION") == "autograde":  # without our line in nbgrader_config.py
            raise UsageError(_NOT_GRADED_HERE.en)
        name, lang = line.strip(), self._lang()
        told = _POINTS_HIDDEN if name.startswith("hidden-") else _POINTS_PUBLIC.say(name=name)
        display(Sentence(told.get(lang)))

    def _lang(self) -> str:
        """The notebook's language, where that is known."""
        try:
            lang = Notebook.read(find_notebook(self._variables)).lang
        except MagicError:
            lang = None
        return lang if lang in languages() else default_language()

    def _check(self, path: Path, notebook: Notebook, asked: list[str], lang: str) -> None:
        lesson = find_lesson(path, notebook)
        hidden = lesson.private is not None
        only = None
        if asked:
            checks = checks_of(lesson, hidden)
            only = list(dict.fromkeys(each for name in asked for each in _concerning(name, checks, lesson)))
        saved = path.stat().st_mtime
        note = _saved(path, saved).get(lang)
        # One display, filled in when the verdict is there: a lesson that trains takes a minute.
        checking = f"{_CHECKING.get(lang)} {note}"
        shown = display(Sentence(checking), display_id=True)
        try:
            verdict = self.checker.check(lesson, path, only, _progress(shown, checking, lang))
        except KeyboardInterrupt:
            _show(shown, Sentence(_STOPPED.get(lang)))
            return
        except Exception as error:
            _show(shown, _broken(error, lang))
            return
        if only is None:
            record_check(lesson, verdict, path)
        note = _saved(path, saved).get(lang)
        _show(shown, CheckTable(verdict, lesson.title, lang, note, self._unsaved(notebook, saved, lang), tuple(asked)))

    def _see(self, path: Path, notebook: Notebook, asked: list[str], lang: str) -> None:
        lesson = find_lesson(path, notebook)
        shown = display(Sentence(_DRAWING.get(lang)), display_id=True)
        for picture in pictures(path, lesson.id, lang):
            display(Image(data=picture))
        _show(shown, Sentence(_saved(path, path.stat().st_mtime).get(lang)))

    def remember(self, info: Any) -> None:
        """Keep what a cell ran, so that `%check` can say when it is newer than the saved file (`pre_run_cell`)."""
        if cell_id := getattr(info, "cell_id", None):
            self._run[cell_id] = (time.time(), info.raw_cell)

    def _unsaved(self, notebook: Notebook, saved: float, lang: str) -> str | None:
        """A warning if code in a region was run since the file was saved, and the file does not have it."""
        newer = []
        for number, (cell_id, source) in enumerate(notebook.code, 1):
            when, ran = self._run.get(cell_id or "", (0.0, ""))
            if when > saved and _regions(ran) != _regions(source):
                newer.append(str(number))
        return _UNSAVED.say(cells=listed(newer)).get(lang) if newer else None

    def complete(self, shell: Any, event: Any) -> list[str]:
        """Tab after `%check`: the names that can be asked about."""
        try:
            path = find_notebook(self._variables)
            lesson = find_lesson(path, Notebook.read(path))
            checks = checks_of(lesson, lesson.private is not None)
            return [name for name in names(lesson) if matching(name, checks)] + list(_OPTIONS)
        except (MagicError, LessonError):
            return list(_OPTIONS)


_CHECKING = say("Checking…")
_DRAWING = say("Drawing, from your own code; a lesson that trains takes a minute…")
_POINTS_PUBLIC = defer("These points are given when your work is graded. To try this check now: %check {name}")
_POINTS_HIDDEN = say("These points are given when your work is graded, by a check that is not shown.")
_NOT_GRADED_HERE = say(
    "this cell is graded by Gatehouse and not by a kernel: put grader.nbgrader.configure(c) into nbgrader_config.py"
)
_UNSAVED = defer(
    "What you ran in code cell {cells} is not what the saved file has. Press Ctrl+S, then run %check again."
)
_STOPPED = say("Stopped; nothing was changed. Run %check again whenever you like.")
_BROKEN = defer(
    "The check itself broke down, which is not your fault: {error}\n"
    "Run %check once more; if it happens again, show this to your teacher."
)
_LESSON_BROKEN = defer(
    "The lesson could not be read: {error}\n"
    "Build the workspace again with `grader workspace` (your notebooks are kept), or ask your teacher."
)


_RESET = defer(
    "The stub is back in the saved file; what was there is kept in the folder earlier, as {file}. Load the notebook "
    "again: File, Reload Notebook from Disk."
)


def _saved(path: Path, when: float) -> Text:
    return say(
        "{file}, saved {age}; changes since then are not graded: press Ctrl+S to save them",
        file=path.name, age=age(time.time() - when),
    )  # fmt: skip


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise MagicError(say_in("%check", "{message}. Usage:\n{usage}", message=message, usage=USAGE))


def _parse(line: str) -> argparse.Namespace:
    parser = _Arguments("%check", add_help=False, exit_on_error=True, allow_abbrev=False)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--lang", choices=languages())
    parser.add_argument("--file")
    parser.add_argument("-h", "--help", action="store_true")
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        parser.error(str(error))
    return parser.parse_intermixed_args(words)


def _concerning(name: str, checks: dict[str, frozenset[str]], lesson: Lesson) -> list[str]:
    concerned = matching(name, checks)
    if not concerned:
        known = ", ".join([each for each in names(lesson) if matching(each, checks)] or checks)
        raise MagicError(
            say(
                "no check concerns '{name}'. There are: {known}; or leave the name out to run every check",
                name=name, known=known,
            )
        )  # fmt: skip
    return concerned


def _given(name: str) -> Path:
    path = Path(name).expanduser().absolute()
    if not path.is_file():
        raise MagicError(say("there is no file {path}; check its name", path=str(path)))
    return path


def _regions(source: str) -> object:
    """What counts in a cell: the lines in its regions, or all of it where the markers are broken."""
    try:
        return [(region.name, [line.rstrip() for line in region.lines]) for region in find_regions(source)]
    except MarkerError:
        return source


def _broken(error: Exception, lang: str) -> Sentence:
    reason = str(error) if isinstance(error, CheckerError) else f"{type(error).__name__}: {error}"
    return Sentence(_BROKEN.say(error=reason).get(lang), "fault")


def _show(handle: Any, shown: Sentence | CheckTable) -> None:
    if handle is None:
        display(shown)
    else:
        handle.update(shown)


def _progress(handle: Any, checking: str, lang: str) -> Callable[[CurvePoint], None]:
    """Show the training's latest point below `checking`, at most once in a while: a terminal shows each one anew."""
    last = time.monotonic()

    def on_curve(point: CurvePoint) -> None:
        nonlocal last
        if time.monotonic() - last < _PROGRESS_SECONDS:
            return
        last = time.monotonic()
        _show(handle, Sentence(f"{checking}\n{curve_point(point, lang)}"))

    return on_curve


def load_ipython_extension(shell: Any) -> None:
    """Register `%check`; loading it twice is harmless."""
    if _loaded(shell):
        return
    magics = CheckMagics(shell)
    shell.register_magics(magics)
    shell.events.register("pre_run_cell", magics.remember)
    shell.set_hook("complete_command", magics.complete, str_key="%check")
    atexit.register(magics.checker.close)
    magics.images = NotebookImages()


def unload_ipython_extension(shell: Any) -> None:
    """Take `%check` away again, and end its process."""
    if magics := _loaded(shell):
        del shell.magics_manager.registry[CheckMagics.__name__]
        shell.events.unregister("pre_run_cell", magics.remember)
        for name in ("check", "hint", "points", "report", "reset", "see"):
            shell.magics_manager.magics["line"].pop(name, None)
        shell.magics_manager.magics["line"]["reset"] = magics._own_reset
        atexit.unregister(magics.checker.close)
        magics.checker.close()
        if magics.images:
            magics.images.close()


def _loaded(shell: Any) -> CheckMagics | None:
    """The magics that this shell has already."""
    return shell.magics_manager.registry.get(CheckMagics.__name__)
