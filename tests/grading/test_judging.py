"""Who changes what judges says whether verdicts could change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.grading import judging

ROOT = Path(__file__).resolve().parents[2]


def test_whoever_changed_what_judges_has_thought_of_the_judging_version() -> None:
    changed = judging.changed()
    assert not changed, (
        f"these judge, and have changed: {', '.join(changed)}. If any verdict could become another, raise "
        "JUDGING_VERSION in grader/grading/judging.py; if none can, leave it. Then say that you have thought of it: "
        "python -m grader.grading.judging"
    )


def test_what_judges_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    files = judging.judging()
    assert {"grading/judge.py", "source/regions.py", "checks/expect.py", "sandbox/inside/worker.py"} <= {*files}
    for pattern in judging.JUDGES:
        assert list((ROOT / "grader").glob(pattern)), f"there is no {pattern} any more"
    monkeypatch.setattr(judging, "RECORD", tmp_path / "judging.json")
    assert set(judging.changed()) == set(files)


def test_a_changed_version_and_a_changed_file_are_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = tmp_path / "judging.json"
    monkeypatch.setattr(judging, "RECORD", record)
    text = json.dumps(judging.judging())
    record.write_text(text)
    assert judging.changed() == []
    record.write_text(text.replace('"grading/judge.py": "', '"grading/judge.py": "0'))
    assert judging.changed() == ["grading/judge.py"]
    record.write_text(text)
    monkeypatch.setattr(judging, "JUDGING_VERSION", judging.JUDGING_VERSION + 1)
    assert judging.changed() == ["JUDGING_VERSION"]
