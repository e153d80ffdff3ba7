"""Mutants: each is one small change inside a region, and a lesson is proven when each of them costs full marks."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import discover, load_lesson
from grader.grading.judging import JUDGING_VERSION
from grader.proving import mutants
from grader.proving import records as records_module
from grader.proving.mutants import verify_mutants
from grader.proving.mutation import Mutant, mutants_of
from grader.proving.reach import raising, reached
from grader.proving.records import RECORD_FILE, mutants_of_form, read_record, staleness, subject_sha256
from grader.proving.verify import Finding
from grader.source.regions import blank, marker
from tests import toy

ROOT = Path(__file__).resolve().parents[2]
PROVEN = [lesson for lesson in discover(ROOT) if lesson.private and (lesson.private / RECORD_FILE).is_file()]


def program(body: str, arguments: str = "x, h, c") -> str:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    head = "import numpy as np\n\n\ndef other(x, h, c):\n    return x + 1\n\n\n"
    head += f'def work({arguments}):\n    """工作 a + b"""\n'
    return f"{head}    {marker('Begin', 'work')}\n{lines}\n    {marker('End', 'work')}\n"


def changes(body: str, operator: str) -> list[str]:
    return [mutant.mutated for mutant in mutants_of(program(body)) if mutant.operator == operator]


# --- operators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "operator", "mutated"),
    [
        ("return x + h", "arithmetic", ["x - h", "x * h"]),
        ("return x @ h", "arithmetic", ["x * h"]),
        ("return x @ h", "operands swapped", ["h @ x"]),
        ("return x + h", "operand dropped", ["x", "h"]),
        ("x += h", "assignment", ["x = h"]),
        ("return -x", "sign or not dropped", ["x"]),
        ("return x and h", "logic", ["x or h"]),
        ("return x < h", "comparison", ["x <= h", "x > h"]),
        ("return x if h else c", "condition", ["x", "c"]),
        ("if x:\n    return h\nreturn c", "condition", ["if True: ...", "if False: ..."]),
        ("for n in x:\n    h = n", "loop broken off", ["for n in x: ..."]),
        ("return f(x, axis=0)", "axis", ["1", "-1"]),
        ("return f(x, 3)", "constant", ["4", "2"]),
        ("return f(0.5, True)", "constant", ["1.0", "0.25", "False"]),
        ("return f(1e-3)", "constant", ["0.01", "0.0001"]),
        ("return x['a'] + x['b']", "text", ["'b'", "'a'"]),
        ("return x.astype('float32')", "text", ["'float64'", "'int32'"]),
        ("return np.tanh(x)", "call dropped", ["x"]),
        ("return np.tanh(1.5)", "name", ["np.sigmoid", "np.relu"]),
        ("return np.zeros(1)", "name", ["np.ones"]),
        ("return other(1, 2, 3)", "name", ["work"]),
        ("return f(x, 1)", "arguments swapped", ["f(1, x)"]),
        ("return f(x, k=1)", "argument dropped", ["f(k=1)"]),
        ("return f(x, k=1)", "keyword dropped", ["f(x)"]),
        ("return h, c", "tuple order", ["(c, h)"]),
        ("return [x, h, c]", "list order", ["[h, x, c]", "[x, c, h]", "[c, h, x]"]),
        ("return [x, h]", "element dropped", ["[h]", "[x]"]),
        ("return x[1:h]", "slice", [":h", "1:"]),
        ("return x[-1]", "index", ["x[0]"]),
        ("return x[-1]", "index dropped", ["x"]),
        ("x = 1\nreturn x", "statement dropped", ["pass", "pass"]),
    ],
)  # fmt: skip
def test_what_each_operator_makes(body: str, operator: str, mutated: list[str]) -> None:
    assert changes(body, operator) == mutated


def test_a_name_is_exchanged_for_others_in_scope_and_for_its_sibling() -> None:
    assert changes("return x", "name") == ["h", "c"]
    assert changes("y = 1\nreturn h", "name") == ["c", "y"]
    assert "h" in changes("a = b = 1\nreturn c", "name")  # c for h, however far apart


REFERENCE = program(
    "z = np.asarray(x)  # 注释\nif z.ndim > 1:\n    for row in z:\n        h = h * row\nreturn h, z @ c"
)


def test_a_mutant_is_another_program_and_differs_inside_its_region_alone() -> None:
    mutants = mutants_of(REFERENCE)
    assert len(mutants) > 30
    trees = {ast.dump(ast.parse(mutant.text)) for mutant in mutants} | {ast.dump(ast.parse(REFERENCE))}
    assert len(trees) == len(mutants) + 1
    assert {blank(mutant.text) for mutant in mutants} == {blank(REFERENCE)}
    assert all(REFERENCE.split("\n")[mutant.line - 1] not in ("", None) for mutant in mutants)


def test_the_same_text_has_the_same_mutants_with_the_same_keys() -> None:
    mutants = mutants_of(REFERENCE)
    assert mutants == mutants_of(REFERENCE)
    assert len({mutant.key for mutant in mutants}) == len(mutants)
    assert {mutant.key for mutant in mutants} == {m.key for m in mutants_of(REFERENCE.replace("  # 注释", ""))}


@pytest.mark.parametrize("body", ['"""a + b"""', 'print(f"{x + h} {c:.3f}")', "y: 1 + 2 = None", "pass"])
def test_what_does_nothing_is_not_changed(body: str) -> None:
    assert all(mutant.operator in ("statement dropped", "call dropped") for mutant in mutants_of(program(body)))


def test_what_only_reports_is_left_alone() -> None:
    loop = "for n in x:\n    h = n\n    if n % 10 == 0:\n        report(step=n)\nreport(step=-1)\n"
    assert not [mutant for mutant in mutants_of(program(loop + "return h")) if mutant.line > 12 and mutant.line < 16]
    both = "if x > 0:\n    report(step=1)\n    h = c\nreturn h"
    assert "x >= 0" in changes(both, "comparison") and "report()" not in changes(both, "keyword dropped")


def test_alike_places_are_told_apart_by_their_number() -> None:
    mutants = [mutant for mutant in mutants_of(program("x = h + 1\nc = h + 1")) if mutant.operator == "operand dropped"]
    assert [(m.mutated, m.occurrence) for m in mutants] == [("h", 1), ("1", 1), ("h", 2), ("1", 2)]
    assert str(mutants[3]) == "work: operand dropped: h + 1  ->  1 (number 2)"


def test_a_region_without_a_name_goes_by_its_number() -> None:
    text = program("return x").replace("Begin work", "Begin").replace("End work", "End")
    assert {mutant.region for mutant in mutants_of(text)} == {"#1"}


# --- proofs ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


@pytest.fixture
def prove(course: Path) -> Callable[..., Finding]:
    def run(**how: Any) -> Finding:
        (finding,) = verify_mutants(course, [load_lesson(course, toy.LESSON_ID)], workers=2, **how)
        return finding

    return run


def record(course: Path) -> dict[str, Any]:
    return json.loads((course / "solutions" / toy.LESSON_ID / RECORD_FILE).read_text(encoding="utf-8"))


def list_equivalents(course: Path, text: str) -> None:
    path = course / "solutions" / toy.LESSON_ID / "equivalent_mutants.toml"
    path.write_text(text, encoding="utf-8")


def test_a_mutant_that_survives_is_named_and_the_record_counts_it(prove: Any, course: Path) -> None:
    finding = prove()
    survivors = [problem for problem in finding.problems if problem.startswith("survived: line 11: double: ")]
    assert survivors == list(finding.problems) and 1 <= len(survivors) <= 3
    written = record(course)
    assert written["survived"] == len(survivors) and written["killed"] >= 10 and written["equivalent"] == 0
    assert sum(sum(fates.values()) for fates in written["operators"].values()) == written["killed"] + len(survivors)
    assert written["judging_version"] == JUDGING_VERSION
    assert written["subject_sha256"] == subject_sha256(load_lesson(course, toy.LESSON_ID))
    assert written["versions"]["numpy"] and written["seconds"] > 0


def equivalents(finding: Finding, course: Path) -> str:
    """The list that calls every survivor equivalent."""
    entries = []
    reference = (course / "solutions" / toy.LESSON_ID / "toy.py").read_text(encoding="utf-8")
    for mutant in mutants_of(reference):
        if any(problem.endswith(str(mutant)) for problem in finding.problems):
            entries.append(_entry(mutant))
    return "".join(entries)


def _entry(mutant: Mutant, reason: str = "the checks give arrays of floats") -> str:
    fields = ("region", "operator", "original", "mutated")
    lines = [f"{name} = {json.dumps(getattr(mutant, name))}\n" for name in fields]
    return "[[equivalent]]\n" + "".join(lines) + f"occurrence = {mutant.occurrence}\nreason = {json.dumps(reason)}\n"


def test_with_its_equivalents_listed_a_lesson_is_proven_and_a_hole_in_its_checks_is_found(
    prove: Any, course: Path
) -> None:
    list_equivalents(course, equivalents(prove(), course))
    proven = prove()
    assert proven.problems == () and f"{record(course)['equivalent']} equivalent" in proven.what
    for half, name in (("exercises", "test_public.py"), ("solutions", "test_hidden.py")):
        path = course / half / toy.LESSON_ID / name  # checks that look at shapes alone prove nothing
        path.write_text(path.read_text(encoding="utf-8").replace(".close(x.sum())", ".between(-1e9, 1e9)"), "utf-8")
    assert any("total: name: np.sum  ->  np.mean" in problem for problem in prove().problems)


def test_what_only_a_training_tells_is_killed_by_it_and_if_listed_is_not_trained_with(
    prove: Any, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, hidden = course / "exercises" / toy.LESSON_ID, course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    text = (public / "test_public.py").read_text(encoding="utf-8")
    (public / "test_public.py").write_text(text.replace(".close(x.sum())", ".between(-1e9, 1e9)"), encoding="utf-8")
    text = hidden.read_text(encoding="utf-8")
    mark = '@pytest.mark.calibrates("sum", "least")\ndef test_total_negative'
    hidden.write_text(text.replace("def test_total_negative", mark), encoding="utf-8")
    judged: dict[str, frozenset[str]] = {}

    def note(*arguments: Any) -> dict[str, frozenset[str]]:
        judged.update(reached(*arguments))
        return judged

    monkeypatch.setattr(mutants, "reached", note)
    first = prove()
    assert judged == {"double": {"test_double", "test_double_zeros"}, "total": {"test_total"}}
    assert not [problem for problem in first.problems if "total: " in problem]
    mean = next(mutant for mutant in mutants_of(toy.answer()) if mutant.mutated == "np.mean")
    list_equivalents(course, _entry(mean))
    assert prove().problems == first.problems and record(course)["equivalent"] == 1


def test_each_region_of_each_form_raises_in_its_turn() -> None:
    lesson = next(lesson for lesson in discover(ROOT) if lesson.dialects)
    programs = raising(lesson)
    known = {mutant.region for form in lesson.forms for mutant in mutants_of_form(form)}
    assert known <= set(programs) and any(name.startswith("tf1/") for name in programs)
    for text in programs.values():
        assert text.count("this region does nothing") == 1 and ast.parse(text)


def test_what_was_killed_is_not_judged_again_until_reference_or_checks_change(prove: Any, course: Path) -> None:
    counts: list[int] = []
    first = prove(on_verdict=lambda done, total: counts.append(total))
    everything = counts[-1]
    again = prove(on_verdict=lambda done, total: counts.append(total))
    assert again == first and counts[-1] == len(first.problems)
    prove(no_cache=True, on_verdict=lambda done, total: counts.append(total))
    assert counts[-1] == everything
    list_equivalents(course, equivalents(first, course))
    assert prove(on_verdict=lambda done, total: counts.append(total)).problems == ()
    assert counts[-1] == len(first.problems) == record(course)["equivalent"] and record(course)["survived"] == 0
    assert prove(on_verdict=lambda done, total: counts.append(total)).problems == ()
    assert counts[-1] == 1 and record(course)["equivalent"] == len(first.problems)  # one, for the record's versions
    path = course / "exercises" / toy.LESSON_ID / "test_public.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    prove(on_verdict=lambda done, total: counts.append(total))
    assert counts[-1] == everything


def test_a_run_goes_on_where_one_was_stopped(prove: Any, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "SAVED_EVERY", 4)

    def stop(done: int, total: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prove(on_verdict=stop)
    half = record(course)
    everything = sum(half[fate] for fate in ("killed", "survived", "unjudged"))
    assert half["unjudged"] == everything - 8 and half["killed"] > 0
    counts: list[int] = []
    whole = prove(on_verdict=lambda done, total: counts.append(total))
    assert counts[-1] == everything - half["killed"]
    assert record(course)["unjudged"] == 0 and whole == prove(no_cache=True)


def test_what_could_not_be_judged_is_neither_killed_nor_taken_for_it_later(prove: Any, course: Path) -> None:
    checks = course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    whole = checks.read_text(encoding="utf-8")
    checks.write_text("raise RuntimeError('out of order')\n" + whole, encoding="utf-8")
    finding = prove()
    everything = len(finding.problems)
    assert all("could not be judged: line " in problem and "en=" not in problem for problem in finding.problems)
    assert "0 of 0 killed" in finding.what
    written = record(course)
    assert written["killed"] == written["survived"] == 0 and written["unjudged"] == everything > 10
    counts: list[int] = []
    prove(on_verdict=lambda done, total: counts.append(total))
    assert counts[-1] == everything


def test_a_record_depends_on_the_data_of_a_lesson_and_on_its_profile_but_not_on_its_texts(
    prove: Any, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []

    def judged(**how: Any) -> int:
        prove(on_verdict=lambda done, total: counts.append(total), **how)
        return counts[-1]

    everything = judged()
    public, private = course / "exercises" / toy.LESSON_ID, course / "solutions" / toy.LESSON_ID
    (public / "task.en.md").write_text("Another text.\n", encoding="utf-8")
    (private / "calibration.json").write_text("{}\n", encoding="utf-8")
    rest = judged()
    assert rest < everything
    (public / "text.txt").write_text("some text to learn\n", encoding="utf-8")
    assert judged() == everything and judged() == rest
    (private / "held_out.txt").write_text("some text to test\n", encoding="utf-8")
    assert judged() == everything and judged(profile="long") == everything and judged(profile="long") == rest
    path = private / RECORD_FILE
    path.write_text(path.read_text(encoding="utf-8").replace('"dataset": null', '"dataset": "digits"'), "utf-8")
    assert judged(profile="long") == rest
    monkeypatch.setenv("MNIST_DATA_DIR", str(course))
    assert judged(profile="long") == everything


def test_a_record_is_about_the_lesson_as_it_was_before_its_mutants_were_judged(prove: Any, course: Path) -> None:
    """Judging may take an hour, in which somebody goes on writing."""
    path = course / "exercises" / toy.LESSON_ID / "test_public.py"

    def write(done: int, total: int) -> None:
        if done == 1:
            path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")

    prove(on_verdict=write)
    lesson = load_lesson(course, toy.LESSON_ID)
    assert (record := read_record(lesson)) and staleness(lesson, record)


def test_what_another_judging_version_killed_is_judged_again(
    prove: Any, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    prove(on_verdict=lambda done, total: counts.append(total))
    everything = counts[-1]
    for module in (mutants, records_module):
        monkeypatch.setattr(module, "JUDGING_VERSION", JUDGING_VERSION + 1)
    prove(on_verdict=lambda done, total: counts.append(total))
    assert counts[-1] == everything and record(course)["judging_version"] == JUDGING_VERSION + 1


def test_a_list_that_is_wrong_is_found(prove: Any, course: Path) -> None:
    text = (course / "solutions" / toy.LESSON_ID / "toy.py").read_text(encoding="utf-8")
    wrong = next(mutant for mutant in mutants_of(text) if mutant.mutated == "np.mean")
    list_equivalents(course, _entry(wrong) * 2 + _entry(wrong).replace("np.mean", "np.median") + _entry(wrong, " "))
    problems = " ".join(prove().problems)
    assert "listed as equivalent, but test_total does not pass: total: name: np.sum  ->  np.mean" in problems
    assert "there is no such mutant any more; delete the entry: total | name | np.sum | np.median" in problems
    assert "listed twice: total | name | np.sum | np.mean" in problems
    list_equivalents(course, _entry(wrong, " "))
    assert "an entry needs its reason: total | name" in " ".join(prove(sample=1).problems)
    list_equivalents(course, "[[equivalent]]\nregion = 3\n")
    assert "equivalent_mutants.toml" in " ".join(prove(sample=1).problems)


def test_an_entry_without_a_change_is_about_every_change_and_each_is_judged(prove: Any, course: Path) -> None:
    entry = '[[equivalent]]\nregion = "double"\noriginal = "FACTOR * np.asarray(x, dtype=float)"\nreason = "all"\n'
    list_equivalents(course, entry)
    denied = [one for one in prove().problems if one.startswith("listed as equivalent, but")]
    assert len(denied) == 5 and sum("double: arithmetic: " in one for one in denied) == 3
    list_equivalents(course, entry + entry.replace("reason", 'operator = "arithmetic"\nreason'))
    assert "listed twice: double | arithmetic | FACTOR" in " ".join(prove(sample=1).problems)
    list_equivalents(course, entry.replace('"double"', '["double", "total"]'))
    assert "delete the entry: total | any | FACTOR" in " ".join(prove(sample=1).problems)


def test_a_sample_is_the_same_for_the_same_seed_and_leaves_no_record(prove: Any, course: Path) -> None:
    seen: list[tuple[int, int]] = []
    first = prove(sample=5, seed=3, on_verdict=lambda done, total: seen.append((done, total)))
    assert "of 5 killed" in first.what and seen[-1] == (5, 5)
    assert first == prove(sample=5, seed=3)
    assert first.what.endswith(", sample of seed 3")
    assert not (course / "solutions" / toy.LESSON_ID / RECORD_FILE).exists()


def test_a_sample_that_fails_names_seed_mutant_and_the_command_that_repeats_it(prove: Any, course: Path) -> None:
    for half, name in (("exercises", "test_public.py"), ("solutions", "test_hidden.py")):
        path = course / half / toy.LESSON_ID / name
        path.write_text(path.read_text(encoding="utf-8").replace(".close(x.sum())", ".between(-1e9, 1e9)"), "utf-8")
    finding = prove(sample=12, seed=11, profile="long")
    assert finding.what.endswith(", sample of seed 11")
    assert any(problem.startswith("survived: line 18: total: name: np.sum") for problem in finding.problems)
    command = f"grader verify {toy.LESSON_ID} --mutants --sample 12 --seed 11 --profile long"
    assert finding.problems[-1] == f"to repeat this: {command}"


# --- this course ----------------------------------------------------------------------------------------------------


def test_the_first_lessons_are_proven() -> None:
    assert {"02-gate-math", "03-lstm-cell"} <= {lesson.id for lesson in PROVEN}


@pytest.mark.parametrize("lesson", PROVEN, ids=lambda lesson: lesson.id)
def test_by_its_record_nothing_survives_and_a_fresh_one_counts_every_mutant(lesson: Any) -> None:
    written = read_record(lesson)
    assert written is not None and written.alive == 0 and written.killed > 10
    if stale := staleness(lesson, written):
        warnings.warn(f"{lesson.id}/{RECORD_FILE} is {stale}", stacklevel=1)  # an error when a version is tagged
        return
    total = sum(len(mutants_of(form.reference_path.read_text(encoding="utf-8"))) for form in lesson.forms)
    assert written.killed + written.equivalent == total


# `make prove` draws samples of all lessons, in units of their own.
QUICK = [lesson for lesson in PROVEN if lesson.runtime == "numpy" and lesson.limits.total_seconds <= 60]


@pytest.mark.parametrize("lesson", QUICK, ids=lambda lesson: lesson.id)
def test_a_sample_of_a_lessons_mutants_is_killed(lesson: Any) -> None:
    (finding,) = verify_mutants(ROOT, [lesson], sample=20, seed=1)
    assert finding.problems == ()
