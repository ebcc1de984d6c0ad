"""The door: the one way in which anything changes.

Commands wait in a queue. One thread takes all that wait into one transaction, carries them out in
order, each behind a savepoint, and answers them together after one durable commit. So the journal
has one total order, decisions never race, and durability costs one disk write a group.
"""

import asyncio
import logging
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from hashlib import sha256
from queue import Empty, SimpleQueue
from time import sleep

from msgspec import Struct

from datafloor.kernel import attempts, canonical, clock, journal
from datafloor.kernel.attempts import Attempt
from datafloor.kernel.db import Database, StoreFailed, WriteTx
from datafloor.kernel.house import House
from datafloor.kernel.ids import new_id
from datafloor.kernel.journal import Entry, Head, Seen
from datafloor.kernel.law import Answer, Decision
from datafloor.kernel.message import EXCHANGE, Actor, Call, Command
from datafloor.kernel.refusal import Refusal, Refused

GROUP = 512
"""The most commands in one transaction."""

PATIENCE = 25
"""How often the door looks whether more commands are still coming before it begins a group."""

LOOK_SECONDS = 0.0002

SWITCH_SECONDS = 0.0005
"""How long a busy thread keeps the interpreter. The door's thread lets go of it at every statement;
with Python's 5 ms it would wait that long for each while the web is busy."""

TRIES = 6
REST_SECONDS = 0.005
"""How often a group is begun that loses to another transaction, and the first rest before that."""

CONSEQUENCES = 200
"""The most commands that one command may entail; more is our bug."""

_log = logging.getLogger(__name__)


class Receipt(Struct, frozen=True):
    """The answer to a command: its place in the journal. A repeated request gets the same one."""

    request_id: str
    first: int
    last: int
    at: int


class Fault(Exception):
    """Our own bug. The command changed nothing; the log has the cause under this incident id."""

    def __init__(self) -> None:
        self.incident = new_id("incident")
        super().__init__(self.incident)


class Waiting(Struct):
    """One command on its way through the door, and where its answer goes."""

    command: Command
    by: Actor
    request_id: str
    asked: str
    answer: "Future[Receipt] | asyncio.Future[Receipt]"
    loop: asyncio.AbstractEventLoop | None = None
    """Where an asyncio future is answered."""
    came_to: Receipt | Exception | None = None


