"""Publishing licence terms: once, and never such as cannot all hold."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.policy import (
    Limit,
    Onward,
    PublishTerms,
    Purpose,
    Terms,
    TermsPublished,
    understood,
)
from datafloor.contexts.policy.model import PublishFacts
from datafloor.contexts.policy.rules import publish_terms
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from tests.rules.deciding import SELLER, may, said

ASKED = PublishTerms(
    terms=new_id("terms"),
    days=365,
    purposes=(Purpose.research,),
    territory=("VN", "LA"),
    exclusive=False,
    onward=Onward.none,
    ip=(Limit.attribution,),
)


def test_terms_are_published_as_asked_with_their_digest() -> None:
    licence = Terms(
        days=365,
        purposes=(Purpose.research,),
        territory=("VN", "LA"),
        exclusive=False,
        onward=Onward.none,
        ip=(Limit.attribution,),
    )
    assert said(publish_terms, PublishFacts(False), ASKED, SELLER) == [
        TermsPublished(
            terms=ASKED.terms,
            organisation=SELLER.organisation,
            licence=licence,
            digest=canonical.digest(licence),
        )
    ]
    assert understood(canonical.encode(licence).decode()) == licence


@pytest.mark.parametrize(
    "but",
    [
        {"exclusive": True, "onward": Onward.allowed},
        {"ip": (Limit.no_derivatives, Limit.share_alike)},
        {"purposes": (Purpose.any, Purpose.research)},
        {"purposes": (Purpose.research, Purpose.research)},
        {"territory": ("VN", "VN")},
        {"ip": (Limit.attribution, Limit.attribution)},
    ],
)
def test_terms_that_contradict_themselves(but: dict[str, Any]) -> None:
    asked = msgspec.structs.replace(ASKED, **but)
    assert said(publish_terms, PublishFacts(False), asked, SELLER) == "terms_contradict"


def test_an_id_is_used_once() -> None:
    assert said(publish_terms, PublishFacts(True), ASKED, SELLER) == "id_taken"


def test_who_may() -> None:
    assert may(PublishTerms) == {"seller"}


@pytest.mark.parametrize(
    "but",
    [
        {"days": 0},
        {"days": -1},
        {"days": 1.5},
        {"purposes": []},
        {"purposes": ["world_domination"]},
        {"territory": ["Vietnam"]},
        {"exclusive": "no"},
        {"onward": "perhaps"},
        {"ip": ["no_evil"]},
        {"field": "unknown"},
        {"terms": "terms_1"},
    ],
)
def test_a_body_that_is_not_understood_never_becomes_a_command(but: dict[str, Any]) -> None:
    body = msgspec.to_builtins(ASKED) | but
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, PublishTerms, strict=True)
