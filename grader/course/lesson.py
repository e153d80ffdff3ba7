"""A lesson: one name in two halves, read from ``exercises/<id>/`` and ``solutions/<id>/``.

Discovery is the directory listing; there is no registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationInfo, field_validator

from grader.course import judged_by
from grader.course.judged_by import Input
from grader.course.places import LESSON_FILE
from grader.course.reserved import reserved
from grader.course.written import LessonError, from_json, from_toml, text_of
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import find
from grader.sandbox.server_key import checked_imports
from grader.source.regions import MarkerError, find_regions
from grader.verdict import LANGUAGES, Text

SEE_FILE = "see.py"  # draws the lesson's picture from a student's own code
_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")


def _in_each_language(text: Text, info: ValidationInfo) -> Text:
    table = f"{info.field_name}." if info.field_name else ""
    if missing := [f"{table}{code}" for code in LANGUAGES if code not in text.by_language]:
        raise ValueError(f"write {' and '.join(missing)}, too")
    return text


CourseText = Annotated[Text, AfterValidator(_in_each_language)]  # in its course's languages at least


def _runtime(name: str) -> str:
    if find(name).is_dialect:
        raise ValueError(f"{name} is no runtime but a dialect; name the lesson's own runtime, and it in dialects")
    return name


def _dialect(name: str) -> str:
    if not find(name).is_dialect:
        raise ValueError(f"{name} is no dialect but a runtime; leave it out of dialects")
    return name


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Manifest(_Table):
    title: CourseText
    module: str = Field(
        pattern=r"^[a-z_][a-z0-9_]*\.py$", description="the name of a Python file in lowercase, such as gate_math.py"
    )
    runtime: Annotated[str, AfterValidator(_runtime)]
    imports: tuple[str, ...] = Field((), description="modules that the runtime's server imports once")
    dialects: tuple[Annotated[str, AfterValidator(_dialect)], ...] = Field(
        (), description="other ways of writing the answer, each in its folder"
    )
    summary: CourseText
    learnt: CourseText | None = Field(None, description="what was learnt, in two sentences, for who has passed")
    helpers: StrictBool = Field(False, description="whether imports and functions outside the regions are graded, too")
    sources: tuple[str, ...] = Field((), description="the literature that the lesson rests on")
    limits: Limits = Limits()
    profiles: dict[str, dict[str, Any]] = Field(default={"cpu": {}})

    @field_validator("imports")
    @classmethod
    def _can_be_imported(cls, imports: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        runtime = info.data.get("runtime")  # absent if it is none itself
        return checked_imports(find(runtime), imports) if runtime else imports

    @field_validator("profiles")
    @classmethod
    def _has_cpu(cls, profiles: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        if "cpu" not in profiles:
            raise ValueError("a lesson needs [profiles.cpu]: it must run everywhere")
        for name, profile in profiles.items():
            if profile.get("device", "cpu") not in ("cpu", "gpu"):
                raise ValueError(f"[profiles.{name}] has device {profile['device']!r}; it is cpu or gpu")
        if profiles["cpu"].get("device") == "gpu":
            raise ValueError("[profiles.cpu] must run everywhere: it cannot ask for a GPU")
        return profiles


@dataclass(frozen=True)
class Form:
    """What an answer in one dialect is made of: the stub that it fills in, the runtime that it needs and what that
    imports for it, the probe that reads it out, the reference (None on a student's machine), and what stands in for
    regions that cannot be used. `dialect` None is the lesson's own."""

    dialect: str | None
    runtime: str
    imports: tuple[str, ...]
    stub_path: Path
    probe_path: Path | None
    reference_path: Path | None
    stand_in_path: Path | None = None

    @cached_property
    def stand_ins(self) -> Mapping[str, tuple[str, ...]]:
        """What stands in, by region, where others need a region that cannot be used. Public, like the stub."""
        if self.stand_in_path is None:
            return {}
        try:
            regions = find_regions(text_of(self.stand_in_path))
        except MarkerError as error:
            raise LessonError(f"{self.stand_in_path}:{error.line or 1}: {error}") from error
        known = {region.name for region in find_regions(self.stub)}
        for region in regions:
            if region.name is None or region.name not in known:
                at = f"{self.stand_in_path}:{region.begin}"
                raise LessonError(
                    f"{at}: the stub has no region {region.name or 'without a name'}; name one of its own"
                )
        return {str(region.name): region.lines for region in regions}

    @cached_property
    def stub(self) -> str:
        return text_of(self.stub_path)

    @cached_property
    def probe(self) -> str | None:
        """Public code that runs beside the student's, inside the sandbox."""
        return text_of(self.probe_path) if self.probe_path else None


class Lesson:
    """One lesson. `public` and `private` are its two folders; `private` is None on a student's machine."""

    def __init__(self, public: Path, private: Path | None) -> None:
        self.public, self.private = public, private
        self.id = public.name
        path = public / LESSON_FILE
        self._manifest: _Manifest = from_toml(path, text_of(path), _Manifest)
        self.title: Text = self._manifest.title
        self.summary: Text = self._manifest.summary
        self.learnt: Text | None = self._manifest.learnt
        self.sources: tuple[str, ...] = self._manifest.sources
        self.module: str = self._manifest.module
        self.runtime: str = self._manifest.runtime
        self.dialects: tuple[str, ...] = self._manifest.dialects
        self.limits: Limits = self._manifest.limits
        self.helpers: bool = self._manifest.helpers
        self.profiles: dict[str, dict[str, Any]] = self._manifest.profiles
        self._reserved: dict[str | None, frozenset[str]] = {}

    def __repr__(self) -> str:
        return f"Lesson({self.id!r})"

    @property
    def stub_path(self) -> Path:
        return self.form().stub_path

    @property
    def stub(self) -> str:
        return self.form().stub

    @property
    def probe_path(self) -> Path | None:
        return self.form().probe_path

    @property
    def reference_path(self) -> Path | None:
        return self.form().reference_path

    def names_in_use(self, form: Form) -> frozenset[str] | None:
        """The names that no helper outside the regions may bind; None where the lesson takes no helpers."""
        if not self.helpers:
            return None
        if form.dialect not in self._reserved:
            self._reserved[form.dialect] = reserved(self, form)
        return self._reserved[form.dialect]

    def form(self, dialect: str | None = None) -> Form:
        """How the lesson is answered in this dialect; in its own where it has no such dialect."""
        if dialect not in self.dialects:
            dialect = None
        return self._forms[dialect]

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every way in which the lesson may be answered, its own first."""
        return tuple(self._forms.values())

    @cached_property
    def _forms(self) -> dict[str | None, Form]:
        return {dialect: self._form(dialect) for dialect in (None, *self.dialects)}

    def _form(self, dialect: str | None) -> Form:
        folder, private = self.public / (dialect or ""), self.private and self.private / (dialect or "")
        probe, stand_in = folder / "probe.py", folder / "stand_in.py"
        return Form(
            dialect,
            dialect or self.runtime,  # a dialect's runtime is named like it
            () if dialect else self._manifest.imports,
            folder / self.module,
            probe if probe.is_file() else None,
            private / self.module if private else None,
            stand_in if stand_in.is_file() else None,
        )

    @property
    def right_paths(self) -> list[Path]:
        """Right answers besides the reference."""
        return sorted((self.private / "right").glob("*.py")) if self.private else []

    @property
    def wrong_paths(self) -> list[Path]:
        return sorted((self.private / "wrong").glob("*.py")) if self.private else []

    def profile_or_cpu(self, name: str) -> str:
        """`name` if this lesson has such a profile, else ``cpu``, which every lesson has."""
        return name if name in self.profiles else "cpu"

    def steps(self, profile: str, dataset: str) -> int | None:
        """How many updates this profile's training makes on this dataset, where its table `iterations` says so."""
        planned = self.profiles[self.profile_or_cpu(profile)].get("iterations")
        found = planned.get(dataset) if isinstance(planned, dict) else planned
        return found if type(found) is int else None

    def device(self, profile: str) -> str:
        """What this profile asks to compute on, ``cpu`` or ``gpu``."""
        return self.profiles[self.profile_or_cpu(profile)].get("device", "cpu")

    def task_path(self, lang: str) -> Path:
        """Where its task text in this language belongs."""
        return self.public / f"task.{lang}.md"

    def task_in(self, lang: str) -> Path:
        """The task text for who reads `lang`: in English, if that is none of the course's and the lesson lacks it."""
        path = self.task_path(lang)
        return path if lang in LANGUAGES or path.is_file() else self.task_path("en")

    def check_paths(self, hidden: bool = True) -> list[Path]:
        """The pytest files that judge a submission: the public one, and the hidden one where it is at hand."""
        paths = [self.public / "test_public.py"]
        if hidden and self.private:
            paths.append(self.private / "test_hidden.py")
        return [path for path in paths if path.is_file()]

    def lacks_hidden(self) -> str | None:
        """Why the hidden checks cannot be run, in a sentence; None if they are at hand."""
        if self.private is None:
            return f"{self.id} has no private half: there is no folder solutions/{self.id}"
        path = self.private / "test_hidden.py"
        try:
            path.open("rb").close()
        except OSError as error:
            return f"{self.id} has no hidden checks: {path} cannot be read ({error.strerror})"
        return None

    @cached_property
    def examples(self) -> dict[str, Any]:
        """``examples.json``: worked examples as nested dicts, lists as float64 arrays; {} if there is none."""
        path = self.public / "examples.json"
        if not path.is_file():
            return {}
        import numpy as np

        def arrays(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: arrays(item) for key, item in value.items()}
            return np.asarray(value, dtype=np.float64) if isinstance(value, list) else value

        plain = from_json(path, text_of(path), dict[str, Any], "write it with json.dump")
        try:
            return arrays(plain)
        except ValueError as error:
            raise LessonError(f"{path}: a list in it is no array of numbers ({error}); write it again") from error

    def settings(self, names: Iterable[str]) -> dict[str, Any]:
        """Those entries of ``lesson.toml``, as plain data; what has its default value is left out."""
        return self._manifest.model_dump(mode="json", include=set(names), exclude_defaults=True)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """What its answers are judged by: see `grader.course.judged_by`."""
        return judged_by.inputs_of(self)

    @cached_property
    def public_inputs(self) -> tuple[Input, ...]:
        """Those of `inputs` that judge an answer by the public checks alone."""
        return judged_by.inputs_of(self, hidden=False) if self.private else self.inputs

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all `inputs`."""
        return judged_by.digest({one.name: one.sha256 for one in self.inputs})

    @cached_property
    def public_digest(self) -> str:
        """SHA-256 over `public_inputs`."""
        return judged_by.digest({one.name: one.sha256 for one in self.public_inputs})

    def digest_of(self, hidden: bool) -> str:
        """SHA-256 over what judges an answer: with the hidden checks, or by the public ones alone."""
        return self.digest if hidden else self.public_digest


def is_lesson_id(name: str) -> bool:
    """Whether a folder of this name can be a lesson."""
    return _ID.fullmatch(name) is not None


def lesson_at(course: Path, name: str) -> Lesson:
    """The lesson of that name, with its private half if that is at hand; whether there is one shows when it is read."""
    private = course / "solutions" / name
    return Lesson(course / "exercises" / name, private if private.is_dir() else None)


def discover(course: Path) -> list[Lesson]:
    """Every lesson of the course, in the order of its names."""
    lessons = []
    for public in sorted((course / "exercises").iterdir()):
        if (public / LESSON_FILE).is_file():
            if not is_lesson_id(public.name):
                raise LessonError(f"{public}: a lesson's folder is named like 02-gate-math (a-z, 0-9 and hyphens)")
            lessons.append(lesson_at(course, public.name))
    return lessons


def lesson_of(file: Path, lessons: Iterable[Lesson]) -> Lesson | None:
    """The lesson that a submitted file is about: the nearest folder above it that is named so, else its own name."""
    known = {lesson.id: lesson for lesson in lessons}
    for folder in file.resolve().parents:
        if folder.name in known:
            return known[folder.name]
    named = [lesson for lesson in known.values() if Path(lesson.module).stem == file.stem]
    return named[0] if len(named) == 1 else None


def load_lesson(course: Path, lesson_id: str) -> Lesson:
    """One lesson by its id; no other is read. Raises LessonError, naming the lessons that exist."""
    if is_lesson_id(lesson_id) and (course / "exercises" / lesson_id / LESSON_FILE).is_file():
        return lesson_at(course, lesson_id)
    known = ", ".join(lesson.id for lesson in discover(course))
    raise LessonError(f"no lesson {lesson_id!r} in {course}; there are: {known or 'none'}")


class Lessons:
    """The lessons of a course, each read once."""

    def __init__(self, course: Path) -> None:
        self._course = course.resolve()  # absolute, as pytest names check files: so hidden ones are known
        self._known: dict[str, Lesson] = {}

    def __getitem__(self, name: str) -> Lesson:
        if name not in self._known:
            self._known[name] = lesson_at(self._course, name)
        return self._known[name]
