"""What the supervisor looks at again: decisions that nobody chose."""

from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import ListingDecision
from datafloor.kernel.ids import new_id
from datafloor.web.pages.overseeing import LOOKED_BACK, drawn
from tests.fair import Fair, fair, listed

__all__ = ["fair"]


def decision(at: int) -> ListingDecision:
    org = new_id("org")
    return ListingDecision(
        new_id("product"), org, "A", "A", "low", "low_risk", None, None, 1_800_000_000_000_000 + at
    )


def test_about_one_decision_in_four_is_drawn_and_always_the_same() -> None:
    made = [decision(at) for at in range(4_000)]
    found = [each for each in made if drawn(each)]
    assert 850 < len(found) < 1_150, "1,000 are expected, with a deviation of 27"
    assert found == [each for each in made if drawn(each)]


def test_the_page_shows_what_is_drawn_and_nothing_else(fair: Fair) -> None:
    seller = fair.browser("seller")
    for number in range(6):
        listed(fair.site, seller, f"Drawn or not {number}")
    page = fair.browser("supervisor").get("/supervisor").text
    decisions = fair.site.exchange.question_now(catalogue.decisions, LOOKED_BACK)
    assert len(decisions) >= 6
    for each in decisions:
        assert (f"/operator/products/{each.product}" in page) == drawn(each)
        if drawn(each):
            assert each.ground == "operator"
