"""Money: shares that sum exactly, limits, and how sums are shown."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency as Published

from datafloor.kernel.money import DECIMALS, MAX_MINOR, Money, plain, read, show, split

weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any)


@given(st.integers(0, MAX_MINOR), weights)
def test_shares_sum_to_the_total_and_none_is_a_unit_off(total: int, parts: list[int]) -> None:
    shares = split(total, parts)
    assert sum(shares) == total
    whole = sum(parts)
    for share, weight in zip(shares, parts, strict=True):
        assert share * whole <= total * weight + whole - 1
        assert share * whole >= total * weight - whole + 1
        assert share == 0 or weight > 0


@given(st.integers(0, MAX_MINOR), weights, st.integers(1, 1000))
def test_only_proportions_matter(total: int, parts: list[int], times: int) -> None:
    assert split(total, parts) == split(total, [part * times for part in parts])


@given(st.integers(0, MAX_MINOR), weights)
def test_a_larger_weight_never_gets_less(total: int, parts: list[int]) -> None:
    shares = sorted(zip(parts, split(total, parts), strict=True))
    for (smaller, one), (larger, other) in itertools.pairwise(shares):
        assert smaller == larger or one <= other


@pytest.mark.parametrize(
    ("total", "parts", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # the unit left goes to the earlier
        (100, [1, 2], [33, 67]),
        (1, [0, 5], [0, 1]),
        (0, [3, 4], [0, 0]),
        (99_000, [5, 95], [4_950, 94_050]),
        (7, [3], [7]),
    ],
)
def test_shares(total: int, parts: list[int], shares: list[int]) -> None:
    assert split(total, parts) == shares


@pytest.mark.parametrize("parts", [[0], [0, 0], [3, -1]])
def test_weights_that_share_nothing(parts: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(100, parts)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1_234_567, "VND", "1.234.567 ₫"),
        (0, "VND", "0 ₫"),
        (-5_000, "VND", "-5.000 ₫"),
        (1_250, "EUR", "12,50 EUR"),
        (5, "USD", "0,05 USD"),
        (123_456_789, "EUR", "1.234.567,89 EUR"),
        (-5, "USD", "-0,05 USD"),
        (100, "JPY", "100 JPY"),
    ],
)
def test_shown(minor: int, currency: str, text: str) -> None:
    assert show(minor, currency) == text
    if minor >= 0:
        assert str(Money(minor, currency)) == text


@pytest.mark.parametrize(
    "json",
    [
        '{"minor": -1}',
        f'{{"minor": {MAX_MINOR + 1}}}',
        '{"minor": 100000000000000000000000000}',
        '{"minor": 1.5}',
        '{"minor": 1e3}',
        '{"minor": "5"}',
        '{"minor": true}',
        '{"minor": 5, "currency": "XXX"}',
        '{"minor": 5, "currency": "VND\\n"}',
        '{"currency": "VND"}',
    ],
)
def test_what_is_no_money(json: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json, type=Money)


def test_the_largest_sum_is_money_and_every_currency_has_its_places() -> None:
    assert msgspec.json.decode(f'{{"minor": {MAX_MINOR}}}', type=Money) == Money(MAX_MINOR)
    for currency in DECIMALS:
        msgspec.json.decode(f'{{"minor": 1, "currency": "{currency}"}}', type=Money)


def test_every_currency_has_the_decimals_of_the_published_list() -> None:
    published = {each.code: each.exponent for each in Published if each.exponent is not None}
    assert published == DECIMALS


@pytest.mark.parametrize("currency", sorted(DECIMALS))
def test_every_currency_is_money(currency: str) -> None:
    assert msgspec.convert({"minor": 1, "currency": currency}, Money) == Money(1, currency)


@pytest.mark.parametrize("currency", ["XAU", "XXX", "vnd", "VN", "BGN", ""])
def test_what_is_no_currency(currency: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"minor": 1, "currency": currency}, Money)
    with pytest.raises(ValueError, match="is no sum"):
        read("1", currency)


@given(st.integers(0, MAX_MINOR), st.sampled_from(sorted(DECIMALS)))
def test_what_is_written_is_read(minor: int, currency: str) -> None:
    assert read(plain(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1", "VND", 1),
        ("1.00", "VND", 1),
        ("1500000", "VND", 1_500_000),
        ("12.5", "EUR", 1_250),
        ("12.", "EUR", 1_200),
        ("0.07", "EUR", 7),
        ("0.123", "KWD", 123),
        ("1.0001", "CLF", 10_001),
    ],
)
def test_read(text: str, currency: str, minor: int) -> None:
    assert read(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *[(text, "EUR") for text in ("", ".5", "-1", "+1", "1e3", "1,00", "1.005", " 1", "1 000")],
        *[(text, "VND") for text in ("0.5", "NaN", "١٢")],
    ],
)
def test_what_is_no_sum(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"is no sum|part of the smallest"):
        read(text, currency)
