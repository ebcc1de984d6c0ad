"""A dossier says what is declared, is of the trade that it names, and is signed by the exchange."""

import pytest
from msgspec.structs import replace

from datafloor.contexts.dossiers import DossierIssued, IssueDossier
from datafloor.contexts.dossiers.model import IssueFacts
from datafloor.contexts.dossiers.rules import issue_dossier
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.rules.deciding import BUYER, OPERATOR, OTHER_SELLER, SELLER, dong, may, said
from tests.rules.dossiers.facts import (
    APPRAISER,
    COST,
    DOSSIER,
    GROUNDS,
    INCOME,
    ISSUE,
    KEY,
    KEY_ID,
    signed,
)
from tests.rules.market.facts import ORDER


@pytest.mark.parametrize("by", [SELLER, OPERATOR, APPRAISER], ids=["seller", "operator", "expert"])
def test_it_is_entered_with_its_digest_and_the_key(by: Actor) -> None:
    asked = signed(DOSSIER)
    assert said(issue_dossier, ISSUE, asked, by) == [
        DossierIssued(
            dossier=DOSSIER,
            seller=SELLER.organisation,
            digest=canonical.digest(DOSSIER),
            key=KEY_ID,
            public_key=KEY.public_key,
            jws=asked.jws,
        )
    ]


def test_it_is_of_no_trade_where_none_is_named() -> None:
    alone = signed(replace(DOSSIER, order=None))
    (event,) = said(issue_dossier, replace(ISSUE, order=None), alone, SELLER)
    assert event.dossier.order is None


LESS = replace(DOSSIER, grounds=replace(GROUNDS, costs=()))
OTHER = replace(ORDER, product=new_id("product"))


@pytest.mark.parametrize(
    ("facts", "asked", "why"),
    [
        (replace(ISSUE, seller=None), signed(DOSSIER), "product_unknown"),
        (replace(ISSUE, exists=True), signed(DOSSIER), "id_taken"),
        (replace(ISSUE, order=None), signed(DOSSIER), "order_unknown"),
        (replace(ISSUE, order=OTHER), signed(DOSSIER), "order_unknown"),
        (replace(ISSUE, key=None), signed(DOSSIER), "key_not_current"),
        (replace(ISSUE, key=replace(KEY, key=new_id("key"))), signed(DOSSIER), "key_not_current"),
        (ISSUE, signed(LESS), "dossier_overtaken"),
        (replace(ISSUE, costs=(COST, COST)), signed(DOSSIER), "dossier_overtaken"),
        (replace(ISSUE, income=replace(INCOME, years=4)), signed(DOSSIER), "dossier_overtaken"),
        (ISSUE, signed(DOSSIER, seed=bytes(32)), "signature_wrong"),
        (ISSUE, signed(DOSSIER, key=new_id("key")), "signature_wrong"),
        (
            ISSUE,
            replace(signed(DOSSIER), dossier=replace(DOSSIER, price=dong(1))),
            "signature_wrong",
        ),
    ],
)
def test_refused(facts: IssueFacts, asked: IssueDossier, why: str) -> None:
    assert said(issue_dossier, facts, asked, SELLER) == why


@pytest.mark.parametrize("by", [OTHER_SELLER, BUYER])
def test_for_whom_the_product_does_not_concern(by: Actor) -> None:
    assert said(issue_dossier, ISSUE, signed(DOSSIER), by) == "not_yours"


def test_whoever_is_signed_in_may_ask_and_is_judged_by_the_product() -> None:
    assert may(IssueDossier) == {"seller", "buyer", "operator", "supervisor", "exchange"}
