"""The tables of delivery.

Trust: who can write `delivery_grant` or `delivery_credential` can read what was not bought; who
can read them cannot, for they hold only digests of secrets of 256 random bits.
"""

from hashlib import sha256

from datafloor.contexts import agreements, settlement
from datafloor.contexts.catalogue import version_facts
from datafloor.contexts.delivery.commands import (
    AcknowledgeDelivery,
    ChangeGrant,
    ConfirmDelivery,
    IssueCredential,
    OpenGrant,
    PauseGrant,
    RecordFetches,
    RecordRequests,
    ResumeGrant,
    RevokeCredential,
    RevokeGrant,
    StateDelivery,
)
from datafloor.contexts.delivery.events import (
    CredentialIssued,
    CredentialRevoked,
    DeliveryAcknowledged,
    DeliveryProven,
    DeliveryStated,
    FilesFetched,
    GrantChanged,
    GrantOpened,
    GrantPaused,
    GrantResumed,
    GrantRevoked,
    RequestsAnswered,
)
from datafloor.contexts.delivery.model import (
    AcknowledgeFacts,
    ChangeGrantFacts,
    CredentialFacts,
    FetchFacts,
    GrantFacts,
    IssueFacts,
    StateFacts,
)
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx, rows_in
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE delivery_grant (
    id TEXT PRIMARY KEY,
    contract TEXT NOT NULL,
    buyer TEXT NOT NULL,
    product TEXT NOT NULL,
    version TEXT NOT NULL,
    terms TEXT NOT NULL,
    purpose TEXT NOT NULL,
    country TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER,
    moved_at INTEGER,
    revoked_at INTEGER,
    revoked_for TEXT,
    paused_at INTEGER,
    cut TEXT,
    proven_at INTEGER,
    proof TEXT
) STRICT;
CREATE INDEX delivery_grant_buyer ON delivery_grant (buyer, id);
CREATE INDEX delivery_grant_cut ON delivery_grant (product)
    WHERE cut IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX delivery_grant_product ON delivery_grant (product, id);
