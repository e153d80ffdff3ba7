"""`grader new LESSON`: the pair of folders of a small, working lesson, to write over.

Each file of it is a template in ``templates/exercises/`` or ``templates/solutions/``, named as it will be named in the
lesson; ``module.py`` gets the name of the lesson's module. To add a file to new lessons, add a template.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.course.lesson import LessonError
from grader.sandbox.runtimes import DEFAULT, installed
from grader.source.regions import marker

_TEMPLATES = Path(__file__).parent / "templates"
_SUFFIX = ".jinja"
_LONGEST_TITLE = 200
# What lies in a lesson's folder, or is imported from there: a module of such a name would be taken for it.
_TAKEN = {"test_public", "test_hidden", "probe", "conftest", "oracles", "grader", "pytest"}


def new_lesson(course: Path, lesson_id: str, en: str, zh: str) -> list[Path]:
    """Write both halves of a small, working lesson; returns the files. `en` and `zh` are its titles.

    Raises LessonError if a title is not one line of text, if a folder is in the way, or if the lesson's module would
    have the name of another one.
    """
    for title in (en, zh):
        if not _is_title(title):
            raise LessonError(f"{title!r} cannot be a title; give one line of at most {_LONGEST_TITLE} characters")
    stem = _module_name(lesson_id)
    homes = {half: course / half / lesson_id for half in ("exercises", "solutions")}
    for folder in homes.values():
        if folder.exists():
            raise LessonError(f"{folder} exists already; choose another name or remove it")
    files = {}
    for template, text in _rendered(stem=stem, title_en=en, title_zh=zh, runtime=DEFAULT):
        half, *folders, name = template.removesuffix(_SUFFIX).split("/")
        files[homes[half].joinpath(*folders, f"{stem}.py" if name == "module.py" else name)] = text
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def _is_title(text: str) -> bool:
    one_line = text.splitlines() == [text] and bool(text.strip())
    return one_line and len(text) <= _LONGEST_TITLE and all(char.isprintable() or char.isspace() for char in text)


def _module_name(lesson_id: str) -> str:
    """``09-self-attention`` -> ``self_attention``. Raises LessonError if that is the name of another module."""
    stem = lesson_id.lstrip("0123456789-").replace("-", "_") or "lesson"
    if stem in _TAKEN | _imported() or stem in sys.stdlib_module_names:
        raise LessonError(
            f"{lesson_id} would call the lesson's module {stem}.py, but {stem} is the name of a file that lessons have "
            f"already, or of a Python module; choose a longer name, such as {lesson_id}-basics"
        )
    return stem


def _imported() -> set[str]:
    """The top-level modules that runtimes import."""
    warm = (name for one in installed() for backend in (one.backends or (None,)) for name in one.warm(backend))
    return {name.split(".")[0] for name in warm}


def _rendered(**values: str) -> Iterator[tuple[str, str]]:
    """The name and the text of every template."""
    import jinja2  # only `grader new` needs it here

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=False,  # nothing here is HTML: a title is quoted by `toml` and `docstring`
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    others = (f'"{one.name}"' for one in installed() if not one.is_dialect and one.name != DEFAULT)
    environment.globals.update(marker=marker, other_runtimes=" or ".join(others))
    environment.filters.update(toml=_toml, docstring=_docstring)
    for name in environment.list_templates(extensions=[_SUFFIX.lstrip(".")]):
        yield name, environment.get_template(name).render(values)


def _toml(text: str) -> str:
    """`text` as a TOML string, which for printable text is a JSON string."""
    return json.dumps(text, ensure_ascii=False)


def _docstring(text: str) -> str:
    """`text` as it must stand inside a docstring to be read back unchanged."""
    return text.replace("\\", "\\\\").replace('""', '\\"\\"')
