"""Participants: who takes part in the exchange, and as what.

An **organisation** joins with a tax code whose check digit holds. **People** act for it. It holds
**roles**: seller, buyer, operator, supervisor; the last two exclude each other and only the
exchange itself appoints to them. It presents **papers** by digest, and the operator **verifies**
it by them under the law; how surely a person is who she says is recorded as her **level**. A
**token** lets a program or a browser act for a person within a scope until it expires; only a
digest of its secret is stored.

What always holds: an event names an organisation or a person by an opaque id only; names are kept
beside, and erasing a person takes them away and ends her tokens. A token never reaches further
than whoever made it.
"""

from datafloor.contexts.participants import rules, store
from datafloor.contexts.participants.commands import (
    AddPerson,
    ErasePerson,
    GrantRole,
    IssueToken,
    PresentPapers,
    RecordAssurance,
    RegisterOrganisation,
    RevokeToken,
    VerifyOrganisation,
    WithdrawRole,
)
from datafloor.contexts.participants.events import (
    AssuranceRecorded,
    OrganisationRegistered,
    OrganisationVerified,
    PapersPresented,
    PersonAdded,
    PersonErased,
    RoleGranted,
    RoleWithdrawn,
    TokenIssued,
    TokenRevoked,
)
from datafloor.contexts.participants.model import (
    Email,
    Name,
    OrganisationId,
    Papers,
    PersonId,
    Role,
    TaxCode,
    TokenId,
    TokenUse,
)
from datafloor.contexts.participants.queries import (
    OrganisationView,
    SignIn,
    TokenView,
    actor,
    digest_of,
    is_registered,
    is_verified,
    names,
    organisation,
    organisations,
    papers,
    presented,
    roles,
    sign_in,
    token_of,
    tokens,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="participants",
    schema=store.SCHEMA,
    commands={
        RegisterOrganisation: Way(
            store.load_register_organisation,
            rules.register_organisation,
            store.keep_register_organisation,
        ),
        AddPerson: Way(store.load_add_person, rules.add_person, store.keep_add_person),
        ErasePerson: Way(store.load_erase_person, rules.erase_person, store.keep_erase_person),
        GrantRole: Way(store.load_role, rules.grant_role),
        WithdrawRole: Way(store.load_role, rules.withdraw_role),
        IssueToken: Way(store.load_token, rules.issue_token),
        RevokeToken: Way(store.load_token, rules.revoke_token),
        PresentPapers: Way(store.load_present_papers, rules.present_papers),
        VerifyOrganisation: Way(store.load_verify_organisation, rules.verify_organisation),
        RecordAssurance: Way(store.load_record_assurance, rules.record_assurance),
    },
    apply=store.APPLY,
    erasable=store.ERASABLE,
)

__all__ = [
    "CONTEXT",
    "AddPerson",
    "AssuranceRecorded",
    "Email",
    "ErasePerson",
    "GrantRole",
    "IssueToken",
    "Name",
    "OrganisationId",
    "OrganisationRegistered",
    "OrganisationVerified",
    "OrganisationView",
    "Papers",
    "PapersPresented",
    "PersonAdded",
    "PersonErased",
    "PersonId",
    "PresentPapers",
    "RecordAssurance",
    "RegisterOrganisation",
    "RevokeToken",
    "Role",
    "RoleGranted",
    "RoleWithdrawn",
    "SignIn",
    "TaxCode",
    "TokenId",
    "TokenIssued",
    "TokenRevoked",
    "TokenUse",
    "TokenView",
    "VerifyOrganisation",
    "WithdrawRole",
    "actor",
    "digest_of",
    "is_registered",
    "is_verified",
    "names",
    "organisation",
    "organisations",
    "papers",
    "presented",
    "roles",
    "sign_in",
    "token_of",
    "tokens",
]
