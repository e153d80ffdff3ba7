"""Where there is no Linux: every request of the panel is answered with the sentence that says what is needed."""

from __future__ import annotations

import json
from typing import Any

import tornado.web
from jupyter_server.base.handlers import APIHandler

from grader.messages.languages import default_language, languages
from grader.messages.text import Text


class _Elsewhere(APIHandler):
    def initialize(self, text: Text) -> None:
        self._text = text

    @tornado.web.authenticated
    async def get(self) -> None:
        lang = self.get_query_argument("lang", "")
        self.set_status(501)
        self.finish(json.dumps({"message": self._text.get(lang if lang in languages() else default_language())}))

    post = get


def handlers(text: Text) -> list[tuple[Any, ...]]:
    """One handler for all of the panel's requests."""
    return [(r"/gatehouse/api/.*", _Elsewhere, {"text": text})]


__all__ = ["handlers"]
