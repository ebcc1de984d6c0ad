"""Files by signed link: `GET` and `HEAD` under `/files/{grant}/{key}`, whole or one range.

HTTP semantics are those of RFC 9110 (ranges: section 14, conditions: section 13). A file never
changes, so its id is its entity tag. Whether the grant is still open is asked on every request.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from email.utils import formatdate
from typing import Any, BinaryIO
from urllib.parse import parse_qs

import msgspec

from datafloor.adapters.links import Links
from datafloor.adapters.objects import Objects, object_id
from datafloor.adapters.shelf import Shelf
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.plane.meter import Meter

PREFIX = "/files/"
PIECE = 1 << 20
ZERO_COPY = "http.response.zerocopysend"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})", re.ASCII)


class Interrupted(OSError):
    """The client went away; `sent` bytes of the file had been handed to the network."""

    def __init__(self, sent: int) -> None:
        super().__init__("the client went away")
        self.sent = sent


class Files:
    """The ASGI application that serves them. It stands for itself, beside the web application."""

    def __init__(self, shelf: Shelf, objects: Objects, links: Links, meter: Meter) -> None:
        self._shelf = shelf
        self._objects = objects
        self._links = links
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        if scope["method"] not in ("GET", "HEAD"):
            await _bare(send, 405, [(b"allow", b"GET, HEAD")])
            return
        try:
            grant, key = await self._allowed(scope)
            file = self._opened(key)
        except Refused as refused:
            await _refuse(scope, send, refused)
            return
        with file:
            await self._serve(scope, receive, send, grant, key, file)

    async def _allowed(self, scope: Scope) -> tuple[str, str]:
        """The grant and the key that a link names, after every check."""
        grant, _, key = scope["path"].removeprefix(PREFIX).lstrip("/").partition("/")
        query = parse_qs(scope["query_string"].decode("latin-1"))
        ends, signature = query.get("ends", [""])[-1], query.get("X-Amz-Signature", [""])[-1]
        made_at = self._links.check(grant, key, ends, signature)
        client = scope.get("client")
        await self._shelf.check(grant, client[0] if client else "", made_at)
        return grant, key

    def _opened(self, key: str) -> BinaryIO:
        place = self._objects.path(key)
        if place is None or not place.is_file():
            raise Refused(Refusal.object_unknown, path=key)
        return place.open("rb", buffering=0)

    async def _serve(
        self, scope: Scope, receive: Receive, send: Send, grant: str, key: str, file: BinaryIO
    ) -> None:
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        about = os.fstat(file.fileno())
        name = object_id(key)
        tag = f'"{name}"'
        headers: Headers = [
            (b"etag", tag.encode()),
            (b"accept-ranges", b"bytes"),
            (b"last-modified", formatdate(about.st_mtime, usegmt=True).encode()),
            (b"cache-control", b"private, max-age=31536000, immutable"),
        ]
        if _matches(asked.get(b"if-none-match"), tag):
            await _bare(send, 304, headers)
            return
        size, start, stop, status = about.st_size, 0, about.st_size, 200
        if (wanted := asked.get(b"range")) and asked.get(b"if-range", tag) == tag:
            span = _span(wanted, size)
            if span == (0, 0):
                headers.append((b"content-range", f"bytes */{size}".encode()))
                await _bare(send, 416, headers)
                return
            if span is not None:
                start, stop, status = *span, 206
                headers.append((b"content-range", f"bytes {start}-{stop - 1}/{size}".encode()))
        headers += [
            (b"content-type", b"application/vnd.apache.parquet"),
            (b"content-length", b"%d" % (stop - start)),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        sent = stop - start
        try:
            if ZERO_COPY in (scope.get("extensions") or {}):
                await send({"type": ZERO_COPY, "file": file, "offset": start, "count": sent})
            else:
                await _stream(receive, send, file, start, stop)
        except Interrupted as gone:
            sent = gone.sent
        self._meter.record(grant, name, size, start, start + sent)


def _span(text: str, size: int) -> tuple[int, int] | None:
    """The range as start and stop, `(0, 0)` where nothing lies in it, `None` where there is none.

    Several ranges at once, or what is no range, is answered with the whole file, as RFC 9110
    (14.2) allows.
    """
    if not (found := _RANGE.fullmatch(text.strip())) or found[1] == found[2] == "":
        return None
    if found[1] == "":
        start, stop = max(0, size - int(found[2])), size
    else:
        start = int(found[1])
        stop = min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    return (start, stop) if start < stop else (0, 0)


def _matches(header: str | None, tag: str) -> bool:
    if header is None:
        return False
    return header.strip() == "*" or tag in (
        each.strip().removeprefix("W/") for each in header.split(",")
    )


async def _stream(receive: Receive, send: Send, file: BinaryIO, start: int, stop: int) -> None:
    """The way without zero copy: read and send in pieces, until the end or the client's."""
    gone = asyncio.ensure_future(_departure(receive))
    try:
        at = start
        while at < stop:
            piece = await asyncio.to_thread(os.pread, file.fileno(), min(PIECE, stop - at), at)
            if gone.done() or not piece:
                raise Interrupted(at - start)
            at += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": at < stop})
        if start == stop:
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _bare(send: Send, status: int, headers: Headers) -> None:
    more = [] if status == 304 else [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *more]})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Send, refused: Refused) -> None:
    """A refusal as problem details (RFC 9457)."""
    asked = dict(scope["headers"])
    language = "vi" if asked.get(b"accept-language", b"").startswith(b"vi") else "en"
    said = refused.why.value
    problem = {
        "type": "about:blank",
        "title": refused.why.name,
        "status": said.status,
        "detail": refused.text(language),
    }
    body = msgspec.json.encode(problem)
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": said.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
