"""A lesson as an autograder for Gradescope: a zip of `setup.sh`, `run_autograder`, the lesson and the grader.

https://gradescope-autograders.readthedocs.io/en/latest/specs/. Both halves of the lesson are in it, so it is for
Gradescope only.
"""

from __future__ import annotations

import importlib.metadata
import os
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement  # pytest brings it
from packaging.utils import canonicalize_name

from grader.course.lesson import Lesson, LessonError, discover
from grader.sandbox.runtimes import find

DISTRIBUTION = "gatehouse-grader"
_HERE = Path(__file__).parent
_SCRIPTS = ("setup.sh", "run_autograder")
_PROOFS = frozenset({"wrong", "right", "mutants.json", "equivalent_mutants.toml", "__pycache__"})  # judge nobody
_LONG_AGO = (2020, 1, 1, 0, 0, 0)  # of every file, so that the same lesson is the same zip


def export(course: Path, lesson: Lesson, file: Path, lang: str) -> list[str]:
    """Write the zip; the names in it. `lang` is the language of the feedback.

    Raises LessonError if the hidden half is not at hand, or a file of the lesson is a link, and OSError.
    """
    if lacking := lesson.lacks_hidden():
        raise LessonError(f"{lacking}; an autograder needs it: get the course's solutions/")
    texts = {name: (_HERE / name).read_bytes() for name in _SCRIPTS}
    texts["settings.sh"] = f"LESSON={shlex.quote(lesson.id)}\nGATEHOUSE_LANG={shlex.quote(lang)}\n".encode()
    texts["requirements.txt"] = "".join(f"{line}\n" for line in _pinned(lesson)).encode()
    for path in _files(course, lesson):
        texts[f"course/{path.relative_to(course).as_posix()}"] = path.read_bytes()
    package = _HERE.parents[1]
    for path in _below(package):
        texts[f"package/grader/{path.relative_to(package).as_posix()}"] = path.read_bytes()
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.tmp")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in texts.items():
                entry = zipfile.ZipInfo(name, _LONG_AGO)
                entry.external_attr = (0o755 if name in _SCRIPTS else 0o644) << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
        os.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)
    return list(texts)


def _files(course: Path, lesson: Lesson) -> Iterator[Path]:
    """Both halves of the lesson, and what lies in solutions/ for every lesson, such as oracles; proofs are left out."""
    others = {one.id for one in discover(course)} - {lesson.id}
    yield from _below(lesson.public)
    for entry in sorted((course / "solutions").iterdir()):
        if entry.name not in others:
            yield from _below(entry)


def _below(folder: Path) -> Iterator[Path]:
    if folder.is_symlink():
        raise LessonError(f"{folder} is a link; put the file itself there, for a link leads nowhere in the autograder")
    if folder.is_file():
        yield folder
    elif folder.is_dir():
        for entry in sorted(folder.iterdir()):
            if entry.name not in _PROOFS and not entry.name.startswith("."):
                yield from _below(entry)


def _pinned(lesson: Lesson) -> list[str]:
    """What grading the lesson needs beside the grader, ``name==version`` as installed here, in order."""
    runtimes = [find(form.runtime) for form in lesson.forms]
    waiting = [(DISTRIBUTION, ""), *((one.distribution, one.extra or "") for one in runtimes)]
    seen: set[tuple[str, str]] = set()
    versions: dict[str, str] = {}
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            raise LessonError(
                f"{lesson.id} needs {name}, which is not installed; install it, and export again"
            ) from None
        if canonicalize_name(name) != DISTRIBUTION:
            versions[canonicalize_name(name)] = found.version
        for text in found.requires or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                waiting += [(needed.name, one) for one in ("", *needed.extras)]
    return [f"{name}=={version}" for name, version in sorted(versions.items())]


__all__ = ["export"]
