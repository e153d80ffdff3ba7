import math
import xml.etree.ElementTree as ET

import pytest

from grader.reports import charts


def shapes(svg, tag):
    return list(ET.fromstring(svg).iter(tag))


def numbers(svg):
    """Every coordinate in the picture."""
    for element in ET.fromstring(svg).iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"):
            if name in element.attrib:
                yield float(element.get(name))
        for pair in element.get("points", "").split():
            yield from map(float, pair.split(","))


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 1), (0, 200), (0.1, 2.3), (-5, 5), (3, 3), (0, 0), (1e-6, 2e-6), (1e-300, 2e-300), (-1e12, 1e12)],
)
def test_ticks_are_few_and_hold_the_range(low, high):
    marks = charts.ticks(low, high)
    assert 2 <= len(marks) <= 8
    assert marks == sorted(set(marks))
    assert marks[0] <= low + 1e-9 and marks[-1] >= high - 1e-9


def test_a_curve_lies_inside_its_frame_and_keeps_its_order():
    curve = charts.series("a", [(0, 2.3), (50, 1.1), (100, 0.4)])
    svg = charts.line_chart([curve], percent=False, label_id="loss")
    (line,) = shapes(svg, "polyline")
    points = [tuple(map(float, pair.split(","))) for pair in line.get("points").split()]
    assert points == sorted(points), "x grows"
    assert [y for _, y in points] == sorted(y for _, y in points), "a falling loss goes down the picture"
    assert all(0 <= x <= 340 and 0 <= y <= 180 for x, y in points)


@pytest.mark.parametrize(
    "pairs",
    [
        [(0, 0.5)],
        [(0, 1e308), (1, -1e308)],
        [(10**400, 0.1), (-(10**400), 0.2)],
        [(0, math.nan), (1, 0.5), (2, math.inf), (3, 0.6)],
        [(5, 0.0), (5, 0.0)],
        [(0, 1e-300), (1, 2e-300)],
    ],
)
@pytest.mark.parametrize("percent", [True, False])
def test_made_up_numbers_are_survived(pairs, percent):
    curve = charts.series("a", pairs)
    assert all(math.isfinite(n) for n in numbers(charts.line_chart([curve], percent=percent, label_id="x")))


def test_nothing_to_draw_is_no_curve():
    assert charts.series("a", [(0, None), (1, math.nan)]) is None
    assert charts.series("a", []) is None


def test_a_long_curve_is_thinned_and_keeps_its_ends():
    curve = charts.series("a", [(n, float(n)) for n in range(100_000)])
    assert len(curve.points) == charts.MOST_POINTS
    assert curve.points[0] == (0, 0) and curve.points[-1] == (99_999, 99_999)


def score(share, tone="good"):
    return charts.Score(share, tone, "a")


@pytest.mark.parametrize(
    ("share", "label"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.3, 3), (0.9999, 9), (1.0, 10), (1.2, 10), (-0.5, 0)]
)
def test_each_score_falls_into_its_bin(share, label):
    svg = charts.distribution([score(share)], label_id="x")
    (square,) = shapes(svg, "rect")
    assert math.floor((float(square.get("x")) - 6) / ((340 - 12) / 11)) == label


def test_few_are_squares_many_are_bars():
    few = charts.distribution([score(1.0)] * charts.SQUARES, label_id="x")
    many = charts.distribution([score(1.0)] * (charts.SQUARES + 1), label_id="x")
    assert len(shapes(few, "rect")) == charts.SQUARES
    assert len(shapes(many, "rect")) == 1
    assert [t.text for t in shapes(many, "text") if t.get("class") == "count"] == [str(charts.SQUARES + 1)]


def test_names_are_escaped():
    name = '"><script>alert(1)</script>'
    curve = charts.series(name, [(0, 0.5)])
    for svg in (
        charts.line_chart([curve], percent=True, label_id="x"),
        charts.distribution([charts.Score(1.0, "good", name)], label_id="x"),
    ):
        assert "<script" not in svg
        assert [t.text for t in shapes(svg, "title")] == [name]


@pytest.mark.parametrize(("share", "arcs"), [(0.0, 1), (0.5, 2), (1.0, 2), (7.0, 2)])
def test_ring(share, arcs):
    assert len(shapes(charts.ring(share, "good"), "circle")) == arcs