class Door:
    """Carries out commands, one group after the other, in a thread of its own."""

    def __init__(
        self, house: House, database: Database, *, time: Callable[[], int] = clock.now
    ) -> None:
        self.house = house
        self.database = database
        self._time = time
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._heard: list[Callable[[int], None]] = []
        self._closed = False
        self._closing = threading.Lock()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._thread = threading.Thread(target=self._work, name="door", daemon=True)
        self._thread.start()

    def submit(self, command: Command, by: Actor, request_id: str) -> "Future[Receipt]":
        """Ask; the future answers with a receipt, or raises `Refused`, `StoreFailed` or `Fault`."""
        answer: Future[Receipt] = Future()
        answer.set_running_or_notify_cancel()  # a command asked cannot be taken back
        try:
            self._put(Waiting(command, by, request_id, _asked(command), answer))
        except (Refused, StoreFailed) as error:
            answer.set_exception(error)
        return answer

    def execute(self, command: Command, by: Actor, request_id: str) -> Receipt:
        """Ask and wait."""
        return self.submit(command, by, request_id).result()

    async def ask(self, command: Command, by: Actor, request_id: str) -> Receipt:
        """Ask, and let others work meanwhile. Giving up waiting does not take the command back."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Receipt] = loop.create_future()
        self._put(Waiting(command, by, request_id, _asked(command), answer, loop))
        return await answer

    def _put(self, waiting: Waiting) -> None:
        with self._closing:
            if self._closed:
                raise StoreFailed("the exchange is closing")
            self._queue.put(waiting)

    def on_commit(self, hear: Callable[[int], None]) -> None:
        """Call `hear` with the journal's new end after each commit, on the door's thread."""
        self._heard.append(hear)

    def close(self) -> None:
        """Carry out what waits, then stop."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        group: list[Waiting] = []
        going = True
        while going:
            group, going = self._take(len(group))
            if group:
                self._carry_out(group)

    def _let_come(self) -> None:
        """While those just answered ask again, wait: one commit for all costs each of them less.

        Whoever is alone is never kept waiting: this is only done after a group of several.
        """
        coming = self._queue.qsize()
        for _ in range(PATIENCE):
            sleep(LOOK_SECONDS)
            before, coming = coming, self._queue.qsize()
            if coming == before or coming >= GROUP:
                return

    def _take(self, before: int) -> tuple[list[Waiting], bool]:
        group: list[Waiting] = []
        found = self._queue.get()
        if before > 1:
            self._let_come()
        while found is not None:
            group.append(found)
            if len(group) == GROUP:
                return group, True
            try:
                found = self._queue.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _carry_out(self, group: Sequence[Waiting]) -> None:
        end = 0
        try:
            end = self._written(group)
        except StoreFailed as failed:  # nothing of the group happened, or nobody knows
            for waiting in group:
                waiting.came_to = failed
        except Exception:
            if len(group) > 1:  # nothing happened; the others must not suffer for one
                for waiting in group:
                    self._carry_out([waiting])
                return
            fault = group[0].came_to = Fault()
            _log.exception("%s failed, incident %s", group[0].command.kind, fault.incident)
        _answer(group)
        for hear in self._heard if end else ():
            try:
                hear(end)
            except Exception:  # what follows is its own affair; the door stays open
                _log.exception("who hears of commits failed at entry %s", end)

    def _written(self, group: Sequence[Waiting]) -> int:
        """Carry out a group in one transaction, from the start again while it loses to another's.

        Engines that are spread over machines may end any transaction so, even at its commit.
        """
        for tried in range(TRIES):
            try:
                with self.database.writing() as tx:
                    return Group(self.house, tx, self._time()).carry_out(group)
            except StoreFailed as failed:
                if not failed.again or tried == TRIES - 1:
                    raise
                _log.warning("a group is begun again: %s", failed)
                sleep(REST_SECONDS * 2**tried)
        raise AssertionError


def _asked(command: Command) -> str:
    """The digest of what is asked. Raises `Refused` for what no database of ours could keep."""
    written = canonical.encode((command.kind, command))
    if _NUL.search(written):
        raise Refused(Refusal.malformed, problem="a text holds the character NUL")
    return sha256(written).hexdigest()


def _answer(group: Sequence[Waiting]) -> None:
    """Tell each what its command came to; those of one event loop together."""
    loops: dict[asyncio.AbstractEventLoop, list[Waiting]] = {}
    for waiting in group:
        if waiting.loop is None:
            _tell(waiting)
        else:
            loops.setdefault(waiting.loop, []).append(waiting)
    for loop, waitings in loops.items():
        with suppress(RuntimeError):  # the loop has ended, and nobody waits there
            loop.call_soon_threadsafe(_tell_all, waitings)


def _tell_all(group: Sequence[Waiting]) -> None:
    for waiting in group:
        if not waiting.answer.done():  # else somebody gave up waiting
            _tell(waiting)


def _tell(waiting: Waiting) -> None:
    if isinstance(waiting.came_to, Receipt):
        waiting.answer.set_result(waiting.came_to)
    else:
        waiting.answer.set_exception(waiting.came_to or Fault())