CREATE TABLE delivery_statement (
    grant_id TEXT PRIMARY KEY,
    digest TEXT,
    stated_at INTEGER,
    statement TEXT,
    acknowledged_at INTEGER,
    signed_with TEXT
) STRICT;
CREATE INDEX delivery_statement_waits ON delivery_statement (digest);
CREATE TABLE delivery_credential (
    id TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL,
    secret_digest TEXT NOT NULL UNIQUE,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX delivery_credential_grant ON delivery_credential (grant_id);
CREATE TABLE delivery_fetch (
    grant_id TEXT NOT NULL,
    file TEXT NOT NULL,
    byte_count INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    bought INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (grant_id, file)
) STRICT;
CREATE TABLE delivery_requests (
    grant_id TEXT PRIMARY KEY,
    query_count INTEGER NOT NULL,
    call_count INTEGER NOT NULL
) STRICT
"""


def load_open_grant(tx: Tx, asked: OpenGrant, call: Call) -> None:
    """Nothing: an order is concluded once, so its contract opens one grant, and this runs in every
    purchase. A second one would be our own bug, and the table's key stops it."""


def load_change_grant(tx: Tx, asked: ChangeGrant, call: Call) -> ChangeGrantFacts:
    """The grant, and the credentials that open it."""
    rows = tx.rows(
        "SELECT id FROM delivery_credential WHERE grant_id = ? AND revoked_at IS NULL ORDER BY id",
        asked.grant,
    )
    return ChangeGrantFacts(_grant(tx, asked.grant), tuple(row[0] for row in rows))


def load_revoke_grant(tx: Tx, asked: RevokeGrant | PauseGrant, call: Call) -> GrantFacts | None:
    """The grant as it stands."""
    return _grant(tx, asked.grant)


def load_resume_grant(tx: Tx, asked: ResumeGrant, call: Call) -> GrantFacts | None:
    """The grant as it stands; none while any bill under its contract is still awaited."""
    if settlement.awaits_bill(tx, derived("order", asked.grant)):
        return None
    return _grant(tx, asked.grant)


def load_issue_credential(tx: Tx, asked: IssueCredential, call: Call) -> IssueFacts:
    """The grant, and whether the id or the secret is taken."""
    found = tx.row(
        "SELECT 1 FROM delivery_credential WHERE id = ? OR secret_digest = ?",
        asked.credential,
        asked.secret_digest,
    )
    return IssueFacts(_grant(tx, asked.grant), found is not None)


def load_revoke_credential(tx: Tx, asked: RevokeCredential, call: Call) -> CredentialFacts | None:
    """Whose the credential is."""
    row = tx.row(
        "SELECT g.buyer, c.revoked_at FROM delivery_credential c"
        " JOIN delivery_grant g ON g.id = c.grant_id WHERE c.id = ?",
        asked.credential,
    )
    return CredentialFacts(row[0], row[1] is not None) if row else None


def load_record_fetches(tx: Tx, asked: RecordFetches, call: Call) -> FetchFacts:
    """The grant, its version's files, and what was recorded before."""
    grant = _grant(tx, asked.grant)
    version = version_facts(tx, grant.version) if grant else None
    count = tx.row(
        "SELECT count(*) FROM delivery_fetch WHERE grant_id = ? AND whole = 1 AND bought = 1",
        asked.grant,
    )
    assert count is not None
    rows = rows_in(
        tx,
        "SELECT file, byte_count, whole FROM delivery_fetch WHERE grant_id = ? AND file IN ({})",
        sorted({fetch.file for fetch in asked.files}),
        asked.grant,
    )
    return FetchFacts(
        grant=grant,
        files=version.files if version else 0,
        whole=count[0],
        known={file: (byte_count, bool(whole)) for file, byte_count, whole in rows},
    )


def load_record_requests(tx: Tx, asked: RecordRequests, call: Call) -> GrantFacts | None:
    """The grant as it stands."""
    return _grant(tx, asked.grant)


def load_confirm_delivery(tx: Tx, asked: ConfirmDelivery, call: Call) -> GrantFacts | None:
    """The contract's grant as it stands."""
    return _grant(tx, derived("grant", asked.contract))


def load_state_delivery(tx: Tx, asked: StateDelivery, call: Call) -> StateFacts | None:
    """The grant, its contract's words, whether a statement is awaited, and when it was read."""
    grant = _grant(tx, asked.grant)
    said = tx.row(
        "SELECT g.terms, g.purpose, g.country, s.grant_id IS NOT NULL AND s.digest IS NULL"
        " FROM delivery_grant g LEFT JOIN delivery_statement s ON s.grant_id = g.id"
        " WHERE g.id = ?",
        asked.grant,
    )
    if grant is None or said is None:
        return None
    times = tx.row(
        "SELECT min(last_at), max(last_at) FROM delivery_fetch WHERE grant_id = ? AND bought = 1",
        asked.grant,
    )
    assert times is not None, "an aggregate has one row"
    terms, purpose, country, waits = said
    first_at, last_at = times
    return StateFacts(grant, terms, purpose, country, bool(waits), first_at, last_at)


def load_acknowledge_delivery(
    tx: Tx, asked: AcknowledgeDelivery, call: Call
) -> AcknowledgeFacts | None:
    """The grant with its statement, and the buyer's keys that count now."""
    grant = _grant(tx, derived("grant", asked.contract))
    if grant is None:
        return None
    row = tx.row(
        "SELECT digest, acknowledged_at FROM delivery_statement WHERE grant_id = ?", grant.grant
    )
    keys = {
        each.key: each.public_key
        for each in agreements.keys(tx, grant.buyer)
        if each.replaced_at is None and each.revoked_at is None
    }
    statement, at = row or (None, None)
    return AcknowledgeFacts(grant, statement or "", at is not None, keys)


def _grant(tx: Tx, grant: str) -> GrantFacts | None:
    row = tx.row(
        "SELECT id, contract, buyer, product, version, ends_at, revoked_at, proven_at,"
        " paused_at FROM delivery_grant WHERE id = ?",
        grant,
    )
    if row is None:
        return None
    grant, contract, buyer, product, version, ends_at, revoked_at, proven_at, paused = row
    revoked, proven = revoked_at is not None, proven_at is not None
    stands = ends_at, revoked, proven, paused is not None
    return GrantFacts(grant, contract, buyer, product, version, *stands)


def _grant_opened(tx: Tx, event: GrantOpened, at: int) -> None:
    tx.run(
        "INSERT INTO delivery_grant (id, contract, buyer, product, version, terms, purpose,"
        " country, starts_at, ends_at, cut) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.grant,
        event.contract,
        event.buyer,
        event.product,
        event.version,
        event.terms,
        event.purpose.value,
        event.country,
        event.starts_at,
        event.ends_at,
        canonical.encode(event.cut).decode() if event.cut else None,
    )


def _grant_changed(tx: Tx, event: GrantChanged, at: int) -> None:
    tx.run(
        "UPDATE delivery_grant SET moved_at = CASE WHEN buyer <> ? THEN ? ELSE moved_at END,"
        " buyer = ?, terms = ?, purpose = ?, country = ?, ends_at = ? WHERE id = ?",
        event.buyer,
        at,
        event.buyer,
        event.terms,
        event.purpose.value,
        event.country,
        event.ends_at,
        event.grant,
    )


def _grant_revoked(tx: Tx, event: GrantRevoked, at: int) -> None:
    tx.run(
        "UPDATE delivery_grant SET revoked_at = ?, revoked_for = ? WHERE id = ?",
        at,
        event.reason.value,
        event.grant,
    )


def _grant_paused(tx: Tx, event: GrantPaused, at: int) -> None:
    tx.run("UPDATE delivery_grant SET paused_at = ? WHERE id = ?", at, event.grant)


def _grant_resumed(tx: Tx, event: GrantResumed, at: int) -> None:
    tx.run("UPDATE delivery_grant SET paused_at = NULL WHERE id = ?", event.grant)


def _credential_issued(tx: Tx, event: CredentialIssued, at: int) -> None:
    tx.run(
        "INSERT INTO delivery_credential (id, grant_id, secret_digest, issued_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.credential,
        event.grant,
        event.secret_digest,
        at,
        event.expires_at,
    )


def _credential_revoked(tx: Tx, event: CredentialRevoked, at: int) -> None:
    tx.run("UPDATE delivery_credential SET revoked_at = ? WHERE id = ?", at, event.credential)


def _requests_answered(tx: Tx, event: RequestsAnswered, at: int) -> None:
    tx.run(
        "INSERT INTO delivery_requests (grant_id, query_count, call_count) VALUES (?, ?, ?)"
        " ON CONFLICT (grant_id) DO UPDATE SET"
        " query_count = delivery_requests.query_count + excluded.query_count,"
        " call_count = delivery_requests.call_count + excluded.call_count",
        event.grant,
        event.queries_count,
        event.calls_count,
    )


def _files_fetched(tx: Tx, event: FilesFetched, at: int) -> None:
    tx.many(
        "INSERT INTO delivery_fetch (grant_id, file, byte_count, whole, bought, row_count, last_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (grant_id, file) DO UPDATE SET byte_count ="
        " CASE WHEN excluded.byte_count > delivery_fetch.byte_count"
        " THEN excluded.byte_count ELSE delivery_fetch.byte_count END,"
        " row_count = CASE WHEN excluded.row_count > delivery_fetch.row_count"
        " THEN excluded.row_count ELSE delivery_fetch.row_count END,"
        " whole = CASE WHEN excluded.whole = 1 THEN 1 ELSE delivery_fetch.whole END,"
        " last_at = excluded.last_at",
        [
            (event.grant, f.file, f.bytes, int(f.whole), int(f.bought), f.rows, at)
            for f in event.files
        ],
    )


def _delivery_proven(tx: Tx, event: DeliveryProven, at: int) -> None:
    tx.run(
        "UPDATE delivery_grant SET proven_at = ?, proof = ? WHERE id = ?",
        at,
        event.proof.value,
        event.grant,
    )
    tx.run("INSERT INTO delivery_statement (grant_id) VALUES (?)", event.grant)


def _delivery_stated(tx: Tx, event: DeliveryStated, at: int) -> None:
    body = canonical.encode(event)
    tx.run(
        "UPDATE delivery_statement SET digest = ?, stated_at = ?, statement = ? WHERE grant_id = ?",
        sha256(body).hexdigest(),
        at,
        body.decode(),
        event.grant,
    )


def _delivery_acknowledged(tx: Tx, event: DeliveryAcknowledged, at: int) -> None:
    tx.run(
        "UPDATE delivery_statement SET acknowledged_at = ?, signed_with = ? WHERE grant_id = ?",
        at,
        event.key,
        event.grant,
    )


APPLY: Apply = {
    GrantOpened: _grant_opened,
    GrantChanged: _grant_changed,
    GrantRevoked: _grant_revoked,
    GrantPaused: _grant_paused,
    GrantResumed: _grant_resumed,
    CredentialIssued: _credential_issued,
    CredentialRevoked: _credential_revoked,
    FilesFetched: _files_fetched,
    RequestsAnswered: _requests_answered,
    DeliveryProven: _delivery_proven,
    DeliveryStated: _delivery_stated,
    DeliveryAcknowledged: _delivery_acknowledged,
}
