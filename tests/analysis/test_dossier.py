"""Reference prices: what is alike, what is left out, and how often a band is right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.analysis.dossier.comparables import groups, kernel
from datafloor.analysis.dossier.declared import Cost, Income, cost_floor, income_value
from datafloor.analysis.dossier.described import FEWEST, Described
from datafloor.analysis.dossier.reference import estimate, fit, quantile

WORDS = ("weather", "traffic", "prices of rice", "company register", "hospital visits", "ports")


def listing(topic: str, number: int, **but: str) -> Described:
    """A listing of a topic that says something else each time, or all would be duplicates."""
    letters = np.random.default_rng(number).choice(list("abcdefghijklmnop"), (9, 5))
    said = {
        "title": f"{topic} {number}",
        "description": " ".join(["".join(word) for word in letters]) + f" {topic}",
        "venue": "north",
        "form": "once",
        "category": topic,
        "seller": "",
    }
    return Described(**(said | but))


def market(count: int, seed: int = 1) -> tuple[list[Described], np.ndarray]:
    """Listings of six topics, each with a price of its own within a tenth."""
    chance = np.random.default_rng(seed)
    topics = chance.integers(len(WORDS), size=count)
    found = [listing(WORDS[topic], number) for number, topic in enumerate(topics)]
    return found, topics * 2.0 + chance.normal(0, 0.1, count)


def test_a_listing_is_most_like_itself_and_like_its_kind() -> None:
    found = [listing("weather", 1), listing("weather", 2), listing("ports", 3)]
    near = kernel(found, found).near
    assert np.allclose(np.diag(near), 1, atol=1e-5)
    assert near[0, 1] > near[0, 2]
    same = kernel(found, [listing("weather", 9, venue="", seller="x")]).same
    assert same[:, 0, 0].tolist() == [0, 1, 1, 0]


def test_near_duplicates_are_linked_however_far() -> None:
    near = np.eye(5, dtype=np.float32)
    for a, b in ((0, 3), (3, 4), (1, 2)):
        near[a, b] = near[b, a] = 0.8
    assert groups(near).tolist() == [0, 1, 1, 0, 0]


def test_a_price_is_found_from_its_kind() -> None:
    known, logs = market(120)
    fitted = fit(known, logs)
    found = estimate(fitted, listing("ports", 999), known, logs)
    assert found is not None
    assert abs(found.log_price - 10.0) < 0.3
    assert 0 < found.half_width_80 <= found.half_width_90 < 1.5
    assert sum(each.weight for each in found.neighbours) == pytest.approx(1)
    assert {known[each.place].category for each in found.neighbours} == {"ports"}


def test_bands_hold_as_often_as_they_say() -> None:
    known, logs = market(300)
    asked, prices = market(300, seed=2)
    fitted = fit(known, logs)
    held = 0
    for each, price in zip(asked, prices, strict=True):
        found = estimate(fitted, each, known, logs)
        assert found is not None
        held += abs(found.log_price - price) <= found.half_width_90
    assert held >= 0.85 * len(asked)


def test_what_is_like_nothing_has_no_reference() -> None:
    known, logs = market(60)
    fitted = fit(known, logs)
    assert estimate(fitted, Described("zzz", "qqq xxx", "", "", "", ""), known, logs) is None
    assert estimate(fitted, Described("", "", "", "", "", ""), known, logs) is None


def test_an_old_price_counts_less() -> None:
    known = [listing("ports", 1, description="same")] * 2 + market(60)[0]
    logs = np.concatenate([[0.0, 3.0], market(60)[1]])
    ages = np.concatenate([[5_000.0, 0.0], np.zeros(60)])
    fitted = fit(known, logs, ages)
    found = estimate(fitted, known[0], known, logs, ages)
    assert found is not None
    weights = {each.place: each.weight for each in found.neighbours}
    assert weights[1] > 50 * weights[0]


def test_from_few_listings_nothing_is_learned() -> None:
    known, logs = market(FEWEST - 1)
    with pytest.raises(ValueError, match="fewer than"):
        fit(known, logs)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.floats(0.01, 0.99))
def test_the_quantile_is_the_conformal_one(errors: list[float], part: float) -> None:
    found = quantile(np.sort(np.array(errors)), part)
    below = sum(each <= found for each in errors)
    assert below >= min(len(errors), int(np.ceil((len(errors) + 1) * part)))


def test_costs_and_income_are_whole_sums() -> None:
    assert cost_floor([Cost(1_000, 3), Cost(5, 5)]) == 335
    assert cost_floor([]) == 0
    assert income_value(Income(1_100, 1, 1_000)) == 1_000
    assert income_value(Income(1_210, 2, 1_000)) == 1_100 + 1_000
    assert income_value(Income(500, 3, 0)) == 1_500
