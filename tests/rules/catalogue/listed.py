"""A product as decisions about its listing see it: lawful, found good, of a verified seller."""

from typing import Any

import msgspec

from datafloor.contexts.catalogue import (
    Findings,
    Grade,
    ListingFacts,
    ListingRule,
    Origin,
    ProductFacts,
    ProductState,
    Statement,
)
from datafloor.kernel.law import NotLawful
from datafloor.kernel.message import Actor, Call
from tests.rules.catalogue.products import own
from tests.rules.deciding import DAY, NOW, VN, Rule
from tests.trading import LAWFUL

GOOD = Findings(report="2" * 64, grade=Grade.A, personal_count=0, blocking_count=0)
AT_ONCE = ListingRule(at_once=True, sample_points=1_000)


def statement(**but: Any) -> Statement:
    """A lawful statement, but for what is said; `None` is nothing said."""
    return msgspec.convert(LAWFUL | but, Statement)


def facts(product: ProductFacts | None = None, **but: Any) -> ListingFacts:
    """A draft that may be listed at once, but for what is said."""
    return msgspec.structs.replace(
        ListingFacts(
            product=product or own(ProductState.draft),
            origin=Origin.collected,
            origin_note="Reported by the carriers.",
            statement=statement(),
            described_at=NOW - DAY,
            described_under=VN.digest,
            columns=("carrier", "delay"),
            findings=GOOD,
            appraisal=None,
            citizens_before=0,
            seller_verified=True,
            earlier_fault=False,
            rule=AT_ONCE,
            draw=5_000,
        ),
        **but,
    )


def unlawful(rule: Rule, given: Any, asked: Any, by: Actor, now: int = NOW) -> list[str]:
    """The rules of Vietnamese law for which something is refused; none where it is not."""
    try:
        rule(given, asked, Call(by, now, "request", VN))
    except NotLawful as refused:
        assert refused.text("en") and refused.text("vi")
        assert refused.details["pack"] == f"vn {VN.version} {VN.digest}"
        return list(refused.details["rules"])
    return []
