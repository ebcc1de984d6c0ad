"""The code that a payer's app reads, against the published vector and another's program."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_qr_pay import QRPay

from datafloor.adapters import vietqr

VECTOR = (
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
    "5303704540410005802VN62150811Chuyen tien6304BBB8"
)


def test_the_published_vector() -> None:
    assert vietqr.text("970416", "257678859", 1000, "Chuyen tien") == VECTOR


def test_the_check_value_of_the_checksum() -> None:
    assert vietqr.checksum("123456789") == 0x29B1


NAPAS = (
    "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5",
    "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
)
"""Two codes from NAPAS' own description, to an account and to a card."""


@pytest.mark.parametrize("vector", [VECTOR, *NAPAS])
def test_published_codes_have_the_checksum_that_we_find(vector: str) -> None:
    assert f"{vietqr.checksum(vector[:-4]):04X}" == vector[-4:]


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(LETTERS, min_size=1, max_size=19),
    st.integers(1, vietqr.LARGEST),
    st.text(LETTERS, min_size=1, max_size=25),
)
def test_anothers_program_reads_the_same(
    bank: str, account: str, amount: int, purpose: str
) -> None:
    code = vietqr.text(bank, account, amount, purpose)
    read = QRPay(code)
    assert read.is_valid
    assert (read.consumer.bank_bin, read.consumer.bank_number) == (bank, account)
    assert (read.amount, read.currency, read.nation) == (str(amount), "704", "VN")
    assert read.additional_data.purpose == purpose
    again = QRPay.init_viet_qr(
        bank_bin=bank, bank_number=account, amount=str(amount), purpose=purpose
    )
    assert again.build() == code


@pytest.mark.parametrize("place", range(4, len(VECTOR) - 4))
def test_a_changed_letter_shows(place: int) -> None:
    other = VECTOR[:place] + ("1" if VECTOR[place] != "1" else "2") + VECTOR[place + 1 :]
    assert f"{vietqr.checksum(other[:-4]):04X}" != other[-4:]


@pytest.mark.parametrize(
    ("bank", "account", "amount", "purpose"),
    [
        ("97041", "1", 1, "x"),
        ("97041x", "1", 1, "x"),
        ("970416", "", 1, "x"),
        ("970416", "1" * 20, 1, "x"),
        ("970416", "1 2", 1, "x"),
        ("970416", "1", 0, "x"),
        ("970416", "1", 10**13, "x"),
        ("970416", "1", 1, "tiền"),
        ("970416", "1", 1, ""),
        ("970416", "1", 1, "x" * 26),
    ],
)
def test_what_a_code_cannot_carry(bank: str, account: str, amount: int, purpose: str) -> None:
    with pytest.raises(ValueError, match=r"is no|cannot"):
        vietqr.text(bank, account, amount, purpose)


def test_the_picture_is_an_svg_of_the_code() -> None:
    picture = ET.fromstring(vietqr.picture(VECTOR))
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.get("width") == picture.get("height")
    assert vietqr.picture(VECTOR) == vietqr.picture(VECTOR)
    assert vietqr.picture(VECTOR) != vietqr.picture(VECTOR.replace("1000", "1001"))
