"""pyproject.toml, constraints.txt and environment.yml say the same, and say it without naming a registry."""

import importlib.util
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import grader

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, TOOL = PYPROJECT["project"], PYPROJECT["tool"]
EXTRAS = {name: [Requirement(x) for x in lines] for name, lines in PROJECT["optional-dependencies"].items()}
CORE = [Requirement(line) for line in PROJECT["dependencies"]]
RUNTIME = [*CORE, *EXTRAS["keras"], *EXTRAS["jupyter"], *EXTRAS["nbgrader"]]  # what `make demo` installs
DEV = EXTRAS["dev"]
NAMED_BY_THE_COURSE = ("jupyterlab", "nbgrader", "numpy", "pytest", "tensorflow")


def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    split = [line.split("==") for line in lines if not line.startswith("#")]
    found = {canonicalize_name(name): Version(version) for name, version in split}
    assert len(found) == len(split), "a package is pinned twice in constraints.txt"
    return found


def environment() -> tuple[list[str], list[str]]:
    """environment.yml as (conda packages, lines for pip)."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (nested,) = [entry for entry in entries if isinstance(entry, dict)]
    return [entry for entry in entries if isinstance(entry, str)], nested["pip"]


@pytest.mark.parametrize("requirement", RUNTIME + DEV, ids=str)
def test_every_dependency_is_pinned_within_its_range(requirement: Requirement) -> None:
    pinned = pins().get(canonicalize_name(requirement.name))
    assert pinned is not None, f"{requirement.name} is not in constraints.txt: run make constraints"
    assert pinned in requirement.specifier


@pytest.mark.parametrize("requirement", RUNTIME + DEV, ids=str)
def test_every_dependency_has_a_floor(requirement: Requirement) -> None:
    assert any(clause.operator == ">=" for clause in requirement.specifier)


def test_the_core_is_light_and_all_is_every_extra_that_a_course_needs() -> None:
    assert [one.name for one in CORE] == [
        "ipython", "jinja2", "markdown-it-py", "msgpack", "nbformat", "numpy", "packaging", "pydantic", "pytest",
        "rich", "typer",
    ]  # fmt: skip
    (everything,) = EXTRAS["all"]
    assert (everything.name, everything.extras) == (PROJECT["name"], {"jupyter", "keras", "nbgrader"})
    for name in ("jax", "torch", "gpu"):
        assert EXTRAS[name][0].extras == {"keras"}, "a backend of Keras needs Keras"


def test_everything_is_set_up_with_all() -> None:
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    assert """extras='[all]'; if [ "$wanted" = dev ]; then extras='[all,dev]'; fi""" in setup
    assert "--editable '.[all,dev]'" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_conda_has_the_same_pythons() -> None:
    conda, _ = environment()
    assert f"python{PROJECT['requires-python']}" in conda
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    low, high = (int(minor) for minor in re.findall(r"\(3, (\d+)\)", setup))
    allowed = Requirement(f"python{PROJECT['requires-python']}").specifier
    minors = [minor for minor in range(100) if Version(f"3.{minor}") in allowed]
    assert minors == list(range(low, high + 1)), "setup.sh takes other Pythons than pyproject.toml"
    named = f"for Python 3.{low} to 3.{high}:"
    assert named in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()[0]


def test_conda_installs_the_package_with_the_pins_and_the_same_ranges() -> None:
    _, lines = environment()
    assert "--constraint constraints.txt" in lines
    assert "--editable .[all,dev]" in lines
    listed = [Requirement(line) for line in lines if not line.startswith("-")]
    assert sorted(requirement.name for requirement in listed) == list(NAMED_BY_THE_COURSE)
    ranges = {requirement.name: requirement.specifier for requirement in RUNTIME}
    for requirement in listed:
        assert requirement.specifier == ranges[requirement.name], f"{requirement.name} differs from pyproject.toml"


@pytest.mark.parametrize(
    "path", ["pyproject.toml", "constraints.txt", "environment.yml", "Makefile", "scripts/setup.sh", ".ci/run"]
)
def test_no_registry_is_named(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(r"(?i)https?://|file://|index[-_]url|find[-_]links|\bpip\b.* -[if]\b", text)


def test_the_version_is_a_release_that_pyproject_takes_from_the_package() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", grader.__version__)
    assert PROJECT["dynamic"] == ["version"] and "version" not in PROJECT
    source = ROOT / TOOL["hatch"]["version"]["path"]
    assert source.read_text(encoding="utf-8").count(f'__version__ = "{grader.__version__}"') == 1


def test_a_tagged_version_is_the_packages() -> None:
    command = ["git", "-C", str(ROOT), "tag", "--list", "v*"]
    if not (ROOT / ".git").exists():
        pytest.skip("an archive has no tags")
    tags = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    here = subprocess.run([*command, "--points-at", "HEAD"], capture_output=True, text=True, check=True).stdout.split()
    assert not [tag for tag in here if tag != f"v{grader.__version__}"]
    assert not [tag for tag in tags if Version(tag) > Version(grader.__version__)]


def test_changelog_names_what_exists() -> None:
    page = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", page)
    assert len(named) > 30
    assert not [(path, test) for path, test in named if f"def {test}" not in (ROOT / path).read_text(encoding="utf-8")]
    places = [ROOT / "tests" / "attacks" / f"{name}.py" for name in re.findall(r"`attacks/(\w+)`", page)]
    assert places and not [place for place in places if not place.is_file()]


def test_catalogues_are_part_of_what_is_installed(tmp_path: Path) -> None:
    ours = {str(path.relative_to(ROOT)) for path in (ROOT / "grader").rglob("*.po")}
    assert "grader/messages/locale/zh/LC_MESSAGES/grader.po" in ours
    if importlib.util.find_spec("hatchling"):
        command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        (wheel,), (archive,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
        assert ours <= set(zipfile.ZipFile(wheel).namelist())
        assert ours <= {name.partition("/")[2] for name in tarfile.open(archive).getnames()}
    targets = TOOL["hatch"]["build"]["targets"]
    assert targets["wheel"]["shared-data"] == {
        "labextension/built": "share/jupyter/labextensions/gatehouse",
        "grader/jupyter/server_config.json": "etc/jupyter/jupyter_server_config.d/gatehouse.json",
    }
    assert targets["wheel"]["packages"] == ["grader"] and "/grader" in targets["sdist"]["include"]
    ignored = subprocess.run(["git", "-C", str(ROOT), "check-ignore", *ours], capture_output=True, text=True)
    assert ignored.returncode != 0, f"hatchling leaves out what git ignores: {ignored.stdout}"
