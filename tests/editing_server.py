"""The server of the editor, run in a thread for a test."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

from causal.editing.file_session import FileSession
from causal.editing.server import application

TOKEN = "a-token"


class Client:
    """Requests to the server as they stand on the wire."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.own = f"http://127.0.0.1:{port}"
        self.good = {
            "X-Causal-Token": TOKEN,
            "Origin": self.own,
            "Content-Type": "application/json",
        }

    def get(self, path: str) -> tuple[int, dict[str, str]]:
        return self._ask("GET", path, None, {})[:2]

    def post(self, body: bytes | str, headers: dict[str, str]) -> int:
        return self._ask("POST", "/message", body, headers)[0]

    def send(self, message: dict[str, Any]) -> dict[str, Any]:
        status, _, text = self._ask("POST", "/message", json.dumps(message), self.good)
        assert status == 200, text
        return json.loads(text)

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@contextmanager
def served(session: FileSession) -> Iterator[Client]:
    """Serve a session while a test runs."""
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        settings = uvicorn.Config(
            application(session, TOKEN, port),
            log_level="critical",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Client(port)
        finally:
            server.should_exit = True
            thread.join(10)
