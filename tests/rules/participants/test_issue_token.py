"""A token reaches no further than whoever makes it, and always ends."""

from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.contexts.participants import (
    IssueToken,
    Means,
    Role,
    TokenAssured,
    TokenIssued,
    TokenUse,
)
from datafloor.contexts.participants.model import TokenFacts
from datafloor.contexts.participants.rules import LONGEST_TOKEN, issue_token
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import OTHER_PERSON, PERSON, TOKEN, Case, by, check
from tests.rules.deciding import NOW, said

FREE = TokenFacts(None)
BUYER, SELLER = Role.buyer, Role.seller


def issued(scope: tuple[Role, ...], expires_at: int) -> list[TokenIssued]:
    return [
        TokenIssued(
            token=TOKEN,
            use=TokenUse.api,
            person=PERSON,
            secret_digest="0" * 64,
            scope=scope,
            expires_at=expires_at,
        )
    ]


@pytest.mark.parametrize(
    ("facts", "roles", "scope", "expires_at", "comes_to"),
    [
        (FREE, ["buyer"], (BUYER,), NOW + 1, issued((BUYER,), NOW + 1)),
        (FREE, ["buyer", "seller"], (), NOW + 1, issued((), NOW + 1)),
        (
            FREE,
            ["buyer", "seller"],
            (SELLER, BUYER, SELLER),
            NOW + LONGEST_TOKEN,
            issued((BUYER, SELLER), NOW + LONGEST_TOKEN),
        ),
        (FREE, ["buyer"], (BUYER, SELLER), NOW + 1, Refusal.scope_too_wide),
        (FREE, [], (Role.supervisor,), NOW + 1, Refusal.scope_too_wide),
        (FREE, ["buyer"], (BUYER,), NOW, Refusal.expiry_out_of_range),
        (FREE, ["buyer"], (BUYER,), 0, Refusal.expiry_out_of_range),
        (
            FREE,
            ["buyer"],
            (BUYER,),
            NOW + LONGEST_TOKEN + 1,
            Refusal.expiry_out_of_range,
        ),
        (TokenFacts(PERSON), ["buyer"], (BUYER,), NOW + 1, Refusal.id_taken),
        (TokenFacts(OTHER_PERSON, True), ["buyer"], (BUYER,), NOW + 1, Refusal.id_taken),
    ],
)
def test_issue_token(
    facts: TokenFacts,
    roles: list[str],
    scope: tuple[Role, ...],
    expires_at: int,
    comes_to: Any,
) -> None:
    asked = IssueToken(
        token=TOKEN, use=TokenUse.api, secret_digest="0" * 64, scope=scope, expires_at=expires_at
    )
    check(issue_token, Case(facts, asked, by(*roles), comes_to))
    assert IssueToken.may(by(organisation="")) is Refusal.sign_in_required


@pytest.mark.parametrize(
    ("own", "asked_level", "means", "said_level"),
    [
        (1, 1, None, 0),
        (1, 1, Means.password, 0),
        (1, 1, Means.provider, 1),
        (2, 2, Means.second_factor, 2),
        (3, 2, None, 2),
        (1, 2, None, None),
        (2, 3, Means.provider, None),
    ],
)
def test_a_token_acts_no_higher_than_its_maker(
    own: int, asked_level: int, means: Means | None, said_level: int | None
) -> None:
    asked = IssueToken(
        token=TOKEN,
        use=TokenUse.session,
        secret_digest="0" * 64,
        scope=(),
        expires_at=NOW + 1,
        level_number=asked_level,
        means=means,
    )
    events = said(issue_token, FREE, asked, replace(by(), level=own))
    if said_level is None:
        assert events == Refusal.level_too_high.name
    elif said_level == 0:
        assert [type(each) for each in events] == [TokenIssued]
    else:
        assert events[1:] == [TokenAssured(token=TOKEN, level_number=said_level, means=means)]
