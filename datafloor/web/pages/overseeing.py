"""The journal and the refused attempts, for the operator and the supervisor."""

from hashlib import sha256
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.params import QueryParameter
from msgspec import Struct

from datafloor.contexts import catalogue, certificates, participants
from datafloor.contexts.catalogue import ListingDecision
from datafloor.kernel import attempts as kernel_attempts
from datafloor.kernel import clock
from datafloor.kernel import journal as kernel_journal
from datafloor.kernel.attempts import Attempt
from datafloor.kernel.db import Tx
from datafloor.kernel.journal import Entry, Head
from datafloor.web.pages.access import OFFICES, SUPERVISOR
from datafloor.web.pages.visit import Page, arrive

PAGE = 50
LATEST = 2**62


LOOKED_BACK = 100
"""So many of the latest decisions are drawn from."""


def drawn(decision: ListingDecision) -> bool:
    """One decision in four is drawn, by a digest of what was decided when: whoever decides cannot
    know before which it will be, and everybody can draw again."""
    return sha256(f"{decision.product}\n{decision.listed_at}".encode()).digest()[0] < 64


class Seen(Struct, frozen=True):
    """What the supervisor sees first."""

    head: Head
    attempts: list[Attempt]
    names: dict[str, str]
    waiting: int
    papers: int
    decisions: list[ListingDecision]


def _seen(tx: Tx, before: int) -> Seen:
    attempts = kernel_attempts.latest(tx, before, PAGE)
    names = participants.names(tx, (each.by_organisation for each in attempts))
    waiting = catalogue.waiting(tx)
    papers = len(certificates.awaiting(tx, clock.now()))
    decisions = [each for each in catalogue.decisions(tx, LOOKED_BACK) if drawn(each)]
    return Seen(kernel_journal.head(tx), attempts, names, waiting, papers, decisions)


@get("/supervisor", security=SUPERVISOR)
async def supervise(
    request: Request[Any, Any, Any],
    before: Annotated[int, QueryParameter(ge=0, le=LATEST)] = LATEST,
) -> Page:
    """What was refused, the latest first, and how far the journal has come."""
    visit = await arrive(request)
    seen = await visit.question(_seen, before)
    return visit.page("supervisor.html", seen=seen, first=before == LATEST)


class Line(Struct, frozen=True):
    """An entry of the journal with its content set out to read."""

    entry: Entry
    content: str


def _entries(tx: Tx, before: int) -> tuple[list[Line], dict[str, str]]:
    end = min(before - 1, kernel_journal.head(tx).seq)
    start = max(0, end - PAGE)
    found = kernel_journal.read(tx, start, end - start) if end > start else []
    names = participants.names(tx, (each.by_organisation for each in found))
    return [Line(each, msgspec.json.format(each.body)) for each in reversed(found)], names


@get("/journal", security=OFFICES)
async def journal(
    request: Request[Any, Any, Any],
    before: Annotated[int, QueryParameter(ge=1, le=LATEST)] = LATEST,
) -> Page:
    """The journal, the latest entry first."""
    visit = await arrive(request)
    lines, names = await visit.question(_entries, before)
    return visit.page("journal.html", lines=lines, names=names)


ROUTES = [supervise, journal]
