"""Questions about who takes part."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec import Struct

from datafloor.contexts.participants.model import Papers
from datafloor.kernel.db import Tx, rows_in
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused

_papers = msgspec.json.Decoder(Papers)


class OrganisationView(Struct, frozen=True):
    """An organisation as the public register shows it."""

    organisation: str
    name: str
    tax_code: str
    roles: tuple[str, ...]
    registered_at: int
    verified_at: int | None = None


class SignIn(Struct, frozen=True):
    """What signing in with a password needs; `factor` is the second factor, where there is one."""

    person: str
    organisation: str
    password_hash: str
    factor: str | None = None


class Assurance(Struct, frozen=True):
    """What is known of how surely a person is who she says: her recorded level, whether an
    electronic identity is linked, her second factor and how many recovery codes are left."""

    level: int | None
    linked: bool
    factor: str | None
    recovery_left: int


class PersonView(Struct, frozen=True):
    """A person who acts for an organisation, and how surely she is who she says; `None` where
    nobody has looked. For the offices that check it."""

    person: str
    name: str
    email: str
    level_number: int | None


class Alike(Struct, frozen=True):
    """Other organisations that have something in common with one: the account in the papers, the
    tax code but for the branch, or the mail box of somebody who acts for them."""

    payment_account: frozenset[str]
    tax_code: frozenset[str]
    mailbox: frozenset[str]


class TokenView(Struct, frozen=True):
    """A token or a session of one's own, without its secret."""

    token: str
    use: str
    scope: tuple[str, ...]
    issued_at: int
    expires_at: int


def digest_of(secret: str) -> str:
    """What is stored of a token's secret."""
    return sha256(secret.encode()).hexdigest()


def actor(tx: Tx, secret: str, now: int) -> Actor:
    """Who holds this secret: the roles are those of the organisation that the token may use.

    Raises `Refused` for a secret that is unknown, revoked or expired; it does not say which of
    the first two, and says expired only to whoever has the secret.
    """
    row = tx.row(
        "SELECT t.person, p.organisation, t.scope, t.expires_at, a.level, p.level"
        " FROM participants_token t JOIN participants_person p ON p.id = t.person"
        " LEFT JOIN participants_token_assurance a ON a.token = t.id"
        " WHERE t.secret_digest = ? AND t.revoked_at IS NULL",
        digest_of(secret),
    )
    if row is None:
        raise Refused(Refusal.token_unknown)
    person, organisation, scope, expires_at, of_token, of_person = row
    if expires_at <= now:
        raise Refused(Refusal.token_expired)
    held = roles(tx, organisation).intersection(scope.split(","))
    return Actor(person, organisation, held, min(of_token or 1, of_person or 1))


def token_of(tx: Tx, secret: str) -> str | None:
    """The id of the token with this secret."""
    row = tx.row("SELECT id FROM participants_token WHERE secret_digest = ?", digest_of(secret))
    return row[0] if row else None


def tokens(tx: Tx, person: str, now: int) -> list[TokenView]:
    """The tokens and sessions that act for a person now, the newest first."""
    rows = tx.rows(
        "SELECT id, use, scope, issued_at, expires_at FROM participants_token"
        " WHERE person = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY issued_at DESC, id",
        person,
        now,
    )
    return [TokenView(r[0], r[1], tuple(filter(None, r[2].split(","))), r[3], r[4]) for r in rows]


def roles(tx: Tx, organisation: str) -> frozenset[str]:
    """The roles that an organisation holds now."""
    rows = tx.rows("SELECT role FROM participants_role WHERE organisation = ?", organisation)
    return frozenset(row[0] for row in rows)


def alike(tx: Tx, organisation: str) -> Alike:
    """Which organisations have something in common with this one."""
    row = tx.row(
        "SELECT o.papers, d.tax_code FROM participants_organisation o"
        " LEFT JOIN participants_organisation_detail d ON d.id = o.id WHERE o.id = ?",
        organisation,
    )
    papers, tax_code = row or (None, None)
    account = _papers.decode(papers).payment_account if papers else None
    same_account = (
        _others(tx, organisation, "papers LIKE ?", f'%"payment_account":"{account}"%')
        if account
        else frozenset[str]()
    )
    root = tax_code[: _PERSONAL if len(tax_code) == _PERSONAL else 10] if tax_code else ""
    branches = "id IN (SELECT id FROM participants_organisation_detail WHERE tax_code LIKE ?)"
    same_code = _others(tx, organisation, branches, f"{root}%") if root else frozenset[str]()
    return Alike(same_account, same_code, _same_mailbox(tx, organisation))


_PERSONAL = 12
"""The digits of a tax code that is a person's own number, and has no branches."""


def _others(tx: Tx, organisation: str, where: str, value: str) -> frozenset[str]:
    rows = tx.rows(
        f"SELECT id FROM participants_organisation WHERE {where} AND id <> ?", value, organisation
    )
    return frozenset(row[0] for row in rows)


