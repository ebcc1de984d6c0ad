"""Proposing how sales are shared: by the seller, among sellers, in parts that are a whole."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.people import ProposeSharing, Sharing
from datafloor.contexts.people.events import SharingAgreed, SharingInForce, SharingProposed
from datafloor.contexts.people.rules import propose_sharing
from datafloor.kernel.message import NO_LAW
from tests.rules.deciding import OTHER_SELLER, SELLER, VN, actor, may, said
from tests.rules.people.facts import PRODUCT, PROPOSING, SHARING, TERMS, fixed, terms


def proposed(asked: Sharing, law: Any = VN, **but: Any) -> Any:
    """What comes of proposing these terms to these facts."""
    command = ProposeSharing(sharing=SHARING, product=PRODUCT, terms=asked)
    by = but.pop("by", SELLER)
    return said(propose_sharing, msgspec.structs.replace(PROPOSING, **but), command, by, law=law)


def test_the_law_is_recorded_with_it() -> None:
    (event,) = proposed(TERMS)
    assert isinstance(event, SharingProposed)
    assert (event.sharing, event.seller, event.terms) == (SHARING, SELLER.organisation, TERMS)
    assert event.judgement is not None
    assert [each.rule for each in event.judgement.answers] == ["contract.revenue_shares"]
    assert proposed(TERMS, law=NO_LAW)[0].judgement is None


def test_alone_one_agrees_with_oneself() -> None:
    own = Sharing(providers=(), coverage_points=0, fixed=(fixed(SELLER, 10_000),))
    assert [type(each) for each in proposed(own)] == [
        SharingProposed,
        SharingAgreed,
        SharingInForce,
    ]
    measured = msgspec.structs.replace(own, head="person", people_points=500)
    assert [type(each) for each in proposed(measured)] == [SharingProposed, SharingAgreed]


WHOLE = {"coverage_points": 9_000, "fixed": (fixed(OTHER_SELLER, 1_000),)}


@pytest.mark.parametrize(
    ("asked", "facts", "refused"),
    [
        (TERMS, {"seller": None}, "product_unknown"),
        (TERMS, {"by": OTHER_SELLER}, "not_yours"),
        (TERMS, {"sharing_exists": True}, "id_taken"),
        (terms(providers=(actor("seller").organisation,)), {}, "organisation_unknown"),
        (terms(coverage_points=9_999), {}, "law_not_met"),
        (terms(coverage_points=9_999), {"law": NO_LAW}, "sharing_not_whole"),
        (terms(fixed=(fixed(OTHER_SELLER, 1),)), {"law": NO_LAW}, "sharing_not_whole"),
        (terms(providers=TERMS.providers * 2), {}, "sharing_party_twice"),
        (
            terms(coverage_points=0, fixed=(fixed(SELLER, 5_000),) * 2),
            {},
            "sharing_party_twice",
        ),
        (terms(key=()), {}, "sharing_key_missing"),
        (terms(providers=()), {}, "sharing_key_missing"),
        (terms(key=("nothing",)), {}, "no_such_column"),
        (terms(head="nobody"), {}, "no_such_column"),
        (terms(processing_points=2_001), {}, "processing_too_dear"),
        (terms(people_points=1), {}, "sharing_head_missing"),
        (TERMS, {"about_people": True}, "sharing_head_missing"),
    ],
)
def test_refused(asked: Sharing, facts: dict[str, Any], refused: str) -> None:
    assert proposed(asked, **facts) == refused


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        (terms(**WHOLE), {}),
        (terms(processing_points=2_000), {}),
        (terms(processing_points=10_000), {"rule": None}),
        (terms(head="person", people_points=10_000), {}),
        (terms(head="person"), {"about_people": True}),
        (TERMS, {"about_people": True, "rule": None}),
    ],
)
def test_allowed(asked: Sharing, facts: dict[str, Any]) -> None:
    assert [type(each) for each in proposed(asked, **facts)] == [SharingProposed]


def test_who_may() -> None:
    assert may(ProposeSharing) == {"seller"}
