"""A party's own signature: of what is frozen, with its current key, and of nothing else."""

from typing import Any

import pytest

from datafloor.contexts.agreements import ContractSigned, Side, SignContract
from datafloor.contexts.agreements.model import SignFacts
from datafloor.contexts.agreements.rules import digests, seal, sign_contract
from datafloor.kernel import canonical
from datafloor.kernel.message import Actor
from datafloor.verify import jws
from tests.rules.agreements.facts import (
    CONTENT,
    CONTRACT_ID,
    EDITION,
    HELD_SEED,
    KEY,
    KEY_ID,
    OTHER_KEY_ID,
    SEAL,
    SEED,
    SIGNED,
    STATEMENT,
    but,
)
from tests.rules.deciding import BUYER, OTHER_BUYER, SELLER, may, said

FACTS = SignFacts(EDITION, KEY)


def asked(statement: str = STATEMENT) -> SignContract:
    return SignContract(contract=CONTRACT_ID, edition_number=1, key=KEY_ID, jws=statement)


def _detached() -> str:
    header, _, signature = STATEMENT.split(".")
    return f"{header}..{signature}"


@pytest.mark.parametrize("statement", [STATEMENT, _detached()], ids=["whole", "detached"])
def test_a_party_signs(statement: str) -> None:
    assert said(sign_contract, FACTS, asked(statement), BUYER) == [
        ContractSigned(
            contract=CONTRACT_ID,
            edition_number=1,
            side=Side.buyer,
            key=KEY_ID,
            public_key=KEY.public_key,
            held=False,
            jws=STATEMENT,
        )
    ]


def test_a_side_signs_once() -> None:
    assert said(sign_contract, but(FACTS, edition=SIGNED), asked(), BUYER) == []


CHEAPER = but(CONTENT, price=but(CONTENT.price, minor=1))
FORGED = jws.sign(SEED, KEY_ID, seal(CHEAPER, digests(CHEAPER)))
REST = STATEMENT.partition(".")[2]


def headed(header: dict[str, str]) -> str:
    """The statement under another header."""
    return f"{jws.encode(canonical.encode(header))}.{REST}"


NAMED = {"alg": "Ed25519", "kid": KEY_ID, "name": "Somebody"}
UNSIGNED = {"alg": "none", "kid": KEY_ID}


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        (FORGED, "signed_other_text"),
        (jws.sign(HELD_SEED, KEY_ID, SEAL), "signature_wrong"),
        (jws.sign(SEED, OTHER_KEY_ID, SEAL), "signature_wrong"),
        (headed(NAMED), "signature_wrong"),
        (f"{jws.encode(b'x' * 30)}.{REST}", "signature_wrong"),
        (headed(UNSIGNED), "signature_wrong"),
    ],
    ids=["other text", "other key", "other name", "says more", "no header", "no algorithm"],
)
def test_what_is_no_signature_of_this_edition(statement: str, refusal: str) -> None:
    assert said(sign_contract, FACTS, asked(statement), BUYER) == refusal


@pytest.mark.parametrize(
    ("facts", "by", "refusal"),
    [
        (but(FACTS, edition=None), BUYER, "contract_unknown"),
        (FACTS, OTHER_BUYER, "not_yours"),
        (but(FACTS, key=None), BUYER, "key_unknown"),
        (FACTS, SELLER, "key_unknown"),
        (but(FACTS, key=but(KEY, replaced=True)), BUYER, "key_not_current"),
        (but(FACTS, key=but(KEY, revoked=True)), BUYER, "key_not_current"),
        (but(FACTS, edition=but(EDITION, content=CHEAPER)), BUYER, "contract_text_changed"),
    ],
)
def test_refused(facts: Any, by: Actor, refusal: str) -> None:
    assert said(sign_contract, facts, asked(), by) == refusal


def test_who_may() -> None:
    assert may(SignContract) == {"seller", "buyer"}
