import ast
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source import regions, splicing
from grader.source.regions import (
    BEGIN,
    END,
    MarkerError,
    blank,
    find_regions,
    marker,
    parse_marker,
)
from grader.source.splicing import outside_changes, splice
from grader.verdict import Text

STUB = f"""import numpy as np


def double(x):
    {marker("Begin", "double")}
    raise NotImplementedError
    {marker("End", "double")}


def triple(x):
    {marker("Begin", "triple")}
    pass
    {marker("End", "triple")}
"""


def file(**bodies: str) -> str:
    """A submission of regions only, each indented by four blanks."""
    return "\n".join(f"    {marker('Begin', n)}\n{body}\n    {marker('End', n)}" for n, body in bodies.items())


def fails(text: str, stub: str = STUB) -> MarkerError:
    with pytest.raises(MarkerError) as caught:
        splice(stub, text)
    error = caught.value
    assert error.text.en != error.text.zh and "{" not in error.text.en + error.text.zh
    return error


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (BEGIN, ("begin", None)),
        (marker("End", "forget_gate"), ("end", "forget_gate")),
        ("#**Begin**#", ("begin", None)),
        ("    # ****** BEGIN ****** #", ("begin", None)),
        ("\t### begin foo ###", ("begin", "foo")),
        ("# ********* End *********#", ("end", None)),
        ("#*begin*", ("begin", None)),
        ("#\u3000** Begin **", ("begin", None)),
        ("# ** Begin 遗忘门 **", ("begin", "遗忘门")),
        ("# begin with the input gate", None),
        ("# begin", None),
        ("## end", None),
        ("# * begin training", None),
        ("# ** begin the second part **", None),
        ("# ** begin_training **", None),
        ("x = 1  # ** Begin **", None),
        ("** Begin **", None),
        (f"# ** Begin {'a' * 64} **", ("begin", "a" * 64)),
        (f"# ** Begin {'a' * 65} **", None),
        ("#% ** Begin ** #", None),
        ("# ** Begin ** #\x0c", None),
        ("", None),
    ],
)
def test_what_is_a_marker(line, found):
    assert parse_marker(line) == found


def test_regions_have_the_lines_between_their_markers():
    double, triple = find_regions(STUB)
    assert (double.name, double.begin, double.end, double.lines) == ("double", 5, 7, ("    raise NotImplementedError",))
    assert STUB.split("\n")[triple.begin - 1].strip() == marker("Begin", "triple")


def test_one_name_is_enough_for_a_region():
    assert [r.name for r in find_regions(f"{BEGIN}\n{marker('End', 'a')}\n{marker('Begin', 'b')}\n{END}")] == ["a", "b"]


def test_lines_end_where_the_compiler_ends_them():
    text = f"a\x0bb\x0c\x1c\x1d\x1e\x85\u2028\u2029\r\n\r{BEGIN}\r\nx\r{END}"
    (region,) = find_regions(text)
    assert (region.begin, region.end, region.lines) == (3, 5, ("x",))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (f"{BEGIN}\nx\n{BEGIN}\n{END}", 3, ("line 3", "line 1", END)),
        (f"x\n{END}", 2, ("line 2", "no Begin")),
        (f"\n{marker('Begin', 'a')}\nx", 2, ("line 2", marker("End", "a"))),
        (f"{marker('Begin', 'a')}\n{marker('End', 'b')}", 2, ("line 2", "line 1", "`a`", "`b`")),
        (file(a="x", b="y", c="z") + "\n" + file(a="x"), 1, ("`a`", "line 1", "line 10", "twice")),
    ],
    ids=["nested", "end without begin", "unclosed", "other name", "twice"],
)
def test_broken_markers_name_their_lines(text, line, says):
    with pytest.raises(MarkerError) as caught:
        find_regions(text)
    error = caught.value
    assert error.line == line and all(part in str(error) for part in says)
    assert all(f"第 {number} 行" in error.text.zh for number in error.lines)


def test_an_error_can_name_cells_instead_of_lines_and_survives_pickling():
    with pytest.raises(MarkerError) as caught:
        find_regions(f"x\n{END}")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.line, error.text) == (2, caught.value.text)
    assert "at cell 2 has" in error.located(lambda line: Text(en=f"cell {line}", zh=f"单元 {line}")).en


