"""Questions about contracts' texts, keys, signatures and changes."""

from typing import Any

import msgspec
from msgspec import Struct

from datafloor.contexts.agreements.model import (
    BreachFacts,
    BreachState,
    Content,
    Digests,
    EditionFacts,
    KeyFacts,
    Language,
    Side,
    What,
)
from datafloor.contexts.agreements.rules import Text, agreement, digests, seal, text
from datafloor.contexts.market import contract_facts
from datafloor.kernel import canonical
from datafloor.kernel.db import Row, Tx, rows_in
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify import jws

_content = msgspec.json.Decoder(Content).decode
_digests = msgspec.json.Decoder(Digests).decode
what_of = msgspec.json.Decoder(What).decode

KEY = "id, owner, public_key, held, replaced_at, revoked_at"


class SignatureView(Struct, frozen=True):
    """A signature with all that checks it: the statement, the key's name and public half."""

    side: str
    key: str
    public_key: str
    held: bool
    signed_at: int
    jws: str


class EditionView(Struct, frozen=True):
    """An edition as it was frozen, and who signed it. `seal` is the exact text that a signature
    signs. `intact`: what is stored still gives the digests that were frozen, and all signatures
    sign those."""

    content: Content
    digests: Digests
    drawn_at: int
    seal: str
    intact: bool
    signatures: tuple[SignatureView, ...]


class ChangeView(Struct, frozen=True):
    """A proposal, whom it still waits for, and what it is."""

    change: str
    contract: str
    edition_number: int
    proposer: str
    awaits: tuple[str, ...]
    state: str
    proposed_at: int
    closed_at: int | None
    what: What


class BreachView(Struct, frozen=True):
    """One side's claim that the other broke the contract, and what came of it. `decided` is what
    the buyer gets of what was held."""

    contract: str
    side: str
    breach: str
    back: Money
    reason: str
    claimed_at: int
    answer_until: int
    state: str
    answer: str | None
    decision: str | None
    decided: Money | None


class NoticeView(Struct, frozen=True):
    """Notice that was given."""

    side: str
    ends_at: int
    reason: str
    given_at: int


class KeyView(Struct, frozen=True):
    """A key of one's own organisation."""

    key: str
    public_key: str
    held: bool
    registered_at: int
    replaced_at: int | None
    revoked_at: int | None


class AgreementView(Struct, frozen=True):
    """All editions of a contract, the last first, its changes and its notice."""

    contract: str
    editions: tuple[EditionView, ...]
    changes: tuple[ChangeView, ...]
    notice: NoticeView | None
    breach: BreachView | None


class Waiting(Struct, frozen=True):
    """A side of an edition that waits for a key that the exchange holds, or is to hold: then `key`
    is `None`."""

    contract: str
    edition_number: int
    side: Side
    owner: str
    key: str | None
    seal: str


class ToSign(Struct, frozen=True):
    """An edition that waits for an organisation's own signature."""

    contract: str
    edition_number: int


def edition_facts(tx: Tx, contract: str, number: int | None = None) -> EditionFacts | None:
    """An edition of a contract, the last where none is named; `None` where there is none."""
    row = tx.row(
        "SELECT number, content, digests FROM agreements_edition WHERE contract = ?"
        " AND (number = ? OR ? = 0) ORDER BY number DESC LIMIT 1",
        contract,
        number or 0,
        number or 0,
    )
    if row is None:
        return None
    signed = tx.rows(
        "SELECT side FROM agreements_signature WHERE contract = ? AND number = ?", contract, row[0]
    )
    sides = frozenset(Side(each[0]) for each in signed)
    return EditionFacts(_content(row[1]), _digests(row[2]), sides)


def key_of(row: Row) -> KeyFacts:
    """The key that the columns `KEY` describe."""
    key, owner, public_key, held, replaced, revoked = row
    return KeyFacts(key, owner, public_key, bool(held), replaced is not None, revoked is not None)


def current_key(tx: Tx, owner: str) -> KeyFacts | None:
    """The key with which an organisation, or the exchange, signs now."""
    row = tx.row(
        f"SELECT {KEY} FROM agreements_key WHERE owner = ?"
        " AND replaced_at IS NULL AND revoked_at IS NULL",
        owner,
    )
    return key_of(row) if row else None


def keys(tx: Tx, organisation: str) -> list[KeyView]:
    """The keys of an organisation, the newest first."""
    rows = tx.rows(
        "SELECT id, public_key, held, registered_at, replaced_at, revoked_at FROM agreements_key"
        " WHERE owner = ? ORDER BY registered_at DESC, id DESC",
        organisation,
    )
    return [KeyView(row[0], row[1], bool(row[2]), *row[3:]) for row in rows]


