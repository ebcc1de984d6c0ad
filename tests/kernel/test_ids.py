"""Ids: their form, their order, and that no two are alike."""

import re
import time

import pytest

from datafloor.kernel.ids import is_id, new_id, pattern


def test_an_id_matches_its_own_pattern_and_no_other() -> None:
    made = new_id("offer")
    assert re.match(pattern("offer"), made)
    assert is_id("offer", made)
    assert not is_id("order", made)
    assert len(made) == len("offer_") + 26


def test_ids_of_later_milliseconds_sort_later() -> None:
    made = []
    for _ in range(5):
        made.append(new_id("x"))
        time.sleep(0.002)
    assert made == sorted(made)


def test_the_time_is_the_first_48_bits() -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    before = time.time_ns() // 1_000_000
    number = 0
    for letter in new_id("x").removeprefix("x_"):
        number = number * 32 + alphabet.index(letter)
    assert number < 2**128
    assert before <= number >> 80 <= time.time_ns() // 1_000_000


def test_ids_differ() -> None:
    assert len({new_id("x") for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "text",
    [
        "offer_",
        "offer_01J",
        "OFFER_" + "0" * 26,
        "offer_" + "0" * 27,
        "offer_8" + "0" * 25,  # over 128 bits
        "offer_" + "U" + "0" * 25,  # no letter of the alphabet
        "offer_" + "0" * 26 + "\n",
        "offer_" + "０" * 26,  # digits of another script
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert not is_id("offer", text)
