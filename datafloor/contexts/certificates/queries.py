"""Questions about certificates: the public register, and what others need to know."""

import msgspec
from msgspec import Struct

from datafloor.contexts import participants
from datafloor.contexts.certificates.model import (
    CertificateFacts,
    CertificateKind,
    CertificateState,
    Conditions,
    in_time,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.law import Deadline, Judgement
from datafloor.kernel.refusal import Refusal, Refused

_conditions = msgspec.json.Decoder(Conditions)
_judgement = msgspec.json.Decoder(Judgement)
_deadline = msgspec.json.Decoder(Deadline | None)
PUBLIC = (CertificateState.granted, CertificateState.suspended, CertificateState.revoked)


class CertificateEntry(Struct, frozen=True):
    """One line of the public register. `valid`: it counts today."""

    certificate: str
    organisation: str
    kind: str
    state: str
    valid: bool
    granted_at: int | None
    expires_at: int | None
    reason: str | None
    also_sells: bool


class CertificateView(Struct, frozen=True):
    """A certificate as its organisation and the offices see it: its conditions, how each was
    judged, by when it is decided, and by when an appeal is."""

    entry: CertificateEntry
    applied_at: int
    documents: tuple[str, ...]
    conditions: Conditions
    judgement: Judgement
    deadline: Deadline | None
    appealed: bool
    grounds: str | None
    renewal_asked: bool


class InterestView(Struct, frozen=True):
    """A declared interest of one organisation in another."""

    interest: str
    organisation: str
    subject: str
    nature: str
    declared_at: int
    withdrawn_at: int | None


class Standing(Struct, frozen=True):
    """What an appraiser's certificates say of it: which it holds now, whether it said that it also
    sells, and the digest of its declared conflicts."""

    held: tuple[str, ...]
    says_that_it_sells: bool
    declaration: str | None


def certificate_facts(tx: Tx, certificate: str) -> CertificateFacts | None:
    """A certificate as decisions need it, or `None`."""
    row = tx.row(
        "SELECT id, organisation, kind, state, conditions, expires_at, renewal_at, decided_by,"
        " appeal_at FROM certificates_certificate WHERE id = ?",
        certificate,
    )
    if row is None:
        return None
    return CertificateFacts(
        certificate=row[0],
        organisation=row[1],
        kind=CertificateKind(row[2]),
        state=CertificateState(row[3]),
        conditions=_conditions.decode(row[4]),
        roles=participants.roles(tx, row[1]),
        expires_at=row[5],
        renewal_asked=row[6] is not None,
        decided_by=row[7],
        appealed=row[8] is not None,
    )


def standing(tx: Tx, organisation: str, now: int) -> Standing:
    """The certificates of an organisation that count now, and what it declared with them."""
    rows = tx.rows(
        "SELECT kind, expires_at, conditions FROM certificates_certificate"
        " WHERE organisation = ? AND state = ? ORDER BY id",
        organisation,
        CertificateState.granted.value,
    )
    valid = [(kind, _conditions.decode(said)) for kind, until, said in rows if in_time(until, now)]
    declared = [said.conflict_declaration for _, said in valid if said.conflict_declaration]
    return Standing(
        tuple(sorted({kind for kind, _ in valid})),
        any(said.also_sells for _, said in valid),
        declared[-1] if declared else None,
    )


def interested(tx: Tx, organisation: str, subject: str) -> bool:
    """Whether one of two organisations has declared an interest in the other that still stands."""
    row = tx.row(
        "SELECT 1 FROM certificates_interest WHERE withdrawn_at IS NULL AND"
        " ((organisation = ? AND subject = ?) OR (organisation = ? AND subject = ?)) LIMIT 1",
        organisation,
        subject,
        subject,
        organisation,
    )
    return row is not None


def related(tx: Tx, organisation: str) -> frozenset[str]:
    """Every organisation in which it has declared an interest, or that has declared one in it."""
    rows = tx.rows(
        "SELECT organisation, subject FROM certificates_interest WHERE withdrawn_at IS NULL"
        " AND (organisation = ? OR subject = ?)",
        organisation,
        organisation,
    )
    return frozenset(each for row in rows for each in row) - {organisation}


_ENTRY = "id, organisation, kind, state, granted_at, expires_at, reason, conditions"


def register(tx: Tx, now: int, after: str = "", limit: int = 100) -> list[CertificateEntry]:
    """The public register: what was ever granted, in the order of ids, from after one of them."""
    rows = tx.rows(
        f"SELECT {_ENTRY} FROM certificates_certificate WHERE id > ? AND state IN (?, ?, ?)"
        " ORDER BY id LIMIT ?",
        after,
        *(state.value for state in PUBLIC),
        limit,
    )
    return [_entry(row, now) for row in rows]


def certificate(tx: Tx, certificate: str, now: int) -> CertificateView:
    """One certificate in full. Raises `Refused` where there is none."""
    row = tx.row(
        f"SELECT {_ENTRY}, applied_at, documents, judgement, deadline, appeal_at, grounds,"
        " renewal_at"
        " FROM certificates_certificate WHERE id = ?",
        certificate,
    )
    if row is None:
        raise Refused(Refusal.certificate_unknown)
    return CertificateView(
        entry=_entry(row, now),
        applied_at=row[8],
        documents=tuple(row[9].split(",")),
        conditions=_conditions.decode(row[7]),
        judgement=_judgement.decode(row[10]),
        deadline=_deadline.decode(row[11]),
        appealed=row[12] is not None,
        grounds=row[13],
        renewal_asked=row[14] is not None,
    )


def awaiting(tx: Tx, now: int, limit: int = 100) -> list[CertificateView]:
    """What waits for the supervisor: applications, renewals and appeals, the oldest first."""
    rows = tx.rows(
        "SELECT id FROM certificates_certificate WHERE state = ? OR renewal_at IS NOT NULL"
        " OR appeal_at IS NOT NULL ORDER BY applied_at, id LIMIT ?",
        CertificateState.applied.value,
        limit,
    )
    return [certificate(tx, row[0], now) for row in rows]


def held(tx: Tx, organisation: str, now: int) -> list[CertificateView]:
    """What an organisation applied for or holds, the newest first."""
    rows = tx.rows(
        "SELECT id FROM certificates_certificate WHERE organisation = ? ORDER BY id DESC",
        organisation,
    )
    return [certificate(tx, row[0], now) for row in rows]


def interests(tx: Tx, organisation: str) -> list[InterestView]:
    """The interests that an organisation declared, the newest first."""
    rows = tx.rows(
        "SELECT id, organisation, subject, nature, declared_at, withdrawn_at"
        " FROM certificates_interest WHERE organisation = ? ORDER BY id DESC",
        organisation,
    )
    return [InterestView(*row) for row in rows]


def _entry(row: tuple[object, ...], now: int) -> CertificateEntry:
    found = msgspec.convert(
        dict(
            zip(
                ("certificate", "organisation", "kind", "state", "granted_at", "expires_at"),
                row[:6],
                strict=True,
            )
        )
        | {"reason": row[6], "valid": False, "also_sells": False},
        CertificateEntry,
    )
    said = _conditions.decode(str(row[7]))
    valid = found.state == CertificateState.granted and in_time(found.expires_at, now)
    return msgspec.structs.replace(found, valid=valid, also_sells=said.also_sells)