def agreement_of(tx: Tx, contract: str) -> AgreementView:
    """A contract with all its editions. Raises `Refused` where it was never drawn."""
    rows = tx.rows(
        "SELECT content, digests, drawn_at FROM agreements_edition WHERE contract = ?"
        " ORDER BY number DESC",
        contract,
    )
    if not rows:
        raise Refused(Refusal.contract_unknown)
    found = tx.rows(
        "SELECT number, side, key_id, public_key, held, signed_at, jws FROM agreements_signature"
        " WHERE contract = ? ORDER BY number, signed_at, side",
        contract,
    )
    editions = tuple(_edition(row, found) for row in rows)
    return AgreementView(
        contract, editions, tuple(changes(tx, contract)), notice(tx, contract), breach(tx, contract)
    )


def _edition(row: Row, found: list[Row]) -> EditionView:
    content, frozen, drawn_at = _content(row[0]), _digests(row[1]), row[2]
    signatures = tuple(
        SignatureView(side, key, public_key, bool(held), signed_at, jws)
        for number, side, key, public_key, held, signed_at, jws in found
        if number == content.edition_number
    )
    expected = seal(content, frozen)
    intact = digests(content) == frozen and all(
        each.jws.split(".")[1] == jws.encode(expected) for each in signatures
    )
    return EditionView(content, frozen, drawn_at, expected.decode(), intact, signatures)


def signatures(tx: Tx, contract: str) -> list[SignatureView]:
    """Who signed the last edition of a contract, with which key."""
    return list(agreement_of(tx, contract).editions[0].signatures)


def written(view: EditionView, language: Language) -> Text:
    """An edition's text. Raises `Refused` where it is not what was frozen."""
    if not view.intact:
        raise Refused(Refusal.contract_text_changed)
    return text(view.content, language)


def machine_text(view: EditionView) -> str:
    """An edition's ODRL agreement, in the canonical bytes that its digest covers. Raises `Refused`
    where it is not what was frozen."""
    if not view.intact:
        raise Refused(Refusal.contract_text_changed)
    return canonical.encode(agreement(view.content)).decode()


def documents(tx: Tx, contract: str) -> list[tuple[int, str, str]]:
    """The texts of all editions as they are written now, each by its edition and its form: the
    bytes that the frozen digests cover, unless what is stored was changed."""
    rows = tx.rows(
        "SELECT content FROM agreements_edition WHERE contract = ? ORDER BY number", contract
    )
    found = []
    for row in rows:
        content = _content(row[0])
        number = content.edition_number
        found += [(number, each.value, text(content, each).plain()) for each in Language]
        found.append((number, "ODRL 2.2", canonical.encode(agreement(content)).decode()))
    return found


def changes(tx: Tx, contract: str) -> list[ChangeView]:
    """The proposals to change a contract, the newest first."""
    return _views(tx, f"{_CHANGES} WHERE contract = ? ORDER BY proposed_at DESC, id DESC", contract)


def open_changes(tx: Tx, organisation: str) -> list[ChangeView]:
    """The open proposals that wait for the consent of an organisation."""
    return _views(
        tx,
        f"{_CHANGES} WHERE state = 'open' AND id IN ("
        "SELECT change_id FROM agreements_consent WHERE organisation = ? AND agreed_at IS NULL"
        ") ORDER BY proposed_at, id",
        organisation,
    )


def assignments(tx: Tx, limit: int = 50) -> list[ChangeView]:
    """The assignments that were made, the newest first: for the operator."""
    return _views(
        tx,
        f"{_CHANGES} WHERE kind = 'assignment' AND state = 'made'"
        " ORDER BY closed_at DESC, id DESC LIMIT ?",
        limit,
    )


def was_party(tx: Tx, contract: str, organisation: str) -> bool:
    """Whether an organisation is, or was in any edition, a party to a contract, or is asked to
    become one."""
    row = tx.row(
        "SELECT 1 FROM agreements_edition WHERE contract = ? AND (seller = ? OR buyer = ?)"
        " UNION SELECT 1 FROM agreements_consent k JOIN agreements_change c ON c.id = k.change_id"
        " WHERE c.contract = ? AND k.organisation = ? AND c.state <> 'declined'",
        contract,
        organisation,
        organisation,
        contract,
        organisation,
    )
    return row is not None


