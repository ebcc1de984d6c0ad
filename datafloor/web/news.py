"""News: a page that waits is told when the journal speaks of what it shows.

A server-sent event (WHATWG HTML, 9.2) says only *that* there is something, never what: the page is
then asked for anew, and shows what its reader may see. Nothing is kept for a reader who was away,
so whoever comes back looks once.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter
from litestar.response import Stream

from datafloor.kernel import journal
from datafloor.kernel.db import Database
from datafloor.kernel.follow import Follower, Following
from datafloor.kernel.ids import BODY
from datafloor.kernel.journal import Entry
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.signing_in import address_of

IDS = re.compile(f"[a-z]+_{BODY}")
MOST_NAMES = 8
MOST_READERS = 2_000
"""Streams of one process; each costs a socket and a few kilobytes."""

MOST_OF_ONE = 100
"""Streams to one network address, so that nobody takes them all."""

GATHER_SECONDS = 0.2
"""Changes come in bursts, and the index of mentions a moment later: they are told as one."""

SILENCE_SECONDS = 20
"""After so long a comment is sent, or a proxy would end the stream."""

HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class News:
    """Who waits for news of which ids. Told from any thread, waited for on the server's loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._readers: dict[asyncio.Event, str] = {}
        self._closed = False

    def follow(self, database: Database) -> Following:
        """Tell what is entered in the journal from now on, by this process or another."""

        def begin() -> int:
            with database.reading() as tx:
                return journal.head(tx).seq

        return Following(database, Follower("news", self._take), begin)

    def tell(self, names: Iterable[str]) -> None:
        """There is something new about these ids."""
        loop, found = self._loop, frozenset(names)
        if loop is not None and not loop.is_closed() and not found.isdisjoint(self._waiting):
            loop.call_soon_threadsafe(self._wake, found)

    def close(self) -> None:
        """End every stream, so that nothing waits for a server that wants to stop."""
        self._closed = True
        for each in self._readers:
            each.set()

    async def about(self, names: frozenset[str], address: str = "") -> AsyncIterator[bytes]:
        """The stream for one reader: an event for each burst of changes, and signs of life."""
        of_one = sum(each == address for each in self._readers.values())
        if len(self._readers) >= MOST_READERS or of_one >= MOST_OF_ONE:
            raise Refused(Refusal.too_many_streams)
        self._loop = asyncio.get_running_loop()
        return self._stream(names, address)

    async def _stream(self, names: frozenset[str], address: str) -> AsyncIterator[bytes]:
        changed = asyncio.Event()
        self._readers[changed] = address
        for name in names:
            self._waiting.setdefault(name, set()).add(changed)
        try:
            yield b"retry: 2000\n\n"
            while not self._closed:
                try:
                    await asyncio.wait_for(changed.wait(), SILENCE_SECONDS)
                except TimeoutError:
                    yield b": here\n\n"
                    continue
                await asyncio.sleep(0 if self._closed else GATHER_SECONDS)
                changed.clear()
                yield b"event: changed\ndata:\n\n"
        finally:
            del self._readers[changed]
            for name in names:
                self._waiting[name].discard(changed)
                if not self._waiting[name]:
                    del self._waiting[name]

    def _take(self, entries: Sequence[Entry]) -> None:
        if self._waiting:
            self.tell(name for entry in entries for name in IDS.findall(entry.body))

    def _wake(self, names: frozenset[str]) -> None:
        for name in names & self._waiting.keys():
            for each in self._waiting[name]:
                each.set()


@get("/events", security=[{}], include_in_schema=False)
async def events(
    request: Request[Any, Any, Any],
    about: Annotated[str, QueryParameter(max_length=400)],
) -> Stream:
    """News of some ids, parted by commas, as server-sent events.

    Ids are too long to be guessed, and nothing is said but that something happened to one: so
    the stream asks nobody who he is, and the page that it makes him look at does.
    """
    names = frozenset(about.split(","))
    if len(names) > MOST_NAMES or not all(IDS.fullmatch(name) for name in names):
        raise Refused(Refusal.malformed, problem=f"about: 1 to {MOST_NAMES} ids, parted by commas")
    news: News = request.app.state["news"]
    return Stream(
        await news.about(names, address_of(request)),
        media_type="text/event-stream",
        headers=HEADERS,
    )
