"""Withdrawing an offer: by its seller, once."""

import msgspec

from datafloor.contexts.market import OfferWithdrawn, WithdrawOffer
from datafloor.contexts.market.rules import withdraw_offer
from tests.rules.deciding import OTHER_SELLER, SELLER, may, said
from tests.rules.market.facts import OFFER

ASKED = WithdrawOffer(offer=OFFER.offer)


def test_decided() -> None:
    withdrawn = msgspec.structs.replace(OFFER, withdrawn=True)
    assert said(withdraw_offer, OFFER, ASKED, SELLER) == [OfferWithdrawn(offer=OFFER.offer)]
    assert said(withdraw_offer, withdrawn, ASKED, SELLER) == []
    assert said(withdraw_offer, OFFER, ASKED, OTHER_SELLER) == "not_yours"
    assert said(withdraw_offer, None, ASKED, SELLER) == "offer_unknown"


def test_who_may() -> None:
    assert may(WithdrawOffer) == {"seller"}