class Group:
    """One transaction of the door: its commands, and the entries they add to the journal."""

    def __init__(self, house: House, tx: WriteTx, now: int) -> None:
        self._house = house
        self._tx = tx
        self._head: Head = journal.take_head(tx)
        self._now = max(now, self._head.at)
        self._entries: list[Entry] = []
        self._attempts: list[Attempt] = []
        self._seen: dict[tuple[str, str], Seen] = {}

    def carry_out(self, group: Sequence[Waiting]) -> int:
        """Carry out each, note each answer, and return the journal's end if it grew, else 0."""
        house = self._house
        self._tx.expect(asked for each in group for asked in house.ahead(each.command, each.by))
        self._seen = journal.seen(self._tx, [waiting.request_id for waiting in group])
        for waiting in group:
            waiting.came_to = self._answer(waiting)
        if self._attempts:
            attempts.note(self._tx, self._attempts)
        if not self._entries:
            return 0
        journal.append(self._tx, self._entries)
        return self._entries[-1].seq

    def _answer(self, waiting: Waiting) -> Receipt | Exception:
        mark = len(self._entries)
        head = self._head
        self._tx.savepoint()
        try:
            receipt = self._one(waiting)
        except (Refused, *_PURE) as error:
            self._tx.undo()
            del self._entries[mark:]
            self._head = head
            if isinstance(error, Refused):
                self._note_attempt(waiting, error)
                return error
            fault = Fault()
            _log.exception("%s failed, incident %s", waiting.command.kind, fault.incident)
            return fault
        self._tx.keep()
        return receipt

    def _one(self, waiting: Waiting) -> Receipt:
        by, key = waiting.by, (waiting.by.person, waiting.request_id)
        if (why := type(waiting.command).may(by)) is not None:
            raise Refused(why)
        acting = self._acting(waiting.command.kind, by)
        if (before := self._seen.get(key)) is not None:
            if before.asked != waiting.asked:
                raise Refused(Refusal.request_id_reused, request_id=waiting.request_id)
            return Receipt(waiting.request_id, before.first, before.last, before.at)
        first = self._head.seq + 1
        call = Call(by, self._now, waiting.request_id, self._house.law, acting)
        due: deque[Command] = deque([waiting.command])
        for _ in range(CONSEQUENCES):
            self._decide(due, call, waiting)
            if not due:
                break
            call = Call(EXCHANGE, self._now, waiting.request_id, self._house.law)
        assert not due, "a command entails too many others"
        if self._head.seq < first:
            raise Refused(Refusal.nothing_to_change)
        self._seen[key] = Seen(by.person, waiting.asked, first, self._head.seq, self._now)
        return Receipt(waiting.request_id, first, self._head.seq, self._now)

    def _acting(self, kind: str, by: Actor) -> tuple[Decision, ...]:
        """What the law answers about the level at which somebody asks this. Refuses whoever acts
        at a lower one than a rule asks."""
        law = self._house.law
        found = [
            law.decide(rule, {"acting_level": by.level}, self._now)
            for rule in self._house.acting_levels.get(kind, ())
        ]
        decisions = tuple(each for each in found if each is not None)
        for each in decisions:
            if each.answer is Answer.failed:
                raise law.too_low(each)
        return decisions

    def _decide(self, due: deque[Command], call: Call, waiting: Waiting) -> None:
        """Load, decide, keep, record and apply one command; add what it entails to `due`."""
        command = due.popleft()
        way = self._house.ways[type(command)]
        events = way.decide(way.load(self._tx, command, call), command, call)
        if way.keep is not None and events:
            way.keep(self._tx, command, call)
        for event in events:
            seq = self._head.seq + 1
            body = canonical.encode(event).decode()
            by, asked = waiting.by, (waiting.request_id, waiting.asked)
            entry = Entry(seq, self._now, by.person, by.organisation, *asked, event.kind, body, "")
            digest = journal.chain(self._head.digest, entry)
            self._entries.append(entry._replace(digest=digest))
            self._head = Head(seq, self._now, digest)
            self._house.apply[type(event)](self._tx, event, self._now)
            for react in self._house.reactions.get(type(event), ()):
                due.extend(react(event))

    def _note_attempt(self, waiting: Waiting, refused: Refused) -> None:
        by = waiting.by
        why, kind = refused.why.name, waiting.command.kind
        self._attempts.append(
            Attempt(self._now, by.person, by.organisation, waiting.request_id, kind, why)
        )


_PURE = (AssertionError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""Bugs of a rule. After any other error the whole transaction may be unusable, or gone."""

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""How canonical JSON writes the character NUL."""