def test_splice_takes_the_regions_and_nothing_else():
    spliced = splice(
        STUB, "import os\n" + file(triple="    return 3 * x", double="    return 2 * x") + "\nos.remove('x')"
    )
    assert spliced.program == STUB.replace("raise NotImplementedError", "return 2 * x").replace("pass", "return 3 * x")
    assert spliced.attempted == {"double", "triple"} and spliced.regions == ("double", "triple")
    origin = dict(enumerate(spliced.origin, 1))
    assert {line: source for line, source in origin.items() if source} == {6: 6, 12: 3}


def test_the_stub_itself_is_unattempted():
    spliced = splice(STUB, STUB.replace("\n", "\r\n"))
    assert spliced.program == STUB and spliced.attempted == frozenset()


@pytest.mark.parametrize(
    ("body", "attempted"),
    [
        ("    # later\n\n    pass  # nothing yet\n", False),
        ("    pass;", True),
        ("    'pass", True),
        ("    return 3 * x", True),
        ("# only a comment", False),
        ("    pass\n    )", True),
    ],
)
def test_attempted_means_that_the_code_differs(body, attempted):
    double = "    raise NotImplementedError"
    assert splice(STUB, file(double=double, triple=body)).attempted == ({"triple"} if attempted else set())


def test_untokenizable_text_is_compared_by_lines():
    stub = f"{BEGIN}\nx = '''\n{END}"
    assert not splice(stub, f"{BEGIN}\n\n# mine\nx = '''  \n{END}").attempted
    assert splice(stub, f"{BEGIN}\ny = '''\n{END}").attempted


def test_a_long_line_is_never_tokenized(monkeypatch):
    monkeypatch.setattr(splicing.tokenize, "generate_tokens", None)
    hostile = "    '" + "\\'" * 1_000_000  # takes a tokenizer a gigabyte
    assert splice(STUB, file(double=hostile, triple=hostile)).attempted == {"double", "triple"}


def test_an_empty_region_keeps_the_stubs_code_where_the_stub_needs_it():
    spliced = splice(STUB, file(double="    # todo\n", triple="    return 3 * x"))
    assert "raise NotImplementedError" in spliced.program and "todo" not in spliced.program
    assert spliced.attempted == {"triple"}
    ast.parse(spliced.program)


def test_an_empty_region_is_empty_where_the_stub_can_do_without():
    stub = f"def f(x):\n    {BEGIN}\n    y = 0\n    {END}\n    return y"
    spliced = splice(stub, f"    {BEGIN}\n    {END}")
    assert spliced.program == blank(stub) and spliced.attempted == {"#1"}


def test_of_two_empty_regions_the_one_that_is_needed_stays():
    stub = f"def f():\n    {BEGIN}\n    pass\n    {END}\n    {BEGIN}\n    pass\n    {END}"
    program = splice(stub, blank(stub)).program
    assert program.count("pass") == 1
    ast.parse(program)


def test_regions_without_names_go_by_order():
    stub = f"{BEGIN}\na\n{END}\n{BEGIN}\nb\n{END}"
    spliced = splice(stub, f"#**begin**#\na = 1\n#**end**#\n{BEGIN}\nb\n{END}")
    assert spliced.regions == ("#1", "#2") and spliced.attempted == {"#1"}
    assert "return 2" in splice(STUB, f"    {BEGIN}\n    return 2\n    {END}\n    {BEGIN}\n    {END}").program


def test_named_regions_are_matched_before_unnamed_ones():
    text = f"{file(triple='    return 3')}\n    {BEGIN}\n    return 2\n    {END}"
    assert [r.lines[0].strip() for r in find_regions(splice(STUB, text).program)] == ["return 2", "return 3"]


def test_a_region_pasted_from_elsewhere_takes_on_the_stubs_indentation():
    body = "# mine\nif x:\n    return 2\n\nreturn 0"
    pasted = f"{marker('Begin', 'double')}\n{body}\n{marker('End', 'double')}\n" + file(triple="  return 1")
    spliced = splice(STUB, pasted)
    double, triple = find_regions(spliced.program)
    assert double.lines == ("    # mine", "    if x:", "        return 2", "", "    return 0")
    assert triple.lines == ("  return 1",)  # its marker is where it was: the indentation is the student's own
    deep = f"        {marker('Begin', 'double')}\n        return 2\n  # x\n        {marker('End', 'double')}\n"
    assert find_regions(splice(STUB, deep + file(triple="")).program)[0].lines == ("    return 2", "# x")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1", "no Begin and End markers"),
        (file(quadruple="    pass"), "`quadruple`"),
        (f"{BEGIN}\n{END}", "has 1 of them"),
    ],
)
def test_a_file_of_which_no_region_is_the_lessons(text, says):
    error = fails(text)
    assert says in str(error) and "fresh copy of the lesson's notebook" in str(error)


