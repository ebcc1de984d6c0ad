"""Questions about sharing."""

import msgspec
from msgspec import Struct

from datafloor.contexts.catalogue import product_facts
from datafloor.contexts.people.model import (
    Coverage,
    Part,
    PeopleRule,
    Sharing,
    SharingFacts,
    SharingState,
)
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.money import Money

_terms = msgspec.json.Decoder(Sharing)
_coverage = msgspec.json.Decoder(Coverage)
_rule = msgspec.json.Decoder(PeopleRule)

LAST = 2**62
"""More than any sale's number."""

_SHARING = "SELECT id, product, seller, terms, state FROM people_sharing"


class PartyView(Struct, frozen=True):
    """A party to an agreement, and since when it agrees."""

    organisation: str
    agreed_at: int | None


class SharingView(Struct, frozen=True):
    """An agreement with its parties, and what was measured of the latest version under it."""

    sharing: str
    product: str
    seller: str
    terms: Sharing
    state: str
    state_at: int
    proposed_at: int
    reason: str | None
    parties: tuple[PartyView, ...]
    version: str | None
    coverage: Coverage | None


class SplitView(Struct, frozen=True):
    """How a sale was shared, as the journal has it."""

    order: str
    product: str
    seller: str
    version: str
    sharing: str | None
    paid: Money
    processing: Money
    people: Money
    people_points: int
    lines: tuple[Part, ...]
    bill: str | None = None


class ShareView(Struct, frozen=True):
    """What an organisation had of one sale: of an order, or of a bill under its contract. Sales
    are numbered as they were shared."""

    order: str
    bill: str | None
    product: str
    amount: Money
    split_at: int
    number: int


class ContributionView(Struct, frozen=True):
    """What a provider registered, the first first."""

    contribution: str
    number: int
    sharing: str
    product: str
    provider: str
    rows: int
    digest: str
    registered_at: int


class Pot(Struct, frozen=True):
    """What came together for the people of a version and is not divided yet."""

    product: str
    version: str
    amount: Money
    sharing: str | None
    coverage: Coverage | None
    accrued_at: int | None


class Measure(Struct, frozen=True):
    """A version to compare with what was contributed, under which agreement, and the number of the
    latest contribution."""

    sharing: str
    product: str
    version: str
    location: str
    delta_version: int
    terms: Sharing
    contributions: int


class AccrualView(Struct, frozen=True):
    """What was divided among the people of a version, and how much of it claims have."""

    accrual: str
    product: str
    version: str
    amount: Money
    heads: int
    split: str
    accrued_at: int
    lapsed_at: int | None
    claims: int
    credited_micro: int


class Uncredited(Struct, frozen=True):
    """A claim that an accrual has not been credited to, and of which head it is."""

    claim: str
    accrual: str
    product: str
    split: str
    head: str


class ClaimView(Struct, frozen=True):
    """A claim with what it has had. Whose it is nobody sees here."""

    claim: str
    product: str
    claimed_at: int
    currency: str
    credited_micro: int
    paid_minor: int
    known: bool
    """Whether it is still kept whose it is, so that it goes on to be credited and paid."""


_split = msgspec.json.Decoder(SplitView)


def sharing_facts(tx: Tx, sharing: str) -> SharingFacts | None:
    """An agreement as it stands, or `None`."""
    row = tx.row(f"{_SHARING} WHERE id = ?", sharing)
    return _facts(tx, row) if row else None


def sharing_in_force(tx: Tx, product: str) -> SharingFacts | None:
    """The agreement by which sales of a product are shared now."""
    row = tx.row(f"{_SHARING} WHERE product = ? AND state = 'in_force'", product)
    return _facts(tx, row) if row else None


def open_sharings(tx: Tx, product: str) -> tuple[SharingFacts, ...]:
    """The agreements on a product that are not over, the oldest first."""
    rows = tx.rows(
        f"{_SHARING} WHERE product = ? AND state IN ('proposed', 'agreed', 'in_force')"
        " ORDER BY proposed_at, id",
        product,
    )
    return tuple(_facts(tx, row) for row in rows)


def _facts(tx: Tx, row: Row) -> SharingFacts:
    sharing, product, seller, terms, state = row
    agreed = tx.rows(
        "SELECT organisation FROM people_party WHERE sharing = ? AND agreed_at IS NOT NULL",
        sharing,
    )
    return SharingFacts(
        sharing,
        product,
        seller,
        _terms.decode(terms),
        SharingState(state),
        frozenset(each[0] for each in agreed),
    )


def coverage_of(tx: Tx, sharing: str, version: str) -> Coverage | None:
    """What was measured of a version under an agreement."""
    row = tx.row(
        "SELECT coverage FROM people_coverage WHERE version = ? AND sharing = ?", version, sharing
    )
    return _coverage.decode(row[0]) if row else None


