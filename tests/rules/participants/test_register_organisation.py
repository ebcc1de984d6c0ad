"""An organisation joins."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.participants import (
    OrganisationRegistered,
    PersonAdded,
    RegisterOrganisation,
    Role,
    RoleGranted,
)
from datafloor.contexts.participants.model import RegisterFacts
from datafloor.contexts.participants.rules import register_organisation
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import ORG, PERSON, Case, by, check

NOTHING_TAKEN = RegisterFacts(False, False, False, False)


def asked(**changes: Any) -> RegisterOrganisation:
    plain: dict[str, Any] = {
        "organisation": ORG,
        "name": "Công ty Mây Xanh",
        "tax_code": "0100109106",
        "roles": [],
        "person": PERSON,
        "person_name": "Trần Thị Anh",
        "email": "anh@mayxanh.vn",
        "password_hash": "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
    }
    return msgspec.convert(plain | changes, RegisterOrganisation)


JOINED = OrganisationRegistered(organisation=ORG)
ADDED = PersonAdded(person=PERSON, organisation=ORG)
BUYS, SELLS = (RoleGranted(organisation=ORG, role=r) for r in (Role.buyer, Role.seller))


@pytest.mark.parametrize(
    ("facts", "changes", "comes_to"),
    [
        (NOTHING_TAKEN, {}, [JOINED, ADDED]),
        (NOTHING_TAKEN, {"roles": ["buyer"]}, [JOINED, BUYS, ADDED]),
        (NOTHING_TAKEN, {"roles": ["seller", "buyer"]}, [JOINED, BUYS, SELLS, ADDED]),
        (NOTHING_TAKEN, {"roles": ["buyer", "buyer"]}, [JOINED, BUYS, ADDED]),
        (NOTHING_TAKEN, {"tax_code": "0100109106-001"}, [JOINED, ADDED]),
        (
            NOTHING_TAKEN,
            {"tax_code": "0100109107"},
            Refusal.tax_code_wrong,
        ),
        (NOTHING_TAKEN, {"roles": ["operator"]}, Refusal.office_not_self_given),
        (NOTHING_TAKEN, {"roles": ["buyer", "supervisor"]}, Refusal.office_not_self_given),
        (RegisterFacts(True, False, False, False), {}, Refusal.id_taken),
        (RegisterFacts(False, True, False, False), {}, Refusal.id_taken),
        (
            RegisterFacts(False, False, True, False),
            {},
            Refusal.tax_code_taken,
        ),
        (RegisterFacts(False, False, False, True), {}, Refusal.email_taken),
        # the first that applies is said
        (RegisterFacts(True, True, True, True), {}, Refusal.id_taken),
        (
            RegisterFacts(True, True, True, True),
            {"tax_code": "0100109107", "roles": ["operator"]},
            Refusal.tax_code_wrong,
        ),
    ],
)
def test_register_organisation(
    facts: RegisterFacts, changes: dict[str, Any], comes_to: Any
) -> None:
    nobody = by(organisation="", person="")
    check(register_organisation, Case(facts, asked(**changes), nobody, comes_to))


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation": "org_1"},
        {"organisation": PERSON},
        {"name": ""},
        {"name": "x" * 201},
        {"tax_code": "010010910"},
        {"tax_code": "0100109106\n"},
        {"email": "nobody"},
        {"email": "a@b c"},
        {"email": "a@b@c"},
        {"roles": ["king"]},
        {"password_hash": "secret"},
        {"more": 1},
        {"name": None},
        {"name": 5},
    ],
)
def test_what_cannot_be_asked(changes: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        asked(**changes)
