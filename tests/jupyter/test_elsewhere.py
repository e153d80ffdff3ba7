"""Where there is no Linux, the panel has one sentence for whatever it asks, and nothing that judges is imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.jupyter import extension
from tests.jupyter.panel_server import panel_server


def test_every_request_is_answered_with_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extension, "ON_LINUX", False)
    with panel_server(tmp_path) as server:
        for method, name in (("GET", "course?lang=en"), ("GET", "events?lang=en"), ("POST", "check?lang=en")):
            status, answer = server.ask(method, name, b"{}" if method == "POST" else None)
            assert status == 501 and "WSL" in answer["message"] and "Linux" in answer["message"]
        assert "WSL" in server.ask("GET", "course?lang=zh")[1]["message"]
        assert server.ask("GET", "course", token=None)[0] == 403
