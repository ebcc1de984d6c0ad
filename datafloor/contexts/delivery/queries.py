"""Questions about access and delivery."""

from collections.abc import Sequence

from msgspec import Struct

from datafloor.contexts.catalogue import product_facts, version_as_of, version_facts
from datafloor.contexts.delivery.model import Access, Used
from datafloor.contexts.market import Cut, cut_from
from datafloor.contexts.policy import AccessFacts, Purpose, evaluate, terms_facts
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.refusal import Refusal, Refused


class GrantView(Struct, frozen=True):
    """A grant with what was delivered under it: distinct files, and their
    distinct bytes."""

    grant: str
    contract: str
    buyer: str
    product: str
    version: str
    starts_at: int
    ends_at: int | None
    revoked_at: int | None
    revoked_for: str | None
    proven_at: int | None
    proof: str | None
    files: int
    bytes: int


class CredentialView(Struct, frozen=True):
    """A credential of a grant; its secret is nowhere."""

    credential: str
    grant: str
    issued_at: int
    expires_at: int
    revoked_at: int | None


_GRANTS = (
    "SELECT g.id, g.contract, g.buyer, g.product, g.version, g.starts_at, g.ends_at, g.revoked_at,"
    " g.revoked_for, g.proven_at, g.proof,"
    " (SELECT count(*) FROM delivery_fetch f WHERE f.grant_id = g.id),"
    " (SELECT CAST(coalesce(sum(f.byte_count), 0) AS BIGINT) FROM delivery_fetch f"
    " WHERE f.grant_id = g.id)"
    " FROM delivery_grant g"
)


def access(tx: Tx, secret_digest: str, now: int) -> Access:
    """What the secret with this digest opens now.

    A grant opens every version of its product up to the current one (of a late variant: the one
    that was current so many days ago; none is older than what was bought) while its contract
    runs: the
    buyer of a table also gets its corrections and its growth, and can go back in time. Whether
    the product is still listed does not matter: running contracts go on. The terms are decided
    again at each call. Raises `Refused` for a secret that is unknown, revoked or expired, and
    where what is due under the contract was not paid; what the contract no longer allows is not
    raised but said by the decision, with its reason.
    """
    row = tx.row(
        "SELECT c.expires_at, g.id, g.contract, g.buyer, g.product, g.version, g.terms, g.purpose,"
        " g.country, g.starts_at, g.ends_at, g.revoked_at, g.paused_at, g.cut"
        " FROM delivery_credential c"
        " JOIN delivery_grant g ON g.id = c.grant_id"
        " WHERE c.secret_digest = ? AND c.revoked_at IS NULL",
        secret_digest,
    )
    if row is None:
        raise Refused(Refusal.token_unknown)
    (
        expires_at,
        grant,
        contract,
        buyer,
        product,
        version,
        terms,
        purpose,
        country,
        starts_at,
        ends_at,
        revoked_at,
        paused_at,
        cut_text,
    ) = row
    if expires_at <= now:
        raise Refused(Refusal.token_expired)
    if paused_at is not None and revoked_at is None:
        raise Refused(Refusal.licence_paused)
    facts = product_facts(tx, product)
    assert facts is not None and facts.current is not None, "a contract is about a version"
    published = terms_facts(tx, terms)
    decision = evaluate(
        published.text if published else None,
        AccessFacts(now, starts_at, Purpose(purpose), country, revoked_at is None, ends_at),
    )
    cut, current = cut_from(cut_text), facts.current
    if cut is not None and cut.delay_days is not None:
        late = version_as_of(tx, product, now - cut.delay_days * DAY) or version_facts(tx, version)
        assert late is not None, "a contract is about a version"
        current = late
    named = product, version, facts.table
    return Access(decision, grant, contract, buyer, *named, current, ends_at, cut)


def why_closed(tx: Tx, grant: str, now: int, made_at: int | None = None) -> Refusal | None:
    """Why no bytes may flow under a grant, or `None` where they may: it was not revoked, its term
    is not over, and it has the same holder as when the link was made. For the byte plane, after
    `access` decided on the query; one question on one row."""
    row = tx.row(
        "SELECT revoked_at, ends_at, paused_at, moved_at FROM delivery_grant WHERE id = ?", grant
    )
    if row is None:
        return Refusal.grant_unknown
    revoked_at, ends_at, paused_at, moved_at = row
    moved = made_at is not None and moved_at is not None and made_at < moved_at
    if revoked_at is not None or moved:
        return Refusal.licence_ended
    if paused_at is not None:
        return Refusal.licence_paused
    return Refusal.licence_over if ends_at is not None and ends_at <= now else None


