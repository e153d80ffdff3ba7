"""Who may import whom: the table in docs/architecture.md, enforced on every import in grader/."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GRADER = ROOT / "grader"
FILES = sorted(path for path in GRADER.rglob("*.py"))
HEAVY = {"tensorflow", "tf_keras", "keras", "torch", "jax"}


def module_of(path: Path) -> str:
    """``grader/sandbox/box.py`` -> ``sandbox.box``; a package is named like its folder, the root ''."""
    return ".".join(path.relative_to(GRADER).with_suffix("").parts).removesuffix("__init__").rstrip(".")


MODULES = {module_of(path): path for path in FILES}


@functools.cache
def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that `path` imports, anywhere in it, by its full name, with the line. `from a import b`: a.b too."""
    package = path.relative_to(ROOT).parent.parts
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*base, *(node.module or "").split("."))).strip(".")
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                found.append((inner if inner.removeprefix("grader.") in MODULES else origin, node.lineno))
    return found


def ours(path: Path) -> Iterator[tuple[str, int]]:
    """The modules of grader that `path` imports, without the ``grader.`` in front."""
    for name, line in imports(path):
        if name.split(".")[0] == "grader":
            yield name.removeprefix("grader").lstrip("."), line


def table() -> dict[str, list[str]]:
    """The rows of docs/architecture.md: importer -> what it may import."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## The rooms")[1]
    rows: dict[str, list[str]] = {}
    for importers, allowed in re.findall(r"^\| (`.+?) \|(?:.+\|)? ([^|]+) \|$", text.split("\n## ")[0], re.M):
        names = re.findall(r"`([\w.]+)`", allowed)
        assert names or allowed == "nothing", allowed
        for importer in re.findall(r"`([\w.]+)`", importers):
            assert importer not in rows, f"{importer} has two rows"
            rows[importer] = names
    return rows


TABLE = table()


def within(module: str, name: str) -> bool:
    return module == name or module.startswith(name + ".")


def row_of(module: str) -> str | None:
    """The row that speaks of a module: its own, else the nearest package's."""
    return max((row for row in TABLE if within(module, row)), key=len, default=None)


def may(importer: str, imported: str) -> bool:
    row = row_of(importer)
    if row is None:
        return False
    if within(imported, row):
        return True  # a package's modules know each other
    return any(within(imported, name) for name in TABLE[row])


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ("", "__main__")])
def test_a_module_imports_what_the_table_allows(module: str) -> None:
    assert row_of(module), f"docs/architecture.md has no row for {module}"
    strays = [(name, line) for name, line in ours(MODULES[module]) if not may(module, name)]
    assert strays == [], f"docs/architecture.md does not allow {module} to import these"


def test_every_row_speaks_of_modules_that_there_are() -> None:
    assert {*TABLE, *(name for names in TABLE.values() for name in names)} <= set(MODULES)


def test_the_rows_of_the_rooms_are_in_the_order_of_imports() -> None:
    rooms = [row for row in TABLE if "." not in row]
    assert {*rooms} == {module.split(".")[0] for module in MODULES} - {"", "__main__"}
    for row in rooms:
        assert all(rooms.index(name.split(".")[0]) < rooms.index(row) for name in TABLE[row]), row


def test_the_table_would_notice() -> None:
    """The rules themselves, on edges that must not be."""
    for importer, imported in [
        ("verdict", "course.lesson"), ("source.regions", "course.lesson"), ("course.datasets", "grading.judge"),
        ("sandbox.box", "course.lesson"), ("sandbox.warm", "verdict"), ("sandbox.inside.worker", "sandbox.box"),
        ("sandbox.wire", "verdict"), ("checks.expect", "grading.judge"), ("grading.batch", "reports.html"),
        ("grading.judge", "proving.verify"), ("reports.html", "course.lesson"), ("jupyter.magics", "cli"),
    ]:  # fmt: skip
        assert not may(importer, imported), f"{importer} -> {imported}"
    for importer, imported in [
        ("checks.plugin", "sandbox.box"),
        ("reports.html", "verdict"),
        ("reports.html", "reports.text"),
    ]:
        assert may(importer, imported), f"{importer} -> {imported}"


