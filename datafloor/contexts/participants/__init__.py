"""Participants: who takes part in the exchange, and as what.

An **organisation** joins with a tax code whose check digit holds. **People** act for it. It holds
**roles**: seller, buyer, operator, supervisor; the last two exclude each other and only the
exchange itself appoints to them. A **token** lets a program or a browser act for a person within
a scope until it expires; only a digest of its secret is stored.

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
    RegisterOrganisation,
    RevokeToken,
    WithdrawRole,
)
from datafloor.contexts.participants.events import (
    OrganisationRegistered,
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
    names,
    organisation,
    organisations,
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
    },
    apply=store.APPLY,
    erasable=store.ERASABLE,
)

__all__ = [
    "CONTEXT",
    "AddPerson",
    "Email",
    "ErasePerson",
    "GrantRole",
    "IssueToken",
    "Name",
    "OrganisationId",
    "OrganisationRegistered",
    "OrganisationView",
    "PersonAdded",
    "PersonErased",
    "PersonId",
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
    "WithdrawRole",
    "actor",
    "digest_of",
    "names",
    "organisation",
    "organisations",
    "roles",
    "sign_in",
    "token_of",
    "tokens",
]
