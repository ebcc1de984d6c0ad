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
from msgspec.structs import replace

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


@dataclass(frozen=True)
class Piece:
    """One entry or part of a statement, on its way to the door."""

    line: int
    final: bool
    command: CountEntry

    @property
    def signed(self) -> int:
        """Positive where money came."""
        minor = self.command.amount.minor
        return minor if self.command.incoming else -minor


def entry_digest(account: str, reference: str) -> str:
    """The name under which an entry is counted: its account, and the bank's own reference of it.

    Not its sum, nor its day: then a changed line would be a new entry and be counted as well.
    """
    return sha256(f"{account}\n{reference}".encode()).hexdigest()


async def import_statement(exchange: Exchange, by: Actor, content: bytes) -> Imported:
    """Count what a camt.053 or camt.054 file says. Raises `Refused`, and then nothing of the file
    was counted, unless the exchange itself failed in the midst of it."""
    if "operator" not in by.roles:
        raise Refused(Refusal.role_missing)
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
    pieces = [piece for statement in found for piece in _pieces(statement)]
    names = await exchange.question(_known, pieces)
    pieces = [_with_known_names(piece, names) for piece in pieces]
    due = _due(pieces, names)
    await asyncio.to_thread(_count, exchange, by, due)
    for statement, currency in zip(found, currencies, strict=True):
        await _record(exchange, by, statement, currency)
    return await exchange.question(_report, pieces, {each.command.entry for each in due})


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


def _pieces(statement: Statement) -> Iterable[Piece]:
    for entry in statement.entries:
        whole = entry_digest(statement.account, entry.reference)
        for number, part in enumerate(entry.parts, 1):
            text = settlement.plain_text(part.words)
            name = f"{entry.reference}\n{number}"
            command = CountEntry(
                entry=whole if len(entry.parts) == 1 else entry_digest(statement.account, name),
                whole=whole,
                parts_count=len(entry.parts),
                incoming=entry.incoming,
                amount=Money(part.minor, entry.currency),
                booked_at=camt.begins(entry.booked),
                references=settlement.references_in(text) if entry.incoming else (),
                payouts=() if entry.incoming else settlement.payouts_in(text),
                batches=() if entry.incoming else settlement.batches_in(text),
            )
            yield Piece(entry.line, entry.final, command)


def _known(tx: Tx, pieces: Sequence[Piece]) -> Known:
    commands = [piece.command for piece in pieces]
    return settlement.known(
        tx,
        list({command.whole for command in commands}),
        list({name for command in commands for name in command.references}),
        list({name for command in commands for name in command.payouts}),
        list({name for command in commands for name in command.batches}),
    )


def _with_known_names(piece: Piece, names: Known) -> Piece:
    """Only what the exchange knows of the names; the rest was found by accident."""
    command = piece.command
    if not (command.references or command.payouts or command.batches):
        return piece
    kept = replace(
        command,
        references=_kept(command.references, names.references)[:NAMES],
        payouts=_kept(command.payouts, names.payouts)[:NAMES],
        batches=_kept(command.batches, names.batches)[:1],
    )
    return Piece(piece.line, piece.final, kept)


def _kept(found: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in found if name in known)


def _due(pieces: Sequence[Piece], names: Known) -> list[Piece]:
    """What is to be counted: booked, and not counted before. Raises `Refused` at the first entry
    that says something else than before, here or in an earlier statement."""
    first: dict[str, Piece] = {}
    totals: dict[str, int] = {}
    for piece in pieces:
        command = piece.command
        if not piece.final:
            continue
        if (before := first.setdefault(command.entry, piece)) is piece:
            totals[command.whole] = totals.get(command.whole, 0) + piece.signed
        elif (before.signed, before.command.parts_count) != (piece.signed, command.parts_count):
            raise Refused(Refusal.statement_line_differs, line=piece.line)
    return [
        piece
        for piece in first.values()
        if not _was_counted(piece, names, totals[piece.command.whole])
    ]


def _was_counted(piece: Piece, names: Known, total: int) -> bool:
    command, rows = piece.command, names.counted.get(piece.command.whole, [])
    if not rows:
        return False
    if rows[0].parts == command.parts_count:
        row = next((row for row in rows if row.entry == command.entry), None)
        same = row is None or (row.minor, row.currency) == (piece.signed, command.amount.currency)
    else:  # its parts came in one message and their sum in another
        row = rows[0]
        same = sum(each.minor for each in rows) == total
    if not same:
        raise Refused(Refusal.statement_line_differs, line=piece.line)
    return row is not None


def _count(exchange: Exchange, by: Actor, due: Sequence[Piece]) -> None:
    """Ask the door, many at once, which carries them out in order."""
    for start in range(0, len(due), AT_ONCE):
        asked = [
            (piece, exchange.door.submit(piece.command, by, new_id("request")))
            for piece in due[start : start + AT_ONCE]
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
    counted = settlement.entries(tx, [piece.command.entry for piece in pieces if piece.final])
    lines: list[Line] = []
    for piece in pieces:
        command = piece.command
        view = counted.get(command.entry)
        lines.append(
            Line(
                line=piece.line,
                entry=command.entry,
                incoming=command.incoming,
                amount=command.amount,
                booked_at=command.booked_at,
                outcome=_outcome(piece, view),
                counted_now=command.entry in now,
                organisation=view.organisation if view else None,
                order=view.order if view else None,
            )
        )
        now.discard(command.entry)  # the same line twice in a file is counted at the first
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