def latest_coverage(tx: Tx, sharing: str) -> tuple[str, Coverage]:
    """The version that was measured last under an agreement in force, and what was found."""
    row = tx.row(
        "SELECT version, coverage FROM people_coverage WHERE sharing = ?"
        " ORDER BY number DESC LIMIT 1",
        sharing,
    )
    assert row is not None, "what is measured is in force only after it was"
    return row[0], _coverage.decode(row[1])


def people_rule(tx: Tx) -> PeopleRule | None:
    """What the operator has set for people in the data, if anything."""
    row = tx.row("SELECT body FROM people_rule")
    return _rule.decode(row[0]) if row else None


def sharings(
    tx: Tx, *, product: str | None = None, organisation: str | None = None
) -> list[SharingView]:
    """The agreements on a product, or of a party, the newest first."""
    where, value = ("s.product = ?", product)
    if product is None:
        where = "s.id IN (SELECT sharing FROM people_party WHERE organisation = ?)"
        value = organisation
    rows = tx.rows(
        "SELECT s.id, s.product, s.seller, s.terms, s.state, s.state_at, s.proposed_at, s.reason"
        f" FROM people_sharing s WHERE {where} ORDER BY s.proposed_at DESC, s.id DESC",
        value,
    )
    return [_view(tx, row) for row in rows]


def sharing(tx: Tx, sharing: str) -> SharingView | None:
    """One agreement, or `None`."""
    row = tx.row(
        "SELECT id, product, seller, terms, state, state_at, proposed_at, reason"
        " FROM people_sharing WHERE id = ?",
        sharing,
    )
    return _view(tx, row) if row else None


def _view(tx: Tx, row: Row) -> SharingView:
    sharing, product, seller, terms, state, state_at, proposed_at, reason = row
    parties = tx.rows(
        "SELECT organisation, agreed_at FROM people_party WHERE sharing = ? ORDER BY organisation",
        sharing,
    )
    measured = tx.row(
        "SELECT version, coverage FROM people_coverage WHERE sharing = ?"
        " ORDER BY number DESC LIMIT 1",
        sharing,
    )
    return SharingView(
        sharing,
        product,
        seller,
        _terms.decode(terms),
        state,
        state_at,
        proposed_at,
        reason,
        tuple(PartyView(*each) for each in parties),
        measured[0] if measured else None,
        _coverage.decode(measured[1]) if measured else None,
    )


def sale_split(tx: Tx, sale: str) -> SplitView | None:
    """How an order or a bill was shared, or `None` where its seller kept all, or was not paid
    yet."""
    row = tx.row("SELECT body FROM people_split WHERE sale = ?", sale)
    return _split.decode(row[0]) if row else None


def splits(tx: Tx, order: str) -> frozenset[str]:
    """Which of an order and the bills under its contract were shared."""
    rows = tx.rows("SELECT sale FROM people_split WHERE order_id = ?", order)
    return frozenset(row[0] for row in rows)


def shares(tx: Tx, organisation: str, *, before: int = LAST, limit: int = 50) -> list[ShareView]:
    """An organisation's shares in sales, its own included, the latest first."""
    rows = tx.rows(
        "SELECT s.sale, s.order_id, s.product, h.minor, h.currency, s.split_at, s.number"
        " FROM people_share h JOIN people_split s ON s.number = h.number"
        " WHERE h.organisation = ? AND h.number < ? ORDER BY h.number DESC LIMIT ?",
        organisation,
        before,
        limit,
    )
    return [
        ShareView(order, sale if sale != order else None, product, Money(minor, currency), *rest)
        for sale, order, product, minor, currency, *rest in rows
    ]


def contributions(tx: Tx, product: str) -> list[ContributionView]:
    """What was registered for a product, the first first."""
    rows = tx.rows(
        "SELECT id, number, sharing, product, provider, row_count, digest, registered_at"
        " FROM people_contribution WHERE product = ? ORDER BY number",
        product,
    )
    return [ContributionView(*row) for row in rows]


def measures(tx: Tx) -> list[Measure]:
    """What is to be measured: the current version of each product whose agreement needs it, where
    it was never measured, or somebody registered something since."""
    rows = tx.rows(f"{_SHARING} WHERE state IN ('agreed', 'in_force') ORDER BY proposed_at, id")
    found = []
    for row in rows:
        facts = _facts(tx, row)
        product = product_facts(tx, facts.product) if facts.terms.measured else None
        if product is None or product.current is None:
            continue
        current = product.current
        times = tx.row(
            "SELECT (SELECT recorded_at FROM people_coverage WHERE version = ? AND sharing = ?),"
            " (SELECT max(registered_at) FROM people_contribution WHERE product = ?),"
            " (SELECT max(number) FROM people_contribution WHERE product = ?)",
            current.version,
            facts.sharing,
            facts.product,
            facts.product,
        )
        assert times is not None
        recorded_at, registered_at, number = times
        if recorded_at is None or (registered_at or 0) >= recorded_at:
            place = current.version, current.location, current.delta_version
            found.append(Measure(facts.sharing, facts.product, *place, facts.terms, number or 0))
    return found


