"""Signatures by keys that the exchange holds."""

from datafloor.contexts.agreements import ContractSigned, HeldSignature, Side, SignHeld
from datafloor.contexts.agreements.model import EXCHANGE_SIDE, SignHeldFacts
from datafloor.contexts.agreements.rules import sign_held
from datafloor.verify import jws
from tests.rules.agreements.facts import (
    CONTRACT_ID,
    EDITION,
    HELD,
    HELD_SEED,
    OTHER_KEY_ID,
    SEAL,
    SEED,
    SIGNED,
    but,
)
from tests.rules.deciding import may, said

STATEMENT = jws.sign(HELD_SEED, OTHER_KEY_ID, SEAL)
FACTS = SignHeldFacts({(CONTRACT_ID, 1): EDITION}, {OTHER_KEY_ID: HELD})


def asked(side: Side = Side.seller, statement: str = STATEMENT) -> SignHeld:
    one = HeldSignature(CONTRACT_ID, 1, side, OTHER_KEY_ID, statement)
    return SignHeld(signatures=(one,))


def test_the_exchange_signs_for_a_party_and_for_itself() -> None:
    own = but(HELD, owner=EXCHANGE_SIDE)
    for side, key in ((Side.seller, HELD), (Side.exchange, own)):
        assert said(sign_held, but(FACTS, keys={OTHER_KEY_ID: key}), asked(side)) == [
            ContractSigned(
                contract=CONTRACT_ID,
                edition_number=1,
                side=side,
                key=OTHER_KEY_ID,
                public_key=HELD.public_key,
                held=True,
                jws=STATEMENT,
            )
        ]


def test_what_was_done_meanwhile_or_is_not_its_to_sign_is_left_out() -> None:
    assert said(sign_held, but(FACTS, editions={(CONTRACT_ID, 1): SIGNED}), asked()) == []
    for key in (but(HELD, replaced=True), but(HELD, held=False), but(HELD, owner="other")):
        assert said(sign_held, but(FACTS, keys={OTHER_KEY_ID: key}), asked()) == []
    assert said(sign_held, FACTS, asked(Side.buyer)) == []


def test_a_wrong_signature_is_refused_also_from_the_exchange() -> None:
    wrong = jws.sign(SEED, OTHER_KEY_ID, SEAL)
    assert said(sign_held, FACTS, asked(statement=wrong)) == "signature_wrong"


def test_who_may() -> None:
    assert may(SignHeld) == {"exchange"}
