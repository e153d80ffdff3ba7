"""`%see` asks a process of its own; its last word is the sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.jupyter.pictures import pictures
from grader.jupyter.saved import MagicError


def test_what_the_process_says_is_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(MagicError) as caught:
        pictures(tmp_path / "none.py", "01-warm-up", "en")
    assert caught.value.text.en.startswith("there is no file")
