"""Importing a bank's statement: read it, refuse it whole or count each of its entries once.

First everything is compared with what was counted before, and a statement that says something
else of a known entry is refused before anything is counted. Then each entry is a command of its
own. Cut off in between, the entries before are counted, and the same statement sent again counts
the rest. Last, a statement with a closing balance is noted for reconciliation.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from msgspec import Struct

from datafloor.adapters import camt
from datafloor.adapters.camt import Statement, Unreadable
from datafloor.contexts import settlement
from datafloor.contexts.settlement import BankDetails, CountEntry, EntryView, Known, RecordStatement
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

AT_ONCE = 2_000
"""Entries that wait at the door together."""

NAMES = 20
"""The most orders or payouts that one entry is for."""


class Line(Struct, frozen=True):
    """What became of one entry, or one part of one. `outcome` is `pending` for what the bank has
    not booked yet, which is not counted, and `known` for an entry that was counted before, cut
    into other parts. `counted_now` is whether this import counted it."""

    line: int
    entry: str
    incoming: bool
    amount: Money
    booked_at: int
    outcome: str
    counted_now: bool
    organisation: str | None
    order: str | None


class Imported(Struct, frozen=True):
    """A report with a line for every entry of a file, and how many this import counted."""

    counted: int
    known: int
    pending: int
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry or part of a statement, with what may be names in its text. `signed` is positive
    where money came."""

    line: int
    final: bool
    entry: str
    whole: str
    parts: int
    signed: int
    currency: str
    booked_at: int
    references: tuple[str, ...]
    payouts: tuple[str, ...]
    batches: tuple[str, ...]

    def command(self, names: Known) -> CountEntry:
        """What is asked of the door: of the names only those that the exchange knows; the rest
        was found by accident."""
        return CountEntry(
            entry=self.entry,
            whole=self.whole,
            parts_count=self.parts,
            incoming=self.signed > 0,
            amount=Money(abs(self.signed), self.currency),
            booked_at=self.booked_at,
            references=_kept(self.references, names.references)[:NAMES],
            payouts=_kept(self.payouts, names.payouts)[:NAMES],
            batches=_kept(self.batches, names.batches)[:1],
        )


def entry_digest(account: str, reference: str) -> str:
    """The name under which an entry is counted: its account, and the bank's own reference of it.

    Not its sum, nor its day: then a changed line would be a new entry and be counted as well.
    """
    return sha256(f"{account}\n{reference}".encode()).hexdigest()


@dataclass(frozen=True)
class Matched:
    """A file that was read, and compared with what the exchange knows; nothing is counted yet."""

    statements: list[Statement]
    currencies: list[str]
    pieces: list[Piece]
    due: list[tuple[Piece, CountEntry]]


async def match(exchange: Exchange, content: bytes) -> Matched:
    """Read a file, and find what each entry is for and which were counted before. Raises `Refused`
    where it cannot be counted as a whole."""
    try:
        found = await asyncio.to_thread(camt.statements, content)
    except Unreadable as wrong:
        if wrong.line is None:
            raise Refused(Refusal.statement_unreadable, problem=wrong.problem) from None
        raise Refused(
            Refusal.statement_line_unreadable, line=wrong.line, problem=wrong.problem
        ) from None
    accounts = await exchange.question(settlement.bank_accounts)
    currencies = [_currency_of(statement, accounts) for statement in found]
    pieces = await asyncio.to_thread(_all_pieces, found)
    names = await exchange.question(_known, pieces)
    due = [(piece, piece.command(names)) for piece in _due(pieces, names)]
    return Matched(found, currencies, pieces, due)


async def import_statement(exchange: Exchange, by: Actor, content: bytes) -> Imported:
    """Count what a camt.053 or camt.054 file says. Raises `Refused`, and then nothing of the file
    was counted, unless the exchange itself failed in the midst of it."""
    if "operator" not in by.roles:
        raise Refused(Refusal.role_missing)
    matched = await match(exchange, content)
    await asyncio.to_thread(_count, exchange, by, matched.due)
    for statement, currency in zip(matched.statements, matched.currencies, strict=True):
        await _record(exchange, by, statement, currency)
    now = {piece.entry for piece, _ in matched.due}
    return await exchange.question(_report, matched.pieces, now)


def _currency_of(statement: Statement, accounts: dict[str, BankDetails]) -> str:
    """The currency of the exchange's account that the statement is of, and of all its entries."""
    own = [c for c, details in accounts.items() if details.account == statement.account]
    currency = statement.currency or (own[0] if len(own) == 1 else "VND")
    if currency not in accounts:
        raise Refused(Refusal.bank_account_unset, currency=currency)
    if currency not in own:
        raise Refused(Refusal.statement_of_other_account, currency=currency)
    for entry in statement.entries:
        if entry.currency != currency:
            raise Refused(Refusal.currency_differs, expected=currency, found=entry.currency)
    return currency


def _all_pieces(found: Sequence[Statement]) -> list[Piece]:
    return [piece for statement in found for piece in _pieces(statement)]


