"""Canonical bytes: those of RFC 8785, for every value that a command or an event can hold."""

import json
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from datafloor.kernel import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=127), max_size=8)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
    max_leaves=20,
)


@given(values)
def test_our_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(values)
def test_nothing_is_lost(value: Any) -> None:
    assert json.loads(canonical.encode(value)) == value


class Pair(Struct):
    """Fields in another order than the alphabet's."""

    b: int
    a: str


def test_fields_are_sorted_and_vietnamese_is_not_escaped() -> None:
    assert canonical.encode(Pair(1, "đồng\n")) == '{"a":"đồng\\n","b":1}'.encode()


def test_control_characters_are_escaped_as_in_rfc_8785() -> None:
    text = "".join(map(chr, range(32))) + '"\\\x7f\u2028'
    assert canonical.encode(text) == rfc8785.dumps(text)
    assert b"\n" not in canonical.encode(text)


def test_the_digest_is_that_of_the_bytes() -> None:
    assert canonical.digest({"b": 1, "a": None}) == sha256(b'{"a":null,"b":1}').hexdigest()


def test_half_a_surrogate_pair_has_no_bytes() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical.encode("\ud800")
