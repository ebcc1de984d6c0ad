"""Sums as banks write them, in every currency, and never through a float."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency as Published

from datafloor.kernel.money import DECIMALS, MAX_MINOR, Money, plain, read, show


def test_every_currency_has_the_decimals_of_the_published_list() -> None:
    published = {each.code: each.exponent for each in Published if each.exponent is not None}
    assert published == DECIMALS


@pytest.mark.parametrize("currency", sorted(DECIMALS))
def test_every_currency_is_money(currency: str) -> None:
    assert msgspec.convert({"minor": 1, "currency": currency}, Money) == Money(1, currency)


@pytest.mark.parametrize("currency", ["XAU", "XXX", "vnd", "VN", "BGN", ""])
def test_what_is_no_money(currency: str) -> None:
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


def test_shown() -> None:
    assert show(1_234_567, "VND") == "1.234.567 ₫"
    assert show(-1_250, "EUR") == "-12,50 EUR"
    assert show(5, "KWD") == "0,005 KWD"
