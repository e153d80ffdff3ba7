"""The requests of JupyterLab's panel: ``gatehouse/api/...``, each for who is logged in to this Jupyter server alone.

Everything that reads a file or waits runs in a thread, never in the server's loop. docs/jupyter.md lists the requests.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import tornado.web
from jupyter_server.base.handlers import APIHandler
from tornado.iostream import StreamClosedError

from grader.course.lesson import LessonError
from grader.jupyter import panel
from grader.jupyter.places import Refused
from grader.jupyter.runs import Run, Runs
from grader.messages.languages import default_language, languages
from grader.messages.sentences import defer, say
from grader.messages.text import Text

MOST_BYTES = 65_536  # of a request's body
_BEAT = 15.0  # seconds after which a stream says that it is alive
_POLL = 20.0  # seconds that a poll waits for an event
SETTING = "gatehouse_runs"


@tornado.web.stream_request_body
class _Handler(APIHandler):
    """Answers in JSON; what is wrong is a sentence in the asker's language."""

    async def prepare(self, **kwargs: Any) -> None:
        self._body, self._too_long = bytearray(), False
        await super().prepare(**kwargs)
        length = self.request.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            self._refuse(_TOO_LONG, 413)

    def data_received(self, chunk: bytes) -> None:
        """A piece of a body, which may say nothing of its length: what is too much is not kept."""
        self._too_long = self._too_long or len(self._body) + len(chunk) > MOST_BYTES
        if not self._too_long:
            self._body += chunk

    @property
    def runs(self) -> Runs:
        runs: Runs = self.settings[SETTING]
        return runs

    @property
    def root(self) -> Path:
        return Path(self.settings["server_root_dir"]).expanduser().resolve()

    def said(self) -> dict[str, str | None]:
        """The fields of a request: of its body, or its query."""
        if self.request.method == "GET":
            return {name: self.get_query_argument(name) for name in self.request.query_arguments}
        if self._too_long:
            self._refuse(_TOO_LONG, 413)
        try:
            fields = json.loads(self._body or b"{}")
        except (ValueError, RecursionError):
            self._refuse(_NO_JSON, 400)
        if not isinstance(fields, dict) or not all(isinstance(one, str | None) for one in fields.values()):
            self._refuse(_NO_JSON, 400)
        return fields

    def lang(self, fields: Mapping[str, str | None]) -> str:
        lang = fields.get("lang")
        return lang if lang in languages() else default_language()

    def _in_query(self) -> str:
        """The language that the address names: of a refusal before the fields are read."""
        said = self.request.query_arguments.get("lang", [b""])[-1]
        return self.lang({"lang": said.decode("utf-8", "replace")})

    def _refuse(self, text: Text, status: int) -> NoReturn:
        raise tornado.web.HTTPError(status, "%s", text.get(self._in_query()))

    async def answer(self, work: Callable[[panel.Asker], Any]) -> Any:
        """What `work` makes of the request, in a thread; a refusal is told in a sentence."""
        fields = self.said()
        asker = panel.Asker(self.root, self.lang(fields), fields)
        try:
            return await asyncio.to_thread(work, asker)
        except Refused as error:
            self._fail(error.text.get(asker.lang), error.status)
        except LessonError as error:
            self._fail(_LESSON.say(error=str(error)).get(asker.lang), 500)
        except OSError as error:
            why = _DISK.say(file=Path(error.filename or "").name, error=error.strerror or str(error))
            self._fail(why.get(asker.lang), 500)

    def _fail(self, words: str, status: int) -> None:
        self.set_status(status)
        self.finish(json.dumps({"message": words}))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """The sentence of what was raised; never a traceback."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, tornado.web.HTTPError) and error.log_message == "%s":
            words = str(error.args[0])
        else:
            words = _SENTENCES.get(status_code, _FAILED).get(self._in_query())
        self._fail(words, status_code)


class _Answering(_Handler):
    """One request that has one answer: `work` of a GET or a POST."""

    def initialize(self, get: panel.Work | None = None, post: panel.Work | None = None) -> None:
        self._get, self._post = get, post

    @tornado.web.authenticated
    async def get(self) -> None:
        await self._finish(self._get)

    @tornado.web.authenticated
    async def post(self) -> None:
        await self._finish(self._post)

    async def _finish(self, work: panel.Work | None) -> None:
        if work is None:
            raise tornado.web.HTTPError(405)
        answer = await self.answer(work)
        if not self._finished:
            self.finish(json.dumps(answer))


class CheckHandler(_Handler):
    """Begin a check. It is heard of by `EventsHandler`."""

    @tornado.web.authenticated
    async def post(self) -> None:
        asked = await self.answer(panel.asked)
        if self._finished:
            return
        try:
            self.finish(json.dumps({"id": self.runs.begin(asked).id}))
        except Refused as error:
            self._fail(error.text.get(asked.told.lang), error.status)


class ReportHandler(_Handler):
    """A lab report, as a file."""

    @tornado.web.authenticated
    async def get(self) -> None:
        made = await self.answer(panel.report)
        if not self._finished:
            self.set_header("Content-Disposition", f'attachment; filename="{made.name}"')
            self.finish(made.text, set_content_type=made.type)


class _OfRun(_Handler):
    def run_asked(self) -> Run:
        fields = self.said()
        try:
            return self.runs[fields.get("id") or ""]
        except Refused as error:
            self._refuse(error.text, error.status)

    def number(self) -> int:
        """The last event that the asker has: as browsers say it when they come back, or as the query does."""
        said = self.request.headers.get("Last-Event-ID") or self.get_query_argument("after", "0")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


class CancelHandler(_OfRun):
    """End a check, and whatever the student's code does in it."""

    @tornado.web.authenticated
    async def post(self) -> None:
        self.runs.cancel(self.run_asked())
        self.finish("{}")


