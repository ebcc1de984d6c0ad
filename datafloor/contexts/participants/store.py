"""The tables of participants. Names, addresses and password hashes are in the two `detail` tables,
which replay does not grow and erasure empties.

Trust: who can write `participants_token` can act as anyone; who can read it cannot, for it holds
only digests of secrets of 256 random bits. Password hashes are argon2id. Who can write
`participants_identity` can let an electronic identity sign in as another person; it holds digests
under the exchange's key, which tell nobody else whose identity it is. The secret of a second factor
is stored nowhere: it follows from that key.
"""

import msgspec

from datafloor.contexts.participants.commands import (
    AddPerson,
    ErasePerson,
    GrantRole,
    IssueToken,
    LinkIdentity,
    PassSecondFactor,
    PresentPapers,
    RecordAssurance,
    RegisterOrganisation,
    RemoveSecondFactor,
    RevokeToken,
    SetSecondFactor,
    UnlinkIdentity,
    VerifyOrganisation,
    WithdrawRole,
)
from datafloor.contexts.participants.events import (
    AssuranceRecorded,
    IdentityLinked,
    IdentityUnlinked,
    OrganisationRegistered,
    OrganisationVerified,
    PapersPresented,
    PersonAdded,
    PersonErased,
    RoleGranted,
    RoleWithdrawn,
    SecondFactorPassed,
    SecondFactorRemoved,
    SecondFactorSet,
    TokenAssured,
    TokenIssued,
    TokenRevoked,
)
from datafloor.contexts.participants.model import (
    AssuranceFacts,
    FactorFacts,
    IdentityFacts,
    Papers,
    PersonFacts,
    RegisterFacts,
    Role,
    RoleFacts,
    TokenFacts,
    VerifyFacts,
)
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE participants_organisation (
    id TEXT PRIMARY KEY,
    registered_at INTEGER NOT NULL,
    papers TEXT,
    verified_at INTEGER
) STRICT;
CREATE TABLE participants_organisation_detail (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    tax_code TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE participants_role (
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (organisation, role)
) STRICT;
CREATE TABLE participants_person (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    erased_at INTEGER,
    level INTEGER
) STRICT;
CREATE TABLE participants_person_detail (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
) STRICT;
CREATE TABLE participants_token (
    id TEXT PRIMARY KEY,
    use TEXT NOT NULL,
    person TEXT NOT NULL,
    secret_digest TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE TABLE participants_token_assurance (
    token TEXT PRIMARY KEY,
    level INTEGER NOT NULL,
    means TEXT
) STRICT;
CREATE TABLE participants_second_factor (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL UNIQUE,
    set_at INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    recovery TEXT NOT NULL
) STRICT;
CREATE TABLE participants_identity (
    person TEXT PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX participants_token_person ON participants_token (person);
CREATE INDEX participants_person_organisation ON participants_person (organisation)
"""

_papers = msgspec.json.Decoder(Papers)

ERASABLE = frozenset(
    {
        "participants_organisation_detail",
        "participants_person_detail",
        "participants_identity",
    }
)


def load_register_organisation(tx: Tx, asked: RegisterOrganisation, call: Call) -> RegisterFacts:
    """What of the application is taken already."""
    return RegisterFacts(
        organisation_exists=_has(tx, "participants_organisation", "id", asked.organisation),
        person_exists=_has(tx, "participants_person", "id", asked.person),
        tax_code_taken=_has(
            tx, "participants_organisation_detail", "tax_code", _plain(asked.tax_code)
        ),
        email_taken=_has(tx, "participants_person_detail", "email", asked.email.lower()),
    )


def keep_register_organisation(tx: Tx, asked: RegisterOrganisation, call: Call) -> None:
    """The organisation's name and tax code, and its first person."""
    tx.run(
        "INSERT INTO participants_organisation_detail (id, name, tax_code) VALUES (?, ?, ?)",
        asked.organisation,
        asked.name,
        _plain(asked.tax_code),
    )
    _keep_person(tx, asked.person, asked.person_name, asked.email, asked.password_hash)


def load_add_person(tx: Tx, asked: AddPerson, call: Call) -> PersonFacts:
    """Whether the id or the sign-in name is taken."""
    return PersonFacts(
        exists=_has(tx, "participants_person", "id", asked.person),
        email_taken=_has(tx, "participants_person_detail", "email", asked.email.lower()),
        roles=_roles(tx, call.by.organisation),
    )


def keep_add_person(tx: Tx, asked: AddPerson, call: Call) -> None:
    """The person's name, address and password."""
    _keep_person(tx, asked.person, asked.person_name, asked.email, asked.password_hash)


def load_erase_person(tx: Tx, asked: ErasePerson, call: Call) -> PersonFacts:
    """For whom the person acts; nobody once she is erased."""
    row = tx.row(
        "SELECT organisation FROM participants_person WHERE id = ? AND erased_at IS NULL",
        asked.person,
    )
    return PersonFacts(
        exists=row is not None,
        email_taken=False,
        organisation=row[0] if row else None,
        roles=_roles(tx, call.by.organisation),
    )


def keep_erase_person(tx: Tx, asked: ErasePerson, call: Call) -> None:
    """Forget."""
    tx.run("DELETE FROM participants_person_detail WHERE id = ?", asked.person)
    tx.run("DELETE FROM participants_identity WHERE person = ?", asked.person)


def load_role(tx: Tx, asked: GrantRole | WithdrawRole, call: Call) -> RoleFacts:
    """The roles of an organisation."""
    if not _has(tx, "participants_organisation", "id", asked.organisation):
        return RoleFacts(None)
    return RoleFacts(frozenset(map(Role, _roles(tx, asked.organisation))))


def load_token(tx: Tx, asked: IssueToken | RevokeToken, call: Call) -> TokenFacts:
    """Whose the token is."""
    row = tx.row("SELECT person, revoked_at FROM participants_token WHERE id = ?", asked.token)
    return TokenFacts(row[0], row[1] is not None) if row else TokenFacts(None)


def load_present_papers(tx: Tx, asked: PresentPapers, call: Call) -> VerifyFacts:
    """What was presented before."""
    return _verify_facts(tx, call.by.organisation)


def load_verify_organisation(tx: Tx, asked: VerifyOrganisation, call: Call) -> VerifyFacts:
    """What the organisation presented, and what is known of it and of its people."""
    return _verify_facts(tx, asked.organisation)


def _verify_facts(tx: Tx, organisation: str) -> VerifyFacts:
    row = tx.row(
        "SELECT o.papers, o.verified_at, d.tax_code FROM participants_organisation o"
        " LEFT JOIN participants_organisation_detail d ON d.id = o.id WHERE o.id = ?",
        organisation,
    )
    if row is None:
        return VerifyFacts(None, None, "", None, False)
    level = tx.row(
        "SELECT MAX(level) FROM participants_person WHERE organisation = ? AND erased_at IS NULL",
        organisation,
    )
    return VerifyFacts(
        roles=_roles(tx, organisation),
        papers=_papers.decode(row[0]) if row[0] else None,
        tax_code_form=_FORMS.get(len(row[2] or ""), ""),
        level=level[0] if level else None,
        verified=row[1] is not None,
    )


_FORMS = {10: "ten_digits", 13: "ten_and_three_digits", 12: "twelve_digit_personal_id"}


def load_record_assurance(tx: Tx, asked: RecordAssurance, call: Call) -> AssuranceFacts:
    """Whether there is such a person, and what is known of her."""
    row = tx.row(
        "SELECT level FROM participants_person WHERE id = ? AND erased_at IS NULL", asked.person
    )
    return AssuranceFacts(row is not None, row[0] if row else None)


def load_factor(
    tx: Tx, asked: SetSecondFactor | PassSecondFactor | RemoveSecondFactor, call: Call
) -> FactorFacts:
    """The second factor of whoever asks."""
    row = tx.row(
        "SELECT id, last_step, recovery FROM participants_second_factor WHERE person = ?",
        call.by.person,
    )
    return FactorFacts(row[0], row[1], frozenset(row[2].split())) if row else FactorFacts(None)


def load_identity(tx: Tx, asked: LinkIdentity | UnlinkIdentity, call: Call) -> IdentityFacts:
    """Whose the identity is, and whether whoever asks has one."""
    owner = None
    if isinstance(asked, LinkIdentity):
        owner = tx.row(
            "SELECT person FROM participants_identity WHERE identity = ?", asked.identity
        )
    return IdentityFacts(
        owner=owner[0] if owner else None,
        linked=_has(tx, "participants_identity", "person", call.by.person),
    )


def keep_link_identity(tx: Tx, asked: LinkIdentity, call: Call) -> None:
    """Which identity it is, as a digest that only the exchange can make."""
    tx.run(
        "INSERT INTO participants_identity (person, identity) VALUES (?, ?)",
        call.by.person,
        asked.identity,
    )


def keep_unlink_identity(tx: Tx, asked: UnlinkIdentity, call: Call) -> None:
    """Forget which it was."""
    tx.run("DELETE FROM participants_identity WHERE person = ?", call.by.person)


def _roles(tx: Tx, organisation: str) -> frozenset[str]:
    rows = tx.rows("SELECT role FROM participants_role WHERE organisation = ?", organisation)
    return frozenset(row[0] for row in rows)


def _has(tx: Tx, table: str, column: str, value: str) -> bool:
    return tx.row(f"SELECT 1 FROM {table} WHERE {column} = ?", value) is not None


def _plain(tax_code: str) -> str:
    return tax_code.replace("-", "")


def _keep_person(tx: Tx, person: str, name: str, email: str, password_hash: str) -> None:
    tx.run(
        "INSERT INTO participants_person_detail (id, name, email, password_hash)"
        " VALUES (?, ?, ?, ?)",
        person,
        name,
        email.lower(),
        password_hash,
    )


def _organisation_registered(tx: Tx, event: OrganisationRegistered, at: int) -> None:
    tx.run(
        "INSERT INTO participants_organisation (id, registered_at) VALUES (?, ?)",
        event.organisation,
        at,
    )


def _person_added(tx: Tx, event: PersonAdded, at: int) -> None:
    tx.run(
        "INSERT INTO participants_person (id, organisation, added_at) VALUES (?, ?, ?)",
        event.person,
        event.organisation,
        at,
    )


def _person_erased(tx: Tx, event: PersonErased, at: int) -> None:
    tx.run("UPDATE participants_person SET erased_at = ? WHERE id = ?", at, event.person)
    tx.run(
        "UPDATE participants_token SET revoked_at = ? WHERE person = ? AND revoked_at IS NULL",
        at,
        event.person,
    )
    tx.run("DELETE FROM participants_second_factor WHERE person = ?", event.person)


def _role_granted(tx: Tx, event: RoleGranted, at: int) -> None:
    tx.run(
        "INSERT INTO participants_role (organisation, role, granted_at) VALUES (?, ?, ?)",
        event.organisation,
        event.role.value,
        at,
    )


def _role_withdrawn(tx: Tx, event: RoleWithdrawn, at: int) -> None:
    tx.run(
        "DELETE FROM participants_role WHERE organisation = ? AND role = ?",
        event.organisation,
        event.role.value,
    )


def _token_issued(tx: Tx, event: TokenIssued, at: int) -> None:
    tx.run(
        "INSERT INTO participants_token (id, use, person, secret_digest, scope, issued_at,"
        " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.token,
        event.use.value,
        event.person,
        event.secret_digest,
        ",".join(event.scope),
        at,
        event.expires_at,
    )


def _token_revoked(tx: Tx, event: TokenRevoked, at: int) -> None:
    tx.run("UPDATE participants_token SET revoked_at = ? WHERE id = ?", at, event.token)


def _papers_presented(tx: Tx, event: PapersPresented, at: int) -> None:
    tx.run(
        "UPDATE participants_organisation SET papers = ?, verified_at = NULL WHERE id = ?",
        canonical.encode(event.papers).decode(),
        event.organisation,
    )


def _organisation_verified(tx: Tx, event: OrganisationVerified, at: int) -> None:
    tx.run(
        "UPDATE participants_organisation SET verified_at = ? WHERE id = ?", at, event.organisation
    )


def _assurance_recorded(tx: Tx, event: AssuranceRecorded, at: int) -> None:
    tx.run(
        "UPDATE participants_person SET level = ? WHERE id = ?", event.level_number, event.person
    )


def _token_assured(tx: Tx, event: TokenAssured, at: int) -> None:
    tx.run(
        "INSERT INTO participants_token_assurance (token, level, means) VALUES (?, ?, ?)",
        event.token,
        event.level_number,
        event.means and event.means.value,
    )


def _second_factor_set(tx: Tx, event: SecondFactorSet, at: int) -> None:
    tx.run(
        "INSERT INTO participants_second_factor (id, person, set_at, last_step, recovery)"
        " VALUES (?, ?, ?, ?, ?)",
        event.factor,
        event.person,
        at,
        event.step_number,
        " ".join(event.recovery),
    )


def _second_factor_passed(tx: Tx, event: SecondFactorPassed, at: int) -> None:
    tx.run(
        "UPDATE participants_second_factor SET last_step = COALESCE(?, last_step),"
        " recovery = REPLACE(recovery, ?, '') WHERE id = ?",
        event.step_number,
        event.recovery or "none",
        event.factor,
    )


def _second_factor_removed(tx: Tx, event: SecondFactorRemoved, at: int) -> None:
    tx.run("DELETE FROM participants_second_factor WHERE id = ?", event.factor)


def _identity(tx: Tx, event: IdentityLinked | IdentityUnlinked, at: int) -> None:
    """Which identity it is, is kept beside, where it can be erased."""


APPLY: Apply = {
    OrganisationRegistered: _organisation_registered,
    PersonAdded: _person_added,
    PersonErased: _person_erased,
    RoleGranted: _role_granted,
    RoleWithdrawn: _role_withdrawn,
    TokenIssued: _token_issued,
    TokenRevoked: _token_revoked,
    PapersPresented: _papers_presented,
    OrganisationVerified: _organisation_verified,
    AssuranceRecorded: _assurance_recorded,
    TokenAssured: _token_assured,
    SecondFactorSet: _second_factor_set,
    SecondFactorPassed: _second_factor_passed,
    SecondFactorRemoved: _second_factor_removed,
    IdentityLinked: _identity,
    IdentityUnlinked: _identity,
}
