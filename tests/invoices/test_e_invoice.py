"""The file of an invoice: its parts, its sums, its signature; checked by other means than ours."""

import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from datafloor.adapters.dong_words import in_words
from datafloor.adapters.e_invoice import DSIG, Invoice, Named, Side, written

SEED = bytes(range(32))
SELLER = Side("Công ty Đo lường & Dữ liệu", "0300588569")
BUYER = Side("Trường <Kinh tế>", "0100686174")
INVOICE = Invoice(
    named=Named("vat", "K26TDF", 7, date(2026, 11, 23)),
    seller=SELLER,
    buyer=BUYER,
    what="Quyền sử dụng dữ liệu: Chuyến bay",
    currency="VND",
    net_minor=90_000,
    vat_minor=9_000,
    vat_percent=10,
)


def found(file: bytes, path: str) -> str | None:
    return ET.fromstring(file).findtext(path)


def test_it_says_who_what_and_how_much() -> None:
    file = written(INVOICE, SEED)
    expected = {
        "DLHDon/TTChung/PBan": "2.0.1",
        "DLHDon/TTChung/KHMSHDon": "1",
        "DLHDon/TTChung/KHHDon": "K26TDF",
        "DLHDon/TTChung/SHDon": "7",
        "DLHDon/TTChung/NLap": "2026-11-23",
        "DLHDon/NDHDon/NBan/Ten": SELLER.name,
        "DLHDon/NDHDon/NMua/Ten": BUYER.name,
        "DLHDon/NDHDon/NMua/MST": BUYER.tax_code,
        "DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien": "90000",
        "DLHDon/NDHDon/DSHHDVu/HHDVu/TSuat": "10%",
        "DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TThue": "9000",
        "DLHDon/NDHDon/TToan/TgTCThue": "90000",
        "DLHDon/NDHDon/TToan/TgTThue": "9000",
        "DLHDon/NDHDon/TToan/TgTTTBSo": "99000",
        "DLHDon/NDHDon/TToan/TgTTTBChu": "Chín mươi chín nghìn đồng",
    }
    assert {path: found(file, path) for path in expected} == expected
    assert written(INVOICE, SEED) == file


def test_a_sales_invoice_shows_no_tax() -> None:
    named = replace(INVOICE.named, form="sales")
    file = written(
        replace(INVOICE, named=named, net_minor=99_000, vat_minor=0, vat_percent=None),
        SEED,
    )
    assert found(file, "DLHDon/TTChung/KHMSHDon") == "2"
    assert found(file, "DLHDon/NDHDon/TToan/TgTThue") is None
    assert found(file, "DLHDon/NDHDon/TToan/TgTTTBSo") == "99000"


def test_a_replacement_names_the_one_whose_place_it_takes() -> None:
    old = Named("vat", "K26TDF", 3, date(2026, 11, 20))
    file = written(replace(INVOICE, replaces=old), SEED)
    assert found(file, "DLHDon/TTChung/TTHDLQuan/SHDCLQuan") == "3"
    assert found(file, "DLHDon/TTChung/TTHDLQuan/NLHDCLQuan") == "2026-11-20"


def verify(file: bytes) -> None:
    """As a stranger does who knows XML Signature and has only the file. Raises what is wrong."""
    root = ET.fromstring(file)
    data = root.find("DLHDon")
    signature = root.find(f"DSCKS/NBan/{{{DSIG}}}Signature")
    assert data is not None
    assert signature is not None
    info = signature.find(f"{{{DSIG}}}SignedInfo")
    assert info is not None
    digest = sha256(ET.canonicalize(ET.tostring(data, encoding="unicode")).encode()).digest()
    said = info.findtext(f"{{{DSIG}}}Reference/{{{DSIG}}}DigestValue") or ""
    if b64decode(said) != digest:
        raise InvalidSignature
    ET.register_namespace("", DSIG)
    signed = ET.canonicalize(ET.tostring(info, encoding="unicode")).encode()
    key = b64decode(signature.findtext(f"{{{DSIG}}}KeyInfo/{{{DSIG}}}KeyName") or "")
    value = b64decode(signature.findtext(f"{{{DSIG}}}SignatureValue") or "")
    Ed25519PublicKey.from_public_bytes(key).verify(value, signed)


def test_the_signature_holds_and_finds_any_change() -> None:
    file = written(INVOICE, SEED)
    verify(file)
    for old, new in (
        (b"<TgTTTBSo>99000<", b"<TgTTTBSo>98000<"),
        ("Chuyến bay".encode(), "Chuyến tàu".encode()),
        (b"<SHDon>7<", b"<SHDon>8<"),
        (b"xml-c14n2", b"xml-c14n3"),
    ):
        assert old in file
        with pytest.raises(InvalidSignature):
            verify(file.replace(old, new))


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi bốn đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (1_050, "Một nghìn không trăm năm mươi đồng"),
        (10_000_000, "Mười triệu đồng"),
        (1_000_001, "Một triệu không trăm linh một đồng"),
        (12_345_678, "Mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (3_000_000_005, "Ba tỷ không trăm linh năm đồng"),
        (10**18, "Một tỷ tỷ đồng"),
    ],
)
def test_sums_in_words(minor: int, words: str) -> None:
    assert in_words(minor) == words


def test_no_words_for_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="never negative"):
        in_words(-1)