class PollHandler(_OfRun):
    """The events after a number, for who cannot keep a stream open."""

    @tornado.web.authenticated
    async def get(self) -> None:
        run = self.run_asked()
        events = await run.after(self.number(), _POLL)
        self.finish(json.dumps({"events": events, "done": run.done}))


class EventsHandler(_OfRun):
    """The events of a check as a stream (text/event-stream), from any number on."""

    _gone = False

    def on_connection_close(self) -> None:
        self._gone = True
        super().on_connection_close()

    @tornado.web.authenticated
    async def get(self) -> None:
        run, number = self.run_asked(), self.number()
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Accel-Buffering", "no")  # a Hub's proxy holds nothing back
        try:
            while not self._gone:
                events = await run.after(number, _BEAT)
                for event in events:
                    number = event["n"]
                    self.write(f"id: {number}\ndata: {json.dumps(event)}\n\n")
                if run.done and number >= len(run.events):
                    break
                if not events:
                    self.write(": still here\n\n")
                await self.flush()
        except StreamClosedError:
            return
        self.finish(set_content_type="text/event-stream; charset=utf-8")


def handlers() -> list[tuple[Any, ...]]:
    """The handlers, below the Jupyter server's base."""
    answering = [(name, _Answering, works) for name, works in panel.REQUESTS.items()]
    others: list[tuple[Any, ...]] = [
        ("check", CheckHandler), ("cancel", CancelHandler), ("poll", PollHandler), ("events", EventsHandler),
        ("report", ReportHandler),
    ]  # fmt: skip
    return [(f"/gatehouse/api/{name}", *rest) for name, *rest in [*answering, *others]]


_TOO_LONG = say("this request is too long")
_LESSON = defer(
    "the lesson could not be read: {error}. Build the workspace again with `grader workspace` (your notebooks are "
    "kept), or ask your teacher"
)
_DISK = defer("{file} cannot be written or read ({error}); free some space, or ask who runs this server")
_NO_JSON = say("this request is no JSON object of texts")
_FAILED = say("this could not be done; try again")
# What Jupyter's own refusals mean to a student.
_SENTENCES = {
    403: say(
        "you are not logged in to this Jupyter server: open the address with the token that `jupyter lab` has printed "
        "(on a Hub, log in there again), then reload this page"
    ),
    404: say("the Jupyter server does not know this request; reload the page"),
    405: say("the Jupyter server does not know this request; reload the page"),
}

__all__ = ["SETTING", "handlers"]
