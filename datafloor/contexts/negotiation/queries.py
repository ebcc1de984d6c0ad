"""Questions about buy requests and negotiations."""

from msgspec import Struct
from msgspec.json import Decoder

from datafloor.contexts.negotiation.model import (
    BuyRequestFacts,
    Change,
    Message,
    NegotiationFacts,
    Proposal,
    Side,
    State,
    Wanted,
)
from datafloor.contexts.negotiation.rules import changes
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.ids import derived

_proposal = Decoder(Proposal).decode
_wanted = Decoder(Wanted).decode


class BuyRequestView(Struct, frozen=True):
    """A buy request as everyone may read it."""

    buy_request: str
    buyer: str
    wanted: Wanted
    published_at: int
    open_until: int
    withdrawn_at: int | None
    by_operator: bool
    reason: str | None

    def is_open(self, now: int) -> bool:
        """Whether it takes answers."""
        return self.withdrawn_at is None and now < self.open_until


class AnswerView(Struct, frozen=True):
    """An offer that answers a buy request."""

    offer: str
    product: str
    seller: str
    at: int


class NegotiationView(Struct, frozen=True):
    """A negotiation in a list. `turn` is the side whose word is awaited, if one's is."""

    turn: str | None
    negotiation: str
    product: str
    seller: str
    buyer: str
    buy_request: str | None
    opened_at: int
    state: str
    state_at: int
    messages: int
    expires_at: int


class MessageView(Struct, frozen=True):
    """One message of a negotiation. `changes` says what its proposal says otherwise than the one
    before; `note` is what was written beside it."""

    number: int
    message: str
    side: str
    at: int
    proposal: Proposal | None
    changes: tuple[Change, ...]
    why: str | None
    note: str | None


class Conversation(Struct, frozen=True):
    """A negotiation with every message, as its two sides and the supervisor see it. `digest` names
    the proposal on the table; `order` is what came of it."""

    negotiation: NegotiationView
    proposal: Proposal
    digest: str
    messages: tuple[MessageView, ...]
    order: str | None


def buy_request_facts(tx: Tx, buy_request: str) -> BuyRequestFacts | None:
    """A buy request as it stands, or `None`."""
    row = tx.row(
        "SELECT id, buyer, open_until, withdrawn_at FROM negotiation_buy_request WHERE id = ?",
        buy_request,
    )
    return BuyRequestFacts(row[0], row[1], row[2], row[3] is not None) if row else None


_BUY_REQUEST = (
    "SELECT id, buyer, wanted, published_at, open_until, withdrawn_at, by_operator, reason"
    " FROM negotiation_buy_request"
)


def buy_request(tx: Tx, buy_request: str) -> BuyRequestView | None:
    """One buy request, or `None`."""
    row = tx.row(f"{_BUY_REQUEST} WHERE id = ?", buy_request)
    return _buy_request(row) if row else None


def buy_requests(
    tx: Tx, now: int, *, before: str = "wanted_Z", limit: int = 50
) -> list[BuyRequestView]:
    """The buy requests that are open, the newest id first."""
    rows = tx.rows(
        f"{_BUY_REQUEST} WHERE withdrawn_at IS NULL AND open_until > ? AND id < ?"
        " ORDER BY id DESC LIMIT ?",
        now,
        before,
        limit,
    )
    return [_buy_request(row) for row in rows]


def buy_requests_of(tx: Tx, buyer: str) -> list[BuyRequestView]:
    """What an organisation looks for or looked for, the newest id first."""
    rows = tx.rows(f"{_BUY_REQUEST} WHERE buyer = ? ORDER BY id DESC LIMIT 200", buyer)
    return [_buy_request(row) for row in rows]


def _buy_request(row: Row) -> BuyRequestView:
    name, buyer, wanted, published_at, open_until, withdrawn_at, by_operator, reason = row
    return BuyRequestView(
        name,
        buyer,
        _wanted(wanted),
        published_at,
        open_until,
        withdrawn_at,
        bool(by_operator),
        reason,
    )