@pytest.mark.parametrize("stub", ["x = 1", BEGIN])
def test_a_broken_stub_is_not_the_students_fault(stub):
    with pytest.raises(ValueError, match="lesson's own stub") as caught:
        splice(stub, f"{BEGIN}\n{END}")
    assert not isinstance(caught.value, MarkerError)


def test_blank_empties_every_region():
    assert blank(STUB) == STUB.replace("    raise NotImplementedError\n", "").replace("    pass\n", "")


def test_outside_changes_are_what_the_stub_does_not_have():
    text = STUB.replace("import numpy as np", "# mine\nimport numpy  as np  # np\n\nimport torch\n)")
    text = text.replace("def triple(x):", "%matplotlib inline\n    pass  # %timeit f()\n!ls\ndef triple(x, y):")
    text += "\nfiles = get_ipython().getoutput('ls')\nget_ipython().run_line_magic('time', name)"
    text = text.replace("pass\n", "return 3\n")
    assert outside_changes(STUB, text) == [(4, "import torch"), (17, "def triple(x, y):")]


def test_the_stub_that_was_begun_with_is_no_change():
    begun = STUB.replace("import numpy as np", '"""in Keras"""\nimport keras')
    text = begun + "\nimport torch\n"
    assert [code for _, code in outside_changes(STUB, text, begun=begun)] == ["import torch"]


def test_the_order_of_cells_is_no_change():
    first, second = STUB.split("def triple")
    assert outside_changes(STUB, "def triple" + second + first + first.split("\n")[0]) == []


def test_outside_changes_are_few_short_and_printable():
    hostile = "evil\t\x1b[31m\u202e = 1  " + "x" * 5000
    changes = outside_changes(STUB, STUB + "\n".join([hostile] * 50))
    assert len(changes) == splicing.MAX_CHANGES
    assert changes[0][1].startswith("evil [31m = 1 xxx") and len(changes[0][1]) == splicing.MAX_CHANGE_CHARS


TEXTS = st.text(
    st.sampled_from(list("ab '\"\\#*(:\n\r\t\x0b\x0c\x1c\x85\u2028\0é\u3000")) | st.characters(codec="utf-8")
)
LINES = st.lists(TEXTS | st.sampled_from([BEGIN, END, marker("Begin", "a"), marker("End", "a"), "#**end**#"]))


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_students_text_lands_only_between_the_markers(before, body, after):
    text = f"{before}\n    {BEGIN}\n{body}\n    {END}\n{after}\n    {BEGIN}\n    return 3\n    {END}"
    try:
        theirs = find_regions(text)
        spliced = splice(STUB, text)
    except MarkerError:  # the text happened to hold a marker
        return
    assert blank(spliced.program) == blank(STUB)
    lines, source = spliced.program.split("\n"), regions.split_lines(text)
    assert len(lines) == len(spliced.origin)
    for line, origin in zip(lines, spliced.origin, strict=True):
        if origin is not None:
            assert line == source[origin - 1] or spliced.notices
            assert any(region.begin < origin < region.end for region in theirs)


@settings(deadline=None)
@given(LINES)
def test_any_text_has_regions_or_an_error_that_names_a_line(lines):
    text = "\n".join(lines)
    count = len(regions.split_lines(text))
    try:
        found = find_regions(text)
    except MarkerError as error:
        assert error.lines and all(1 <= line <= count for line in error.lines)
        assert all(f"line {line}" in error.text.en for line in error.lines)
    else:
        assert all(1 <= r.begin < r.end <= count and len(r.lines) == r.end - r.begin - 1 for r in found)
        assert find_regions(blank(text)) == find_regions(blank(blank(text)))


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=2))
def test_grading_the_program_again_changes_nothing(bodies):
    text = file(double=bodies[0], triple=bodies[1])
    try:
        once = splice(STUB, text)
    except MarkerError:
        return
    again = splice(STUB, once.program)
    assert (again.program, again.attempted) == (once.program, once.attempted - once.slips.keys())
    assert outside_changes(STUB, once.program) == []
