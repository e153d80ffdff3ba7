"""Limits from spreads: what a bound promises, which answer sets it, and who is rejected by it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.plugin import Calibrated
from grader.proving.calibration import FALSE_REJECTS
from grader.proving.limits import false_rejects, limit_between, prediction_bounds, rounded

ONE = Calibrated("test_quality", "quality", "threshold", wrong=("worse",))
RIGHT = [0.90, 0.91, 0.92, 0.91]
WRONG = {"worse": [0.5, 0.6, 0.55], "bad": [0.1, 0.1, 0.1]}


def bound(values: list[float], *, lower_is_better: bool = False) -> float:
    return prediction_bounds({"reference": values}, lower_is_better=lower_is_better)["reference"]


def test_the_bound_holds_what_it_promises() -> None:
    """Of many classes of ten trainings and one more each, one in a thousand falls below its own class's bound."""
    rng = np.random.default_rng(0)
    draws = rng.normal(0.85, 0.02, (20_000, 11))
    from scipy.stats import t

    reach = t.ppf(1 - FALSE_REJECTS, 9) * np.sqrt(1 + 1 / 10)
    bounds = draws[:, :10].mean(1) - reach * draws[:, :10].std(1, ddof=1)
    assert bounds[0] == pytest.approx(bound(list(draws[0, :10])))
    assert 0.0004 < np.mean(draws[:, 10] < bounds) < 0.0018
    assert bound(list(-draws[0, :10]), lower_is_better=True) == pytest.approx(-bounds[0])


def test_limits_are_rounded_for_the_student() -> None:
    assert rounded(0.7699, lower_is_better=False) == 0.76
    assert rounded(0.7601, lower_is_better=True) == 0.77
    assert rounded(0.76, lower_is_better=False) == rounded(0.76, lower_is_better=True) == 0.76


def test_separation_is_from_the_best_wrong_answer() -> None:
    measured = limit_between(ONE, {"reference": RIGHT}, WRONG)
    assert measured.limit == rounded(bound(RIGHT), lower_is_better=False)
    assert measured.separation == pytest.approx(measured.limit - 0.6)
    perplexity = Calibrated("t", "perplexity", "limit", True, ("worse",))
    lower = limit_between(perplexity, {"reference": [5.0, 5.2, 5.1]}, {"worse": [9.0, 8.0, 8.5]})
    assert lower.limit > 5.2 and lower.separation == pytest.approx(8.0 - lower.limit)


def test_the_right_answer_that_does_worst_sets_the_limit() -> None:
    worse = [value - 0.1 for value in RIGHT]
    measured = limit_between(ONE, {"reference": RIGHT, "style": worse, "better": [1.0, 1.01, 1.02]}, WRONG)
    assert measured.limit == rounded(bound(worse), lower_is_better=False)  # they scatter alike, and so pooled
    assert measured.separation == pytest.approx(measured.limit - 0.6)
    assert (measured.right.n, measured.styles["style"].n, measured.styles["better"].n) == (4, 4, 3)
    error = Calibrated("t", "error", "most_error", True)
    negative = {"reference": [-value for value in RIGHT], "style": [-value for value in worse]}
    assert limit_between(error, negative, {}).limit == pytest.approx(-measured.limit)


def test_few_seeds_are_paid_for_by_a_laxer_bound_and_more_answers_make_the_spread_no_surer() -> None:
    alone = bound(RIGHT)
    both = prediction_bounds({"reference": RIGHT, "same": RIGHT, "few": [0.90, 0.92]}, lower_is_better=False)
    assert both["same"] == both["reference"] == pytest.approx(alone, abs=0.02) and both["few"] < alone


def test_the_rate_of_false_rejects_agrees_with_the_bound() -> None:
    values = list(np.random.default_rng(0).normal(0.85, 0.02, 10))
    for lower in (False, True):
        limit = bound(values, lower_is_better=lower)
        assert false_rejects({"reference": values}, limit, lower_is_better=lower).rate == FALSE_REJECTS


def test_false_rejects_name_the_worst_and_count_those_seen() -> None:
    values = {"reference": [0.90, 0.92, 0.91], "near": [0.79, 0.83, 0.81]}
    found = false_rejects(values, 0.80, lower_is_better=False)
    assert (found.worst, found.missed, found.trainings) == ("near", 1, 6) and found.rate < found.worst_rate < 0.5
    lower = {name: [-value for value in of] for name, of in values.items()}
    assert false_rejects(lower, -0.80, lower_is_better=True) == found
    assert false_rejects({"reference": [1.0] * 3}, 0.9, lower_is_better=False).rate == 0.0


def test_no_right_training_that_was_seen_misses_the_limit() -> None:
    usual = [1.0, 1.01, 1.02]
    right = {"reference": 10 * usual, "unlucky": [*10 * usual, 0.5]}
    found = limit_between(ONE, right, {})
    assert found.limit == 0.5 < min(prediction_bounds(right, lower_is_better=False).values())
    assert found.false_rejects is not None and found.false_rejects.missed == 0


@pytest.mark.parametrize("limit", [0.7, 0.8])
def test_what_a_limit_between_says_of_itself(limit: float) -> None:
    """Of every right answer, fewer than one in a thousand are expected to miss the limit that they set."""
    rng = np.random.default_rng(int(limit * 10))
    right = {name: list(rng.normal(limit + 0.1, 0.02, n)) for name, n in (("reference", 10), ("a", 3), ("b", 10))}
    found = limit_between(ONE, right, {}).false_rejects
    assert found is not None and found.rate <= found.worst_rate <= FALSE_REJECTS and found.missed == 0
