"""Finding the names that a transfer's text holds, however people and banks write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.contexts.settlement import (
    batches_in,
    payment_name,
    payouts_in,
    plain_text,
    reference_of,
    references_in,
)
from tests.rules.settlement.facts import ORDER

REFERENCE = reference_of(ORDER)
WITHOUT_NAMES = st.text(st.characters(exclude_characters="DdFf"), max_size=40)


def found(*words: str) -> tuple[str, ...]:
    return references_in(plain_text(words))


@pytest.mark.parametrize(
    "text",
    [
        REFERENCE,
        REFERENCE.lower(),
        f"MBVCB.8812345678.{REFERENCE}.CT tu 0123 NGUYEN VAN A toi SAN DU LIEU",
        f"thanh toán {REFERENCE[:5]} {REFERENCE[5:9]}-{REFERENCE[9:]} cảm ơn",
        f"DFDF{REFERENCE}",
        "  ".join(REFERENCE),
        f"{REFERENCE}.{REFERENCE.lower()}",
        REFERENCE.replace("0", "O").replace("1", "l"),
    ],
    ids=["plain", "small", "wrapped", "spaced", "prefix", "letters", "twice", "mistaken"],
)
def test_however_it_is_written(text: str) -> None:
    assert REFERENCE in found(text)


def test_cut_into_two_lines() -> None:
    assert REFERENCE in found(f"tra tien {REFERENCE[:6]}", REFERENCE[6:])


@given(WITHOUT_NAMES, WITHOUT_NAMES)
def test_whatever_stands_around_it(before: str, after: str) -> None:
    assert REFERENCE in found(before, REFERENCE, after)


@given(st.text())
def test_any_text_is_searched(text: str) -> None:
    assert all(reference in plain_text([text]) for reference in found(text))


def test_payouts_and_batches() -> None:
    payout, batch = "payout_01M80NYXBF6DRJDT0WBNNTTAW8", "batch_01M80NYXBFWT19BSX5GXD195YN"
    text = plain_text([f"TT {payment_name(payout)}", payment_name(batch).lower()])
    assert payouts_in(text) == (payout,)
    assert batches_in(text) == (batch,)
    assert references_in(text) == ()
