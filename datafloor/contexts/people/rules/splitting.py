"""How a sale is split, to the last unit."""

from collections.abc import Sequence

from datafloor.analysis.sharing.units import units
from datafloor.contexts.people.commands import SplitSale
from datafloor.contexts.people.events import SaleSplit
from datafloor.contexts.people.model import Coverage, Part, Sharing, SplitFacts
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money, split

WHOLE = 10_000


def split_sale(facts: SplitFacts | None, asked: SplitSale, call: Call) -> Sequence[Event]:
    """Once, and only where somebody but the seller has a part."""
    if facts is None or facts.split_before or asked.paid.minor == 0:
        return []
    terms = facts.sharing.terms if facts.sharing else None
    points = people_points(facts, terms)
    if terms is None and points == 0:
        return []
    processing, pot = _parts(asked.paid, terms.processing_points if terms else 0)
    people, rest = _parts(pot, points)
    return [
        SaleSplit(
            order=asked.order,
            product=facts.product,
            seller=facts.seller,
            version=facts.version,
            sharing=facts.sharing.sharing if facts.sharing else None,
            paid=asked.paid,
            processing=processing,
            people=people,
            people_points=points,
            lines=lines(rest, facts.seller, terms, facts.coverage),
            bill=asked.bill,
        )
    ]


def people_points(facts: SplitFacts, terms: Sharing | None) -> int:
    """What is agreed for the people, and at least what the rule says where data are about them."""
    agreed = terms.people_points if terms else 0
    ruled = facts.rule.share_points if facts.rule and facts.about_people else 0
    return max(agreed, ruled)


def _parts(whole: Money, points: int) -> tuple[Money, Money]:
    first, second = split(whole.minor, [points, WHOLE - points])
    return Money(first, whole.currency), Money(second, whole.currency)


def lines(
    rest: Money, seller: str, terms: Sharing | None, coverage: Coverage | None
) -> tuple[Part, ...]:
    """The parts of seller and co-providers. They sum to the rest."""
    if terms is None:
        return (Part(seller, 1, rest, Money(0, rest.currency)),)
    by_coverage, *fixed = split(
        rest.minor, [terms.coverage_points, *(each.points for each in terms.fixed)]
    )
    weights = _weights(seller, coverage)
    amounts = split(by_coverage, list(weights.values())) if by_coverage else [0] * len(weights)
    covered = dict(zip(weights, amounts, strict=True))
    agreed = {each.organisation: sum_ for each, sum_ in zip(terms.fixed, fixed, strict=True)}
    return tuple(
        Part(
            organisation,
            weights.get(organisation, 0),
            Money(covered.get(organisation, 0), rest.currency),
            Money(agreed.get(organisation, 0), rest.currency),
        )
        for organisation in sorted(weights.keys() | agreed.keys())
    )


def _weights(seller: str, coverage: Coverage | None) -> dict[str, int]:
    """The units of each who supplied. What nobody registered is the seller's own, and so is all
    where nothing at all was delivered."""
    if coverage is None:
        return {seller: 1}
    whole = units([each.counts for each in coverage.supplies])
    found = {each.provider: value for each, value in zip(coverage.supplies, whole, strict=True)}
    found[seller] = found.get(seller, 0) + coverage.own * unit(len(coverage.supplies))
    return found if sum(found.values()) else {seller: 1}


def unit(providers: int) -> int:
    """What one record counts that has one supplier."""
    return units([(1,), *[(0,)] * (providers - 1)])[0] if providers else 1