def is_open(tx: Tx, grant: str, now: int) -> bool:
    """Whether bytes may flow under a grant."""
    return why_closed(tx, grant, now) is None


def cut_of(tx: Tx, grant: str) -> Cut | None:
    """What a grant's variant leaves out; `None` is nothing."""
    row = tx.row("SELECT cut FROM delivery_grant WHERE id = ?", grant)
    return cut_from(row[0]) if row else None


def granted_cuts(tx: Tx) -> list[tuple[str, Cut]]:
    """Each product and cut that open grants give."""
    rows = tx.rows(
        "SELECT DISTINCT product, cut FROM delivery_grant"
        " WHERE cut IS NOT NULL AND revoked_at IS NULL"
    )
    return [(product, cut) for product, text in rows if (cut := cut_from(text)) is not None]


def used(tx: Tx, grant: str) -> Used:
    """What was sent under a grant in all."""
    row = tx.row(
        "SELECT CAST(coalesce(sum(byte_count), 0) AS BIGINT),"
        " CAST(coalesce(sum(row_count), 0) AS BIGINT) FROM delivery_fetch WHERE grant_id = ?",
        grant,
    )
    asked = tx.row(
        "SELECT query_count, call_count FROM delivery_requests WHERE grant_id = ?", grant
    )
    assert row is not None
    return Used(*row, *(asked or (0, 0)))


def grant(tx: Tx, grant: str) -> GrantView | None:
    """One grant, or `None`."""
    row = tx.row(f"{_GRANTS} WHERE g.id = ?", grant)
    return _view(row) if row else None


def grants(tx: Tx, buyer: str) -> list[GrantView]:
    """The grants of a buyer, the newest first."""
    rows = tx.rows(f"{_GRANTS} WHERE g.buyer = ? ORDER BY g.id DESC", buyer)
    return [_view(row) for row in rows]


def product_grants(
    tx: Tx, product: str, buyer: str | None = None, limit: int = 200
) -> list[GrantView]:
    """The grants of a product, or those of one buyer, the newest first."""
    rows = tx.rows(
        f"{_GRANTS} WHERE g.product = ? AND ? IN ('', g.buyer) ORDER BY g.id DESC LIMIT ?",
        product,
        buyer or "",
        limit,
    )
    return [_view(row) for row in rows]


def buyers_count(tx: Tx, product: str) -> int:
    """How many organisations have or had a right to read a product."""
    row = tx.row("SELECT count(DISTINCT buyer) FROM delivery_grant WHERE product = ?", product)
    assert row is not None
    return int(row[0])


def _view(row: Row) -> GrantView:
    return GrantView(*row)


def credentials(tx: Tx, grant: str) -> list[CredentialView]:
    """The credentials of a grant, the newest first."""
    rows = tx.rows(
        "SELECT id, grant_id, issued_at, expires_at, revoked_at FROM delivery_credential"
        " WHERE grant_id = ? ORDER BY issued_at DESC, id DESC",
        grant,
    )
    return [CredentialView(*row) for row in rows]


class StatementView(Struct, frozen=True):
    """What the exchange stated of a delivery, word for word as in the journal, with its digest, and
    whether the buyer acknowledged it, perhaps with a key of its own."""

    contract: str
    digest: str
    stated_at: int
    statement: str
    acknowledged_at: int | None
    signed_with: str | None


def statement(tx: Tx, contract: str) -> StatementView | None:
    """The statement of a contract's delivery, or `None` where there is none yet."""
    row = tx.row(
        "SELECT digest, stated_at, statement, acknowledged_at, signed_with FROM delivery_statement"
        " WHERE grant_id = ? AND digest IS NOT NULL",
        derived("grant", contract),
    )
    return StatementView(contract, *row) if row else None


def due_statements(tx: Tx) -> Sequence[str]:
    """The grants whose delivery was proven and is not stated yet."""
    rows = tx.rows("SELECT grant_id FROM delivery_statement WHERE digest IS NULL LIMIT 100")
    return [row[0] for row in rows]