def _pieces(statement: Statement) -> Iterable[Piece]:
    for entry in statement.entries:
        whole = entry_digest(statement.account, entry.reference)
        for number, part in enumerate(entry.parts, 1):
            text = settlement.plain_text(part.words)
            name = f"{entry.reference}\n{number}"
            yield Piece(
                line=entry.line,
                final=entry.final,
                entry=whole if len(entry.parts) == 1 else entry_digest(statement.account, name),
                whole=whole,
                parts=len(entry.parts),
                signed=part.minor if entry.incoming else -part.minor,
                currency=entry.currency,
                booked_at=camt.begins(entry.booked),
                references=settlement.references_in(text) if entry.incoming else (),
                payouts=() if entry.incoming else settlement.payouts_in(text),
                batches=() if entry.incoming else settlement.batches_in(text),
            )


def _known(tx: Tx, pieces: Sequence[Piece]) -> Known:
    return settlement.known(
        tx,
        list({piece.whole for piece in pieces}),
        list({name for piece in pieces for name in piece.references}),
        list({name for piece in pieces for name in piece.payouts}),
        list({name for piece in pieces for name in piece.batches}),
    )


def _kept(found: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in found if name in known)


def _due(pieces: Sequence[Piece], names: Known) -> list[Piece]:
    """What is to be counted: booked, and not counted before. Raises `Refused` at the first entry
    that says something else than before, here or in an earlier statement."""
    first: dict[str, Piece] = {}
    totals: dict[str, int] = {}
    for piece in pieces:
        if not piece.final:
            continue
        if (before := first.setdefault(piece.entry, piece)) is piece:
            totals[piece.whole] = totals.get(piece.whole, 0) + piece.signed
        elif (before.signed, before.parts) != (piece.signed, piece.parts):
            raise Refused(Refusal.statement_line_differs, line=piece.line)
    return [
        piece for piece in first.values() if not _was_counted(piece, names, totals[piece.whole])
    ]


def _was_counted(piece: Piece, names: Known, total: int) -> bool:
    rows = names.counted.get(piece.whole, [])
    if not rows:
        return False
    if rows[0].parts == piece.parts:
        row = next((row for row in rows if row.entry == piece.entry), None)
        same = row is None or (row.minor, row.currency) == (piece.signed, piece.currency)
    else:  # its parts came in one message and their sum in another
        row = rows[0]
        same = sum(each.minor for each in rows) == total
    if not same:
        raise Refused(Refusal.statement_line_differs, line=piece.line)
    return row is not None


def _count(exchange: Exchange, by: Actor, due: Sequence[tuple[Piece, CountEntry]]) -> None:
    """Ask the door, many at once, which carries them out in order."""
    for start in range(0, len(due), AT_ONCE):
        asked = [
            (piece, exchange.door.submit(command, by, new_id("request")))
            for piece, command in due[start : start + AT_ONCE]
        ]
        for piece, answer in asked:
            try:
                answer.result()
            except Refused as refused:
                if refused.why is Refusal.payment_differs:
                    raise Refused(Refusal.statement_line_differs, line=piece.line) from None
                if refused.why is not Refusal.payment_counted:  # by another import beside us
                    raise


async def _record(exchange: Exchange, by: Actor, statement: Statement, currency: str) -> None:
    if statement.opening is None or statement.closing is None or statement.closes is None:
        return
    name = f"{statement.number}\n{statement.closes.isoformat()}"
    command = RecordStatement(
        statement=entry_digest(statement.account, name),
        currency=currency,
        opening_minor=statement.opening,
        closing_minor=statement.closing,
        closes_at=camt.begins(statement.closes),
        entries_count=sum(entry.final for entry in statement.entries),
    )
    try:
        await exchange.door.ask(command, by, new_id("request"))
    except Refused as refused:
        if refused.why is not Refusal.nothing_to_change:  # it was read before
            raise


def _report(tx: Tx, pieces: Sequence[Piece], now: set[str]) -> Imported:
    counted = settlement.entries(tx, [piece.entry for piece in pieces if piece.final])
    lines: list[Line] = []
    for piece in pieces:
        view = counted.get(piece.entry)
        lines.append(
            Line(
                line=piece.line,
                entry=piece.entry,
                incoming=piece.signed > 0,
                amount=Money(abs(piece.signed), piece.currency),
                booked_at=piece.booked_at,
                outcome=_outcome(piece, view),
                counted_now=piece.entry in now,
                organisation=view.organisation if view else None,
                order=view.order if view else None,
            )
        )
        now.discard(piece.entry)  # the same line twice in a file is counted at the first
    return Imported(
        counted=sum(line.counted_now for line in lines),
        known=sum(not line.counted_now and line.outcome != "pending" for line in lines),
        pending=sum(line.outcome == "pending" for line in lines),
        lines=lines,
    )


def _outcome(piece: Piece, view: EntryView | None) -> str:
    if not piece.final:
        return "pending"
    return view.outcome if view else "known"
