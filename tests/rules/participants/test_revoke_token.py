"""A person ends one of her own tokens."""

from typing import Any

import pytest

from datafloor.contexts.participants import RevokeToken, TokenRevoked
from datafloor.contexts.participants.model import TokenFacts
from datafloor.contexts.participants.rules import revoke_token
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import OTHER_PERSON, PERSON, TOKEN, Case, by, check


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (TokenFacts(PERSON), [TokenRevoked(token=TOKEN)]),
        (TokenFacts(PERSON, True), []),
        (TokenFacts(OTHER_PERSON), Refusal.token_unknown),
        (TokenFacts(OTHER_PERSON, True), Refusal.token_unknown),
        (TokenFacts(None), Refusal.token_unknown),
    ],
)
def test_revoke_token(facts: TokenFacts, comes_to: Any) -> None:
    check(revoke_token, Case(facts, RevokeToken(token=TOKEN), by(), comes_to))
    assert RevokeToken.may(by(organisation="")) is Refusal.sign_in_required
