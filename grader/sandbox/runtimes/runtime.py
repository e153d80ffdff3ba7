"""What a runtime is, to the grader: the answers that its module outside the wall gives. docs/runtimes.md says how to
write one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class Runtime:
    """What a lesson's answers run in. Subclass it, and register the subclass as an entry point of `gatehouse.runtimes`.

    It is asked outside, where none of its libraries is imported: it only names them. `inside` is its module inside the
    wall, a file or a package's folder; None for the built-in ones, whose modules lie in ``sandbox/inside/runtimes/``.
    """

    name: str  # as lesson.toml has it
    title: str  # as a reader has it
    inside: Path | None = None
    extra: str | None = None  # what installs its libraries: pip install 'gatehouse-grader[EXTRA]'
    distribution = "gatehouse-grader"  # whose extra that is
    backends: tuple[str, ...] = ()  # what its libraries may compute with, the usual one first
    is_dialect = False  # another way of writing the answers of lessons in another runtime
    known_by: tuple[str, ...] = ()  # of a dialect: a few of the names that it alone has, for readers
    takes_imports = False  # a lesson may name modules to import
    shows_device = False  # its module inside can tell what it computes on; a GPU is refused to any other
    reads_images = False  # `grader run` gives its scripts the images of a data set
    script_imports: tuple[str, ...] = ()  # a script that imports one of these needs this runtime

    def warm(self, backend: str | None) -> tuple[str, ...]:
        """The modules that its server imports once, in this order."""
        raise NotImplementedError

    def records(self, backend: str | None) -> tuple[str, ...]:
        """The distributions whose versions a verdict names."""
        raise NotImplementedError

    def environment(self, backend: str | None, device: str, threads: int | None) -> Mapping[str, str]:
        """Environment variables to set before anything is imported. `threads` are those that one box may compute with;
        None: as many as there are cores."""
        return {}

    def time_factor(self, backend: str | None) -> float:
        """How many times the seconds that a lesson allows it needs."""
        return 1

    def backend(self, wanted: str | None) -> str | None:
        """`wanted` if it has such a backend, else its usual one; None if it has none at all."""
        return wanted if wanted in self.backends else next(iter(self.backends), None)

    def install_command(self, backend: str | None = None) -> str:
        """What installs its libraries."""
        usual = backend is None or backend == self.backend(None)
        extras = [extra for extra in (self.extra, None if usual else backend) if extra]
        target = self.distribution + (f"[{','.join(extras)}]" if extras else "")
        return f"pip install '{target}'"
