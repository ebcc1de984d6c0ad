"""Exports for the supervisor: the journal and the refused attempts, as files to work with.

They stream, a thousand rows at a time, so their length costs no memory. A cell of a CSV file that a
spreadsheet would take for a formula is marked as text (OWASP, CSV injection).
"""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Request, get
from litestar.response import Stream

from datafloor.kernel import attempts, journal
from datafloor.kernel.clock import iso
from datafloor.web.api.journal import entry_view
from datafloor.web.pages.access import SUPERVISOR
from datafloor.web.pages.visit import HEADERS, Visit, arrive

CHUNK = 1_000
ATTEMPTS = 10_000
"""More than share one instant: a group of commands has one, and is smaller."""

LATEST = 2**62


@get("/supervisor/exports/journal.jsonl", security=SUPERVISOR)
async def export_journal(request: Request[Any, Any, Any]) -> Stream:
    """The whole journal, an entry a line, with its chain of digests."""
    return _file(_journal(await arrive(request)), "journal.jsonl")


async def _journal(visit: Visit) -> AsyncIterator[bytes]:
    after = 0
    while entries := await visit.question(journal.read, after, CHUNK):
        after = entries[-1].seq
        yield b"".join(msgspec.json.encode(entry_view(each)) + b"\n" for each in entries)


@get("/supervisor/exports/attempts.csv", security=SUPERVISOR)
async def export_attempts(request: Request[Any, Any, Any]) -> Stream:
    """Every refused attempt, the latest first."""
    return _file(_attempts(await arrive(request)), "attempts.csv")


async def _attempts(visit: Visit) -> AsyncIterator[bytes]:
    yield _lines([("at", "by_person", "by_organisation", "command", "refusal")])
    before = LATEST
    while found := await visit.question(attempts.latest, before, ATTEMPTS):
        if len(found) == ATTEMPTS:  # what shares its instant with the last comes with the next
            found = [each for each in found if each.at > found[-1].at] or found
        before = found[-1].at
        yield _lines(
            [
                (iso(each.at), each.by_person, each.by_organisation, each.command, each.refusal)
                for each in found
            ]
        )


def _lines(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _file(content: AsyncIterator[bytes], name: str) -> Stream:
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
    return Stream(content, media_type="application/octet-stream", headers=headers)


ROUTES = [export_journal, export_attempts]