def pots(tx: Tx) -> list[Pot]:
    """What is to be divided among people, with the coverage that counted it."""
    rows = tx.rows(
        "SELECT product, version, minor, currency FROM people_pot WHERE minor > 0"
        " ORDER BY product, version, currency"
    )
    found = []
    for product, version, minor, currency in rows:
        row = tx.row(
            "SELECT sharing, coverage FROM people_coverage WHERE version = ?"
            " ORDER BY number DESC LIMIT 1",
            version,
        )
        sharing, body = row or (None, None)
        coverage = _coverage.decode(body) if body else None
        last = tx.row("SELECT max(accrued_at) FROM people_accrual WHERE version = ?", version)
        assert last is not None
        amount = Money(minor, currency)
        found.append(Pot(product, version, amount, sharing, coverage, last[0]))
    return found


def accruals(tx: Tx, product: str) -> list[AccrualView]:
    """What was divided among the people of a product, the newest first."""
    rows = tx.rows(
        "SELECT a.id, a.product, a.version, a.minor, a.currency, a.heads, a.split, a.accrued_at,"
        " a.lapsed_at, (SELECT count(*) FROM people_credit c WHERE c.accrual = a.id),"
        " (SELECT CAST(coalesce(sum(c.micro), 0) AS BIGINT) FROM people_credit c"
        " WHERE c.accrual = a.id)"
        " FROM people_accrual a WHERE a.product = ? ORDER BY a.accrued_at DESC, a.id DESC",
        product,
    )
    return [_accrual(row) for row in rows]


def _accrual(row: Row) -> AccrualView:
    accrual, product, version, minor, currency, *rest = row
    return AccrualView(accrual, product, version, Money(minor, currency), *rest)


def uncredited(tx: Tx, limit: int = 1_000) -> list[Uncredited]:
    """The claims that an accrual has not been credited to, the oldest first."""
    rows = tx.rows(
        "SELECT h.claim, a.id, a.product, a.split, h.head FROM people_head h"
        " JOIN people_accrual a ON a.product = h.product"
        " WHERE a.lapsed_at IS NULL AND a.heads > 0 AND NOT EXISTS ("
        " SELECT 1 FROM people_credit c WHERE c.claim = h.claim AND c.accrual = a.id)"
        " ORDER BY a.accrued_at, a.id, h.claim LIMIT ?",
        limit,
    )
    return [Uncredited(*row) for row in rows]


def payable(tx: Tx, limit: int = 1_000) -> list[tuple[str, str]]:
    """The claims that have enough to be paid, each with a currency."""
    rule = people_rule(tx)
    threshold = rule.threshold if rule else Money(1)
    rows = tx.rows(
        "SELECT c.claim, c.currency FROM people_credit c JOIN people_head h ON h.claim = c.claim"
        " GROUP BY c.claim, c.currency HAVING sum(c.micro) >= 1000000 *"
        " (CASE WHEN c.currency = ? THEN ? ELSE 1 END + (SELECT coalesce(sum(p.minor), 0)"
        " FROM people_payment p WHERE p.claim = c.claim AND p.currency = c.currency"
        " AND p.reopened_at IS NULL)) ORDER BY c.claim LIMIT ?",
        threshold.currency,
        max(1, threshold.minor),
        limit,
    )
    return [(row[0], row[1]) for row in rows]


def overdue_accruals(tx: Tx, before: int, limit: int = 100) -> list[str]:
    """The accruals of before an instant that have not lapsed."""
    rows = tx.rows(
        "SELECT id FROM people_accrual WHERE lapsed_at IS NULL AND accrued_at <= ?"
        " ORDER BY accrued_at, id LIMIT ?",
        before,
        limit,
    )
    return [row[0] for row in rows]


def claims(tx: Tx, product: str) -> list[ClaimView]:
    """The claims on a product's pots, the newest first."""
    rows = tx.rows(
        "SELECT c.id, c.product, c.claimed_at, coalesce(r.currency, 'VND'),"
        " CAST(coalesce(sum(r.micro), 0) AS BIGINT),"
        " (SELECT CAST(coalesce(sum(p.minor), 0) AS BIGINT) FROM people_payment p"
        " WHERE p.claim = c.id AND p.currency = coalesce(r.currency, 'VND')"
        " AND p.reopened_at IS NULL),"
        " EXISTS (SELECT 1 FROM people_head h WHERE h.claim = c.id)"
        " FROM people_claim c LEFT JOIN people_credit r ON r.claim = c.id WHERE c.product = ?"
        " GROUP BY c.id, c.product, c.claimed_at, r.currency ORDER BY c.id DESC",
        product,
    )
    return [ClaimView(*(*row[:-1], bool(row[-1]))) for row in rows]
