"""Who may import whom: the table in docs/architecture.md, enforced on every import in grader/."""

from __future__ import annotations

import ast
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
ANYTHING_BUT = "anything but "


def module_of(path: Path) -> str:
    """``grader/sandbox/box.py`` -> ``sandbox.box``; a package is named like its folder, the root ''."""
    return ".".join(path.relative_to(GRADER).with_suffix("").parts).removesuffix("__init__").rstrip(".")


MODULES = {module_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that `path` imports, anywhere in it, by its full name, with the line. `from a import b`: a.b too."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*base, *(node.module or "").split("."))).strip(".")
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield (inner if inner.removeprefix("grader.") in MODULES else origin), node.lineno


def ours(path: Path) -> Iterator[tuple[str, int]]:
    """The modules of grader that `path` imports, without the ``grader.`` in front."""
    for name, line in imports(path):
        if name.split(".")[0] == "grader":
            yield name.removeprefix("grader").lstrip("."), line


def table() -> dict[str, list[str]]:
    """The rows of docs/architecture.md: importer -> what it may import."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Who may import whom")[1]
    rows: dict[str, list[str]] = {}
    for importers, allowed in re.findall(r"^\| (`.+?) \| (.+?) \|$", text.split("\n## ")[0], re.M):
        names = re.findall(r"`([\w.]+)`", allowed)
        if allowed.startswith(ANYTHING_BUT):
            names = [ANYTHING_BUT + name for name in names]
        else:
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
    forbidden = [name.removeprefix(ANYTHING_BUT) for name in TABLE[row] if name.startswith(ANYTHING_BUT)]
    if forbidden:
        return not any(within(imported, name) for name in forbidden)
    return any(within(imported, name) for name in TABLE[row])


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ("", "__main__")])
def test_a_module_imports_what_the_table_allows(module: str) -> None:
    assert row_of(module) or module == "sandbox", f"docs/architecture.md has no row for {module}"
    strays = [(name, line) for name, line in ours(MODULES[module]) if not may(module, name)]
    assert strays == [], f"docs/architecture.md does not allow {module} to import these"


def test_every_row_speaks_of_modules_that_there_are() -> None:
    named = {*TABLE, *(name.removeprefix(ANYTHING_BUT) for names in TABLE.values() for name in names)}
    assert named <= set(MODULES)


def test_the_table_would_notice() -> None:
    """The rules themselves, on edges that must not be."""
    for importer, imported in [
        ("verdict", "lesson"), ("data", "lesson"), ("runner", "batch"), ("cli", "sandbox.inside.worker"),
        ("sandbox.wire", "lesson"), ("sandbox.wall", "verdict"), ("sandbox.linux", "lesson"),
        ("sandbox.inside.worker", "lesson"), ("sandbox.inside.server", "sandbox.box"),
        ("checks.expect", "runner"), ("checks.plugin", "batch"), ("reports.html", "lesson"),
        ("reports.table", "runner"), ("jupyter.magics", "sandbox.inside"),
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


@pytest.mark.parametrize(
    "module", ["sandbox.wire", "sandbox.wall", "sandbox.linux", "sandbox.inside.server", "sandbox.inside.worker"]
)
def test_what_is_seen_inside_needs_nothing_that_is_not(module: str) -> None:
    """Only the folder sandbox/ is bound into the root of a box."""
    absolute = [name for name, _ in imports(MODULES[module]) if name.split(".")[0] == "grader"]
    assert all(name.startswith("grader.sandbox") for name in absolute)
    allowed = {*sys.stdlib_module_names, "grader", "msgpack", "numpy"}
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


def test_grading_loads_no_framework() -> None:
    loaded = loaded_by("import grader.batch, grader.verify, grader.checks.plugin, grader.reports.html, grader.data")
    assert "numpy" in loaded and not loaded & {*HEAVY, "sklearn", "IPython"}


def test_every_file_was_read() -> None:
    assert {"runner", "sandbox.box", "sandbox.inside.worker", "checks.expect", "reports", "jupyter.magics", ""} <= set(
        MODULES
    )
    found = {name for name, _ in ours(MODULES["checks.judge"])}
    assert {"sandbox.claims", "checks.faults", "data", "verdict"} <= found, "every way of importing is understood"