@pytest.mark.parametrize("module", [name for name in MODULES if not within(name, "sandbox.inside")])
def test_nobody_imports_what_shares_a_process_with_a_students_code(module: str) -> None:
    assert [entry for entry in ours(MODULES[module]) if within(entry[0], "sandbox.inside")] == []


SEEN_INSIDE = (
    "sandbox.wire", "sandbox.wall", "sandbox.linux", "sandbox.inside", "sandbox.imports", "sandbox.mnist",
)  # fmt: skip
NOT_OF_TF1 = [name for name in MODULES if not within(name, "sandbox.inside.runtimes.tf1")]
IN_NOTEBOOKS = {"IPython", "traitlets"}  # core dependencies, and the runtime whose cells they run


@pytest.mark.parametrize("module", [name for name in NOT_OF_TF1 if any(within(name, seen) for seen in SEEN_INSIDE)])
def test_what_is_seen_inside_needs_nothing_that_is_not(module: str) -> None:
    """Only the folder sandbox/ is bound into the root of a box."""
    absolute = [name for name, _ in imports(MODULES[module]) if name.split(".")[0] == "grader"]
    assert all(name.startswith("grader.sandbox") for name in absolute)
    allowed = {*sys.stdlib_module_names, "grader", "msgpack", "numpy"}
    if within(module, "sandbox.inside.runtimes.notebook"):
        allowed |= IN_NOTEBOOKS
    assert {name.split(".")[0] for name, _ in imports(MODULES[module])} <= allowed


@pytest.mark.parametrize("module", [name for name in MODULES if not within(name, "sandbox.inside")])
def test_the_trusted_side_never_imports_what_students_compute_with(module: str) -> None:
    assert [entry for entry in imports(MODULES[module]) if entry[0].split(".")[0] in HEAVY] == []


def loaded_by(statement: str) -> set[str]:
    """The top-level names of what a fresh interpreter has loaded after `statement`."""
    script = f"import sys\n{statement}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    return set(
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_importing_grader_loads_nothing_heavy() -> None:
    """It is imported in a student's own session, for `report` and `%load_ext grader`."""
    assert not loaded_by("import grader") & {
        *HEAVY,
        "numpy",
        "pydantic",
        "pytest",
        "msgpack",
        "IPython",
        "nbformat",
        "rich",
        "typer",
    }


def test_the_command_line_loads_what_it_needs_when_it_needs_it() -> None:
    assert not loaded_by("import grader.cli") & {*HEAVY, "numpy", "pydantic", "pytest", "nbformat", "IPython", "jinja2"}


def test_a_check_waits_for_no_package_of_notebooks() -> None:
    assert not loaded_by("import grader.cli.checking, grader.jupyter.recording") & {"nbformat", "jsonschema"}
    assert "lark" not in loaded_by("import grader.nbgrader.release"), "jsonschema would build 38 parsers"


def test_grading_loads_no_framework() -> None:
    modules = ("grading.store", "proving.verify", "checks.plugin", "reports.html", "course.datasets")
    loaded = loaded_by("import " + ", ".join(f"grader.{name}" for name in modules))
    assert "numpy" in loaded and not loaded & {*HEAVY, "sklearn", "IPython"}


def test_every_file_was_read() -> None:
    assert {"grading.judge", "sandbox.box", "sandbox.inside.worker", "checks.expect", "reports", "cli", ""} <= set(
        MODULES
    )
    found = {name for name, _ in ours(MODULES["checks.outcomes"])}
    assert {"sandbox.claims", "checks.faults", "course.datasets", "verdict"} <= found, "every way of importing"
