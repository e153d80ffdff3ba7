import pytest

from grader.source.statements import Scan


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("x = 1", False), ("f(", True), ("f()", False), ("x = [{", True), ("x = '''", True), ('x = """a"""', False),
        ("x = '(", False), ("x = 1 + \\", True), ("x = 1  # \\", False), ("x = '\\", True), ("x  # (", False),
        ("x = '\\'('", False), ("'#' + (", True), (")", False), ("x = '\"\"\"'", False),
    ],
)  # fmt: skip
def test_what_goes_on_in_the_next_line(line: str, inside: bool) -> None:
    scan = Scan()
    scan.read(line)
    assert scan.inside == inside


def test_it_ends_where_it_was_closed() -> None:
    scan = Scan()
    seen = []
    for line in ("x = f('''", "(", "''', [", "1", "])", "y"):
        scan.read(line)
        seen.append(scan.inside)
    assert seen == [True, True, True, True, False, False]
