"""The page of `causal edit`: served to this machine alone, to whoever has the token.

It listens on the loopback address. Each request must carry the token of the address that was
printed, name this server as its host, and, where it changes something, come from this very page;
so a page of somebody else that is open in the same browser can neither read nor write.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from causal.editing.front_end import policy, served_page
from causal.errors import MissingExtra

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from causal.editing.file_session import FileSession

LOOPBACK = "127.0.0.1"
LARGEST = 2**20
"""Bytes of one message."""
_TOO_LONG = f"a message has at most {LARGEST:,} bytes"
_WAIT = 0.25
_NAMES = frozenset({LOOPBACK, "localhost"})


def application(session: FileSession, token: str, port: int) -> Starlette:
    """Return the web application of one session.

    Args:
        session: What is edited.
        token: What a request must carry.
        port: The port it is served on, which a request must name.
    """
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route

    async def page(request: Request) -> Response:
        wrong = _refused(request, request.query_params.get("token", ""), token, port)
        return wrong or HTMLResponse(served_page())

    async def message(request: Request) -> Response:
        given = request.headers.get("x-causal-token", "")
        wrong = _refused(request, given, token, port) or _not_ours(request, port)
        if wrong is not None:
            return wrong
        asked = _read(await _body(request))
        if not isinstance(asked, dict):
            return _said(asked, 413 if asked == _TOO_LONG else 400)
        answer = await run_in_threadpool(session.handle, asked)
        return Response(json.dumps(answer, default=str), media_type="application/json")

    async def events(request: Request) -> Response:
        wrong = _refused(request, request.query_params.get("token", ""), token, port)
        stream = _versions(lambda: session.version, request.is_disconnected)
        return wrong or StreamingResponse(stream, media_type="text/event-stream")

    routes = [
        Route("/", page),
        Route("/message", message, methods=["POST"]),
        Route("/events", events),
    ]
    made = Starlette(routes=routes)
    made.add_middleware(_with_headers())
    return made


def _refused(request: Request, given: str, token: str, port: int) -> Response | None:
    """Return the refusal of a request that names another host or lacks the token, else None."""
    host = request.headers.get("host", "").lower()
    if host not in {f"{name}:{port}" for name in _NAMES} and not (port == 80 and host in _NAMES):
        return _said("not a name of this server", 421)
    if not secrets.compare_digest(given.encode(), token.encode()):
        return _said("open the address that causal edit printed", 403)
    return None


def _not_ours(request: Request, port: int) -> Response | None:
    """Return the refusal of a message that another page sent, None for one of ours."""
    if request.headers.get("origin") not in {f"http://{name}:{port}" for name in _NAMES}:
        return _said("not from this page", 403)
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return _said("a message is JSON", 415)
    return None


def _said(words: str, status: int) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(words, status)


def _read(body: bytes | None) -> dict[str, Any] | str:
    """Return a message, or what is wrong with it."""
    if body is None:
        return _TOO_LONG
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return "a message is JSON"
    return asked if isinstance(asked, dict) else "a message is a mapping"


async def _body(request: Request) -> bytes | None:
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > LARGEST:
            return None
    return bytes(found)


async def _versions(now: Callable[[], int], gone: Callable[[], Any]) -> AsyncIterator[str]:
    """Yield the version of the session whenever it is another, for windows that look on."""
    told = 0
    while not await gone():
        if now() != told:
            told = now()
            yield f"data: {told}\n\n"
        await asyncio.sleep(_WAIT)


def _with_headers() -> Any:
    from starlette.middleware.base import BaseHTTPMiddleware

    class Headers(BaseHTTPMiddleware):
        async def dispatch(self, request: Request, call_next: Any) -> Any:
            response = await call_next(request)
            response.headers.update(
                {
                    "Content-Security-Policy": policy(),
                    "X-Content-Type-Options": "nosniff",
                    "Referrer-Policy": "no-referrer",
                    "Cross-Origin-Resource-Policy": "same-origin",
                    "Cross-Origin-Opener-Policy": "same-origin",
                    "Cache-Control": "no-store",
                }
            )
            return response

    return Headers


def serve(
    session: FileSession, *, port: int = 0, ready: Callable[[str], None] = lambda _: None
) -> None:
    """Serve the page until it is interrupted.

    Args:
        session: What is edited.
        port: The port; a free one for 0.
        ready: Called with the address of the page once it can be opened.

    Raises:
        MissingExtra: The extra ``edit`` is not installed.
        OSError: The port is taken.
    """
    try:
        import starlette  # noqa: F401  # asked for here, so that its absence is told at once
        import uvicorn
    except ImportError:
        raise MissingExtra(
            "causal edit needs the extra 'edit': pip install 'causal-postmortem[edit]', "
            "or pip install '.[edit]' in a clone"
        ) from None
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
        bound = int(listening.getsockname()[1])
        token = secrets.token_urlsafe(24)
        made = application(session, token, bound)
        settings = uvicorn.Config(
            made, log_level="critical", access_log=False, timeout_graceful_shutdown=1,
            lifespan="off", server_header=False,
        )  # fmt: skip
        ready(f"http://{LOOPBACK}:{bound}/?token={token}")
        with suppress(KeyboardInterrupt):  # the way to end it
            uvicorn.Server(settings).run(sockets=[listening])