def answers(tx: Tx, buy_request: str) -> list[AnswerView]:
    """The offers that answer a buy request, the oldest first."""
    rows = tx.rows(
        "SELECT offer, product, seller, at FROM negotiation_answer WHERE buy_request = ?"
        " ORDER BY at, offer",
        buy_request,
    )
    return [AnswerView(*row) for row in rows]


def negotiation_facts(tx: Tx, negotiation: str) -> NegotiationFacts | None:
    """A negotiation as it stands, or `None`."""
    row = tx.row(
        "SELECT n.id, n.product, n.seller, n.buyer, n.state, m.proposal, n.digest, n.currency"
        " FROM negotiation_negotiation n JOIN negotiation_message m"
        " ON m.negotiation = n.id AND m.number = n.proposed WHERE n.id = ?",
        negotiation,
    )
    if row is None:
        return None
    name, product, seller, buyer, state, proposal, digest, currency = row
    return NegotiationFacts(
        name,
        product,
        seller,
        buyer,
        State(state),
        _proposal(proposal),
        digest,
        currency,
    )


_NEGOTIATION = (
    "SELECT id, product, seller, buyer, buy_request, opened_at, state, state_at, messages,"
    " expires_at FROM negotiation_negotiation"
)

TURN = {
    State.requested: Side.seller,
    State.offered: Side.buyer,
    State.accepted: Side.seller,
    State.agreed: Side.buyer,
}
"""Whose word is awaited in each state."""


def negotiations(
    tx: Tx, organisation: str, *, before: str = "negotiation_Z", limit: int = 50
) -> list[NegotiationView]:
    """The negotiations of an organisation, the newest id first."""
    rows = tx.rows(
        f"{_NEGOTIATION} WHERE (buyer = ? OR seller = ?) AND id < ? ORDER BY id DESC LIMIT ?",
        organisation,
        organisation,
        before,
        limit,
    )
    return [_view(row) for row in rows]


def negotiations_on(tx: Tx, buy_request: str, organisation: str) -> list[NegotiationView]:
    """Those of an organisation's negotiations that began with a buy request, the oldest first."""
    rows = tx.rows(
        f"{_NEGOTIATION} WHERE buy_request = ? AND (buyer = ? OR seller = ?) ORDER BY id",
        buy_request,
        organisation,
        organisation,
    )
    return [_view(row) for row in rows]


def _view(row: Row) -> NegotiationView:
    turn = TURN.get(State(row[6]))
    return NegotiationView(turn.value if turn else None, *row)


def conversation(tx: Tx, negotiation: str) -> Conversation | None:
    """A negotiation with its messages, or `None`."""
    row = tx.row(f"{_NEGOTIATION} WHERE id = ?", negotiation)
    facts = negotiation_facts(tx, negotiation)
    if row is None or facts is None:
        return None
    rows = tx.rows(
        "SELECT m.number, m.message, m.side, m.at, m.proposal, m.why, t.text"
        " FROM negotiation_message m LEFT JOIN negotiation_note t"
        " ON t.negotiation = m.negotiation AND t.number = m.number"
        " WHERE m.negotiation = ? ORDER BY m.number",
        negotiation,
    )
    messages: list[MessageView] = []
    last: Proposal | None = None
    for number, message, side, at, text, why, note in rows:
        made = _proposal(text) if text else None
        new = tuple(changes(last, made)) if last and made else ()
        messages.append(MessageView(number, message, side, at, made, new, why, note))
        last = made or last
    final = rows[-1][1] == Message.finalize
    order = derived("order", negotiation) if final else None
    return Conversation(_view(row), facts.proposal, facts.digest, tuple(messages), order)


def due_negotiations(tx: Tx, now: int, limit: int = 100) -> list[str]:
    """The negotiations whose last proposal has expired, the oldest first."""
    rows = tx.rows(
        "SELECT id FROM negotiation_negotiation WHERE expires_at <= ?"
        " AND state NOT IN ('FINALIZED', 'TERMINATED') ORDER BY expires_at, id LIMIT ?",
        now,
        limit,
    )
    return [row[0] for row in rows]