def _same_mailbox(tx: Tx, organisation: str) -> frozenset[str]:
    """Addresses differ but for a `+tag`: one box."""
    mails = (
        "SELECT p.organisation, d.email FROM participants_person_detail d"
        " JOIN participants_person p ON p.id = d.id WHERE p.erased_at IS NULL AND "
    )
    found = set[str]()
    for _, email in tx.rows(f"{mails} p.organisation = ?", organisation):
        box = _box(email)
        likely = tx.rows(f"{mails} d.email LIKE ?", f"{box[0]}%@{box[1]}")
        found.update(other for other, address in likely if _box(address) == box)
    return frozenset(found - {organisation})


def _box(email: str) -> tuple[str, str]:
    local, _, domain = email.lower().partition("@")
    return local.partition("+")[0], domain


def sign_in(tx: Tx, email: str) -> SignIn | None:
    """The person with this sign-in name."""
    row = tx.row(
        "SELECT p.id, p.organisation, d.password_hash, f.id FROM participants_person_detail d"
        " JOIN participants_person p ON p.id = d.id"
        " LEFT JOIN participants_second_factor f ON f.person = p.id"
        " WHERE d.email = ? AND p.erased_at IS NULL",
        email.lower(),
    )
    return SignIn(*row) if row else None


def identified(tx: Tx, identity: str) -> Actor | None:
    """Who has linked this electronic identity, and the level that is recorded of her."""
    row = tx.row(
        "SELECT p.id, p.organisation, p.level FROM participants_identity i"
        " JOIN participants_person p ON p.id = i.person"
        " WHERE i.identity = ? AND p.erased_at IS NULL",
        identity,
    )
    return Actor(row[0], row[1], roles(tx, row[1]), row[2] or 1) if row else None


def assurance(tx: Tx, person: str) -> Assurance:
    """How surely this person is who she says, and by what she can show it."""
    row = tx.row(
        "SELECT p.level, i.person, f.id, f.recovery FROM participants_person p"
        " LEFT JOIN participants_identity i ON i.person = p.id"
        " LEFT JOIN participants_second_factor f ON f.person = p.id WHERE p.id = ?",
        person,
    )
    if row is None:
        raise Refused(Refusal.person_unknown)
    return Assurance(row[0], row[1] is not None, row[2], len((row[3] or "").split()))


def people(tx: Tx, organisation: str) -> list[PersonView]:
    """Those who act for an organisation, the first who did at the top."""
    rows = tx.rows(
        "SELECT p.id, d.name, d.email, p.level FROM participants_person p"
        " JOIN participants_person_detail d ON d.id = p.id"
        " WHERE p.organisation = ? AND p.erased_at IS NULL ORDER BY p.added_at, p.id LIMIT 200",
        organisation,
    )
    return [PersonView(*row) for row in rows]


def organisation(tx: Tx, organisation: str) -> OrganisationView:
    """One entry of the public register. Raises `Refused` where there is none."""
    row = tx.row(
        "SELECT o.id, d.name, d.tax_code, o.registered_at, o.verified_at"
        " FROM participants_organisation o"
        " JOIN participants_organisation_detail d ON d.id = o.id WHERE o.id = ?",
        organisation,
    )
    if row is None:
        raise Refused(Refusal.organisation_unknown)
    held = tuple(sorted(roles(tx, organisation)))
    return OrganisationView(row[0], row[1], row[2], held, row[3], row[4])


def organisations(tx: Tx, after: str = "", limit: int = 100) -> list[OrganisationView]:
    """The public register, in the order of ids, from after one of them."""
    rows = tx.rows(
        "SELECT id FROM participants_organisation WHERE id > ? ORDER BY id LIMIT ?", after, limit
    )
    return [organisation(tx, row[0]) for row in rows]


def count(tx: Tx) -> int:
    """How many organisations take part."""
    row = tx.row("SELECT count(*) FROM participants_organisation")
    assert row is not None
    return int(row[0])


def presented(tx: Tx, limit: int = 100) -> list[OrganisationView]:
    """The organisations that presented papers and wait to be verified, in the order of ids."""
    rows = tx.rows(
        "SELECT id FROM participants_organisation WHERE papers IS NOT NULL AND verified_at IS NULL"
        " ORDER BY id LIMIT ?",
        limit,
    )
    return [organisation(tx, row[0]) for row in rows]


def papers(tx: Tx, organisation: str) -> Papers | None:
    """What an organisation presented to be verified, if it did."""
    row = tx.row("SELECT papers FROM participants_organisation WHERE id = ?", organisation)
    return _papers.decode(row[0]) if row and row[0] else None


def names(tx: Tx, organisations: Iterable[str]) -> dict[str, str]:
    """The names of these organisations, by id."""
    return dict(
        rows_in(
            tx,
            "SELECT id, name FROM participants_organisation_detail WHERE id IN ({})",
            sorted(set(organisations)),
        )
    )


def is_registered(tx: Tx, organisation: str) -> bool:
    """Whether there is such an organisation."""
    row = tx.row("SELECT 1 FROM participants_organisation WHERE id = ?", organisation)
    return row is not None


def is_verified(tx: Tx, organisation: str) -> bool:
    """Whether the operator has verified an organisation by the papers that it presented last."""
    row = tx.row(
        "SELECT 1 FROM participants_organisation WHERE id = ? AND verified_at IS NOT NULL",
        organisation,
    )
    return row is not None