_CHANGES = (
    "SELECT id, contract, number, proposer, state, proposed_at, closed_at, what"
    " FROM agreements_change"
)


def _views(tx: Tx, sql: str, *values: Any) -> list[ChangeView]:
    rows = tx.rows(sql, *values)
    waiting = rows_in(
        tx,
        "SELECT change_id, organisation FROM agreements_consent WHERE agreed_at IS NULL"
        " AND change_id IN ({}) ORDER BY organisation",
        sorted(row[0] for row in rows if row[4] == "open"),
    )
    return [
        ChangeView(
            change=change,
            contract=contract,
            edition_number=number,
            proposer=proposer,
            awaits=tuple(each[1] for each in waiting if each[0] == change),
            state=state,
            proposed_at=proposed_at,
            closed_at=closed_at,
            what=what_of(what),
        )
        for change, contract, number, proposer, state, proposed_at, closed_at, what in rows
    ]


_BREACH = (
    "SELECT contract, side, breach, minor, currency, reason, claimed_at, answer_until, state,"
    " answer, decision, decided_minor FROM agreements_breach"
)


def breach(tx: Tx, contract: str) -> BreachView | None:
    """The claim that a contract was broken, or `None`."""
    row = tx.row(f"{_BREACH} WHERE contract = ?", contract)
    return _breach_view(row) if row else None


def _breach_view(row: Row) -> BreachView:
    contract, side, how, minor, currency, reason, *rest, decided = row
    to_buyer = None if decided is None else Money(decided, currency)
    return BreachView(*(contract, side, how, Money(minor, currency), reason, *rest, to_buyer))


def open_breaches(tx: Tx, limit: int = 200) -> list[BreachView]:
    """The claims that are not settled, the oldest first."""
    rows = tx.rows(
        f"{_BREACH} WHERE state IN ('open', 'objected') ORDER BY answer_until, contract LIMIT ?",
        limit,
    )
    return [_breach_view(row) for row in rows]


def silent_breaches(tx: Tx, now: int, limit: int = 100) -> list[BreachView]:
    """The claims that nobody answered in time."""
    rows = tx.rows(
        f"{_BREACH} WHERE state = 'open' AND answer_until <= ? ORDER BY answer_until LIMIT ?",
        now,
        limit,
    )
    return [_breach_view(row) for row in rows]


def breach_facts(tx: Tx, contract: str) -> BreachFacts | None:
    """A claim as it stands, or `None`."""
    found, parties = breach(tx, contract), contract_facts(tx, contract)
    if found is None or parties is None:
        return None
    said = (Side(found.side), found.back, found.reason, found.answer_until)
    return BreachFacts(contract, parties.seller, parties.buyer, *said, BreachState(found.state))


def notice(tx: Tx, contract: str) -> NoticeView | None:
    """The notice that was given of a contract, or `None`."""
    row = tx.row(
        "SELECT side, ends_at, reason, given_at FROM agreements_notice WHERE contract = ?", contract
    )
    return NoticeView(*row) if row else None


def waiting(tx: Tx, limit: int = 96) -> list[Waiting]:
    """The sides of editions that a key which the exchange holds is to sign, the longest waiting
    first: its own, and those of parties without a current key of their own. Of an edition that is
    not intact, nothing is signed."""
    rows = tx.rows(
        "SELECT w.contract, w.number, w.side, w.owner, k.id FROM agreements_waiting w"
        " LEFT JOIN agreements_key k ON k.owner = w.owner AND k.replaced_at IS NULL"
        " AND k.revoked_at IS NULL WHERE k.id IS NULL OR k.held = 1"
        " ORDER BY w.drawn_at, w.contract, w.number, w.side LIMIT ?",
        limit,
    )
    found: list[Waiting] = []
    seals: dict[tuple[str, int], str] = {}
    for contract, number, side, owner, key in rows:
        if (contract, number) not in seals:
            facts = edition_facts(tx, contract, number)
            assert facts is not None, "an edition waits for its signatures"
            intact = digests(facts.content) == facts.digests
            said = seal(facts.content, facts.digests).decode() if intact else ""
            seals[contract, number] = said
        if seals[contract, number]:
            found.append(Waiting(contract, number, Side(side), owner, key, seals[contract, number]))
    return found


def to_sign(tx: Tx, organisation: str) -> list[ToSign]:
    """The editions that wait for an organisation's signature."""
    rows = tx.rows(
        "SELECT contract, number FROM agreements_waiting WHERE owner = ?"
        " ORDER BY drawn_at, contract, number",
        organisation,
    )
    return [ToSign(*row) for row in rows]
