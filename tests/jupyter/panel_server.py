"""A real Jupyter server with our extension, in a thread of the test; and somebody who asks it, logged in or not."""

from __future__ import annotations

import asyncio
import http.client
import json
import shutil
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from grader.jupyter.handlers import SETTING

TOKEN = "a-token-of-the-test"


class Asker:
    """Asks one server. What it is answered: the status, and what the body says."""

    def __init__(self, port: int, root: Path) -> None:
        self.port, self.root = port, root

    def get(self, name: str, **fields: Any) -> Any:
        status, answer = self.ask("GET", f"{name}?{urllib.parse.urlencode(fields)}")
        assert status == 200, answer
        return answer

    def post(self, name: str, **fields: Any) -> Any:
        status, answer = self.ask("POST", name, json.dumps(fields).encode())
        assert status == 200, answer
        return answer

    def refused(self, method: str, name: str, **fields: Any) -> tuple[int, str]:
        query = f"?{urllib.parse.urlencode(fields)}" if method == "GET" else ""
        body = json.dumps(fields).encode() if method == "POST" else None
        status, answer = self.ask(method, name + query, body)
        assert status >= 400, answer
        return status, answer["message"]

    def ask(self, method: str, name: str, body: Any = None, token: str | None = TOKEN, **more: str) -> Any:
        status, data = self.raw(method, name, body, token, **more)
        try:
            return status, json.loads(data)
        except ValueError:
            return status, data.decode()

    def raw(self, method: str, name: str, body: Any = None, token: str | None = TOKEN, **more: str) -> Any:
        headers = {"Authorization": f"token {token}"} if token else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, f"/gatehouse/api/{name}", body, headers | more)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def login(self) -> tuple[int, str]:
        """What a browser gets for the token: the status, and its cookies."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", f"/api/status?token={TOKEN}")
            response = connection.getresponse()
            cookies = [value.split(";")[0] for name, value in response.getheaders() if name == "Set-Cookie"]
            return response.status, "; ".join(cookies)
        finally:
            connection.close()

    def events(self, identifier: str, after: int = 0, **more: str) -> list[Any]:
        """The stream, from this event on, until it ends."""
        status, data = self.raw("GET", f"events?id={identifier}&after={after}", **more)
        assert status == 200, data
        blocks = [block for block in data.decode().split("\n\n") if block.startswith("id: ")]
        events = [json.loads(block.partition("\ndata: ")[2]) for block in blocks]
        assert [f"id: {event['n']}" for event in events] == [block.split("\n")[0] for block in blocks]
        return events


class _Server(ServerApp):
    def init_signal(self) -> None:
        """Signals are for the main thread."""


@contextmanager
def panel_server(root: Path, checker: Any = None) -> Iterator[Asker]:
    """The server on this root. `checker` stands in for the grading process; None: the real one."""
    ready, ends = threading.Event(), dict[str, Any]()

    async def serve() -> None:
        app = _Server(root_dir=str(root), log_level=50, allow_root=True, jpserver_extensions={"grader.jupyter": True})
        app.initialize(argv=[f"--IdentityProvider.token={TOKEN}"], find_extensions=False, new_httpserver=False)
        if checker is not None:
            app.web_app.settings[SETTING]._checker = checker
        server, (listener,) = HTTPServer(app.web_app), bind_sockets(0, "127.0.0.1")
        server.add_sockets([listener])
        ends.update(loop=asyncio.get_running_loop(), over=asyncio.Event(), port=listener.getsockname()[1])
        ready.set()
        await ends["over"].wait()
        server.stop()
        await server.close_all_connections()
        await app._cleanup()

    def run() -> None:
        try:
            asyncio.run(serve())
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="jupyter")
    thread.start()
    assert ready.wait(60) and ends, "the server does not start"
    try:
        yield Asker(ends["port"], root)
    finally:
        ends["loop"].call_soon_threadsafe(ends["over"].set)
        thread.join()
        _Server.clear_instance()


def made_anew(workspace: Path) -> None:
    """The workspace as it was when it was first asked about: without history, with the notebooks as they were."""
    kept = workspace.parent.with_name("kept")
    if not kept.is_dir():
        shutil.copytree(workspace, kept, symlinks=True)
    shutil.rmtree(workspace)
    shutil.copytree(kept, workspace, symlinks=True)
