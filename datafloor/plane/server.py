"""Zero copy send for uvicorn: files go to the socket by `sendfile`, never through Python.

This is the ASGI extension `http.response.zerocopysend` (asgi.readthedocs.io, Extensions). A
worker thread pushes as long as the client takes the bytes; a client that is slow costs no thread,
it waits in the event loop until its socket has room again.
"""

import asyncio
import os
import select
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from datafloor.plane.files import ZERO_COPY, Interrupted, Message, Receive, Scope, Send

PIECE = 8 << 20
TURN = 64 << 20
"""After so many bytes a download makes room for another; there are more of them than threads."""
PATIENCE_MILLISECONDS = 100
STALLED_SECONDS = 60

_pushers = ThreadPoolExecutor(max_workers=16, thread_name_prefix="bytes")


class _Then(Enum):
    """Why a push ended: there is more to do, the socket is full, or nobody is there."""

    more = 1
    full = 2
    gone = 3


class ZeroCopyProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, offering zero copy send on connections that are not encrypted.

    Give it to uvicorn as `http=ZeroCopyProtocol`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        app: Any = self.app

        async def offering(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["scheme"] == "https":
                await app(scope, receive, send)
                return
            bound: Any = send
            cycle: RequestResponseCycle = bound.__self__

            async def send_files_too(message: Message) -> None:
                if message["type"] == ZERO_COPY:
                    await _send_file(cycle, message)
                else:
                    await send(message)

            scope.setdefault("extensions", {})[ZERO_COPY] = {}
            await app(scope, receive, send_files_too)

        self.app = offering


async def _send_file(cycle: RequestResponseCycle, message: Message) -> None:
    """Send `count` bytes of `file` from `offset`. Raises `Interrupted` where the client leaves.

    The answer must have said its length; what is sent here is never chunked.
    """
    file = message["file"].fileno()
    offset = message.get("offset") or 0
    count = message.get("count")
    if count is None:
        count = os.fstat(file).st_size - offset
    if cycle.chunked_encoding is not False or count > cycle.expected_content_length:
        raise RuntimeError("zero copy send needs an answer with a content-length that covers it")
    sent = await _copied(cycle, file, offset, count)
    cycle.expected_content_length -= sent
    if sent < count:
        cycle.disconnected = True
        cycle.transport.abort()
        raise Interrupted(sent)
    more = message.get("more_body", False)
    await cycle.send({"type": "http.response.body", "body": b"", "more_body": more})


async def _copied(cycle: RequestResponseCycle, file: int, offset: int, count: int) -> int:
    transport = cycle.transport
    transport.set_write_buffer_limits(high=0)  # so that drain means empty: the header goes first
    await cycle.flow.drain()
    transport.set_write_buffer_limits()
    loop = asyncio.get_running_loop()
    sent = 0
    while sent < count and not cycle.disconnected:
        # A push has handles of its own, and closes them: it may outlive this task by a moment.
        own = os.dup(transport.get_extra_info("socket").fileno()), os.dup(file)
        moved, then = await loop.run_in_executor(
            _pushers, _push, *own, offset + sent, min(TURN, count - sent)
        )
        sent += moved
        if then is _Then.gone:
            break
        if then is _Then.full and not await _room(loop, transport):
            break
    return sent


def _push(socket: int, file: int, offset: int, count: int) -> tuple[int, _Then]:
    """Move bytes until they are all gone, the client is slow, or it has left."""
    moved = 0
    poll = select.poll()
    poll.register(socket, select.POLLOUT)
    try:
        while moved < count:
            try:
                step = os.sendfile(socket, file, offset + moved, min(PIECE, count - moved))
            except BlockingIOError:
                if not poll.poll(PATIENCE_MILLISECONDS):
                    return moved, _Then.full
                continue
            if step == 0:  # the file is shorter than it was: nothing more will come
                return moved, _Then.gone
            moved += step
        return moved, _Then.more
    except OSError:
        return moved, _Then.gone
    finally:
        os.close(socket)
        os.close(file)


async def _room(loop: asyncio.AbstractEventLoop, transport: asyncio.Transport) -> bool:
    """Wait until the socket takes bytes again; false where it has not for a minute."""
    if transport.is_closing():
        return False
    ready = asyncio.Event()
    handle = os.dup(transport.get_extra_info("socket").fileno())
    loop.add_writer(handle, ready.set)
    try:
        async with asyncio.timeout(STALLED_SECONDS):
            await ready.wait()
        return True
    except TimeoutError:
        return False
    finally:
        loop.remove_writer(handle)
        os.close(handle)
