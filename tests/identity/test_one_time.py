"""Codes are those of RFC 6238, near their time, and no other."""

import xml.etree.ElementTree as ET

import pytest

from datafloor.adapters import one_time
from datafloor.adapters.secrets import Key
from datafloor.kernel.clock import SECOND

SHARED = b"12345678901234567890"
"""The secret of the RFC's appendix B, for SHA-1."""

VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
"""RFC 6238, appendix B. Our codes have six digits: the last six of its eight."""


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_the_vectors_of_the_rfc(second: int, code: str) -> None:
    step = second // one_time.STEP_SECONDS
    assert one_time.code_at(SHARED, step) == code[-6:]
    for late in (-30, 0, 30):
        assert one_time.step_of(SHARED, code[-6:], (second + late) * SECOND) == step
    for late in (-90, 90):
        assert one_time.step_of(SHARED, code[-6:], (second + late) * SECOND) is None


@pytest.mark.parametrize("typed", ["", "287", "28708", "2870822", "١٢٣٤٥٦", "28708a", "é" * 6])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert one_time.step_of(SHARED, typed, 59 * SECOND) is None


def test_secrets_and_recovery_codes_are_each_persons_own() -> None:
    key = Key(bytes(32))
    owners = [("person_1", "factor_1"), ("person_1", "factor_2"), ("person_2", "factor_1")]
    assert len({one_time.secret(key, *owner) for owner in owners}) == 3
    codes = [code for owner in owners for code in one_time.recovery_codes(key, *owner)]
    assert len(set(codes)) == 3 * one_time.RECOVERY
    assert {len(one_time.plain(code)) for code in codes} == {16}
    assert one_time.plain(codes[0].lower().replace("-", " ")) == one_time.plain(codes[0])


def test_the_picture_says_what_an_app_reads() -> None:
    address = one_time.address(SHARED, "Tổ chức & bạn", "Datafloor")
    assert address == (
        "otpauth://totp/Datafloor:T%E1%BB%95%20ch%E1%BB%A9c%20%26%20b%E1%BA%A1n"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Datafloor"
    )
    drawn = one_time.picture(SHARED, "Tổ chức & bạn", "Datafloor")
    assert ET.fromstring(drawn).tag.endswith("svg")
