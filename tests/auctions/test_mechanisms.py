"""In the truthful auctions no deviation ever gains; what a mechanism earns is what it should."""

from collections.abc import Callable

import numpy as np
import pytest

from datafloor.analysis.auctions import (
    Award,
    Bids,
    Sides,
    draw,
    first_price,
    optimal_price,
    random_sampling,
    second_price,
)

RANDOM = 20_261_122
DEVIATIONS = 100_000


def bids(*values: int) -> Bids:
    return np.array(values, dtype=np.int64)


def sides(*values: int) -> Sides:
    return np.array(values, dtype=np.bool_)


@pytest.mark.parametrize(
    ("made", "reserve", "first", "second"),
    [
        (bids(), 5, None, None),
        (bids(4), 5, None, None),
        (bids(5), 5, Award(0, 5), Award(0, 5)),
        (bids(9), 5, Award(0, 9), Award(0, 5)),
        (bids(7, 9, 8), 5, Award(1, 9), Award(1, 8)),
        (bids(9, 9, 8), 5, Award(0, 9), Award(0, 9)),
        (bids(3, 9, 4), 5, Award(1, 9), Award(1, 5)),
        (bids(10**15, 10**15 - 1), 1, Award(0, 10**15), Award(0, 10**15 - 1)),
    ],
)
def test_one_winner(made: Bids, reserve: int, first: Award | None, second: Award | None) -> None:
    assert first_price(made, reserve) == first
    assert second_price(made, reserve) == second


@pytest.mark.parametrize(
    ("made", "reserve", "price"),
    [
        (bids(), 5, 5),
        (bids(4, 3), 5, 5),
        (bids(10, 4, 4), 1, 4),
        (bids(10, 5), 1, 5),
        (bids(10, 5), 6, 10),
        (bids(30, 4, 4, 4), 1, 30),
        (bids(*[10**15] * 20_000), 1, 10**15),
        (bids(10**15, *[6 * 10**14] * 9_999), 1, 6 * 10**14),
    ],
)
def test_the_best_single_price(made: Bids, reserve: int, price: int) -> None:
    assert optimal_price(made, reserve) == price


def test_the_best_single_price_is_that_of_trying_all() -> None:
    random = np.random.default_rng(RANDOM)
    for _ in range(500):
        made = random.integers(1, 50, size=random.integers(1, 12)).astype(np.int64)
        reserve = int(random.integers(1, 30))
        brought = {price: price * int((made >= price).sum()) for price in range(reserve, 60)}
        best = optimal_price(made, reserve)
        assert brought[best] == max(brought.values())


def test_each_side_is_asked_the_price_of_the_other() -> None:
    made = bids(10, 4, 4, 9, 9, 2)
    split = sides(0, 0, 0, 1, 1, 1)
    # the first three alone: 4 brings 12, 10 brings 10; the others: 9 brings 18
    assert random_sampling(made, split, 1) == [Award(0, 9), Award(3, 4), Award(4, 4)]
    assert random_sampling(made, split, 5) == [Award(0, 9)]  # 10 is the first three's price then
    assert random_sampling(bids(7), sides(0), 6) == [Award(0, 6)]
    assert random_sampling(bids(), sides(), 6) == []


Outcome = Callable[[Bids, int], list[Award]]


def gain(awards: list[Award], place: int, worth: int) -> int:
    """What the bidder at this place has of it: worth less price where she wins."""
    return sum(worth - award.price for award in awards if award.place == place)


def deviates(random: np.random.Generator, worth: int) -> int:
    """Another bid than the true one: near it, anywhere, or extreme."""
    near = worth + int(random.integers(-3, 4))
    return max(1, [near, int(random.integers(1, 120)), 1, 10**6][random.integers(4)])


@pytest.mark.parametrize("mechanism", ["second price", "random sampling"])
def test_no_deviation_ever_gains(mechanism: str) -> None:
    random = np.random.default_rng(RANDOM)
    differed = 0
    for _ in range(DEVIATIONS):
        count = int(random.integers(1, 9))
        made = random.integers(1, 100, size=count).astype(np.int64)
        split = random.integers(0, 2, size=count).astype(np.bool_)
        reserve, place = int(random.integers(1, 60)), int(random.integers(count))
        worth = int(made[place])
        other = made.copy()
        other[place] = deviates(random, worth)
        if mechanism == "second price":
            found = [[a] if a else [] for a in (second_price(b, reserve) for b in (made, other))]
        else:
            found = [random_sampling(b, split, reserve) for b in (made, other)]
        honest, deviating = (gain(awards, place, worth) for awards in found)
        assert honest >= deviating, (mechanism, made, split, reserve, place, int(other[place]))
        assert honest >= 0, "nobody pays more than it is worth to her"
        differed += found[0] != found[1]
    assert differed > DEVIATIONS // 10, "the deviations were no deviations"


def test_in_a_first_price_auction_a_deviation_does_gain() -> None:
    """The test above can fail: this mechanism is not truthful."""
    honest, lower = (first_price(made, 1) for made in (bids(10, 4), bids(5, 4)))
    assert gain([honest] if honest else [], 0, 10) < gain([lower] if lower else [], 0, 10)


def test_the_draw_is_even_and_follows_from_seed_and_all_names() -> None:
    names = [f"bid_{number}" for number in range(10_000)]
    split = draw("seed", names)
    assert 4_700 < split.sum() < 5_300
    assert (draw("seed", names) == split).all()
    assert 4_000 < (draw("other seed", names) != split).sum() < 6_000
    assert 4_000 < (draw("seed", [*names, "bid_more"])[:-1] != split).sum() < 6_000
    shuffled = draw("seed", names[::-1])[::-1]
    assert (shuffled == split).all(), "the order of the names does not matter"
