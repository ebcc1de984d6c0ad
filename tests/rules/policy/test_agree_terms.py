"""Agreed terms become the seller's published terms, and must hold together like any others."""

import msgspec

from datafloor.contexts.policy import AgreeTerms, Onward, TermsPublished
from datafloor.contexts.policy.model import PublishFacts
from datafloor.contexts.policy.rules import agree_terms
from datafloor.kernel import canonical
from tests.rules.deciding import SELLER, may, said
from tests.rules.market.facts import LICENCE, TERMS_ID

FREE = PublishFacts(exists=False)
ASKED = AgreeTerms(terms=TERMS_ID, organisation=SELLER.organisation, licence=LICENCE)


def test_they_are_the_sellers() -> None:
    assert said(agree_terms, FREE, ASKED) == [
        TermsPublished(
            terms=TERMS_ID,
            organisation=SELLER.organisation,
            licence=LICENCE,
            digest=canonical.digest(LICENCE),
        )
    ]


def test_refused() -> None:
    contrary = msgspec.structs.replace(LICENCE, exclusive=True, onward=Onward.allowed)
    asked = msgspec.structs.replace(ASKED, licence=contrary)
    assert said(agree_terms, FREE, asked) == "terms_contradict"
    assert said(agree_terms, PublishFacts(exists=True), ASKED) == "id_taken"


def test_who_may() -> None:
    assert may(AgreeTerms) == {"exchange"}
