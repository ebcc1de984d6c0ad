"""An electronic invoice as XML, signed.

The parts and names are those seen in many public samples of Decision 1450/QĐ-TCT (version 2.0.1):
`HDon/DLHDon` with what is invoiced and `HDon/DSCKS` with the signatures. **Not verified**: the
format under Decree 254/2026 was not seen, and the register knows no address of a party, so none is
written. The signature is XML Signature with Ed25519 (RFC 9231) over the canonical form
(C14N 2.0) of `DLHDon`.

Trust: the exchange signs for the seller with a key that follows from its own; whoever holds the
exchange's key can sign any invoice.
"""

import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from datafloor.adapters.dong_words import in_words
from datafloor.kernel.money import plain

VERSION = "2.0.1"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
C14N2 = "http://www.w3.org/2010/xml-c14n2"
ED25519 = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass(frozen=True)
class Side:
    """Seller or buyer, as the register has them."""

    name: str
    tax_code: str


@dataclass(frozen=True)
class Named:
    """An invoice by its series, number and day."""

    form: str
    series: str
    number: int
    day: date


@dataclass(frozen=True)
class Invoice:
    """What an invoice says. `vat_percent` is `None` on a sales invoice; `net_minor` and
    `vat_minor` sum to what was paid."""

    named: Named
    seller: Side
    buyer: Side
    what: str
    currency: str
    net_minor: int
    vat_minor: int
    vat_percent: int | None
    replaces: Named | None = None


def written(invoice: Invoice, seed: bytes) -> bytes:
    """The signed file; the same invoice and key give the same bytes."""
    root = ET.Element("HDon")
    data = ET.SubElement(root, "DLHDon", Id="data")
    _head(ET.SubElement(data, "TTChung"), invoice)
    body = ET.SubElement(data, "NDHDon")
    for name, side in (("NBan", invoice.seller), ("NMua", invoice.buyer)):
        _texts(ET.SubElement(body, name), Ten=side.name, MST=side.tax_code)
    _line(ET.SubElement(ET.SubElement(body, "DSHHDVu"), "HHDVu"), invoice)
    _total(ET.SubElement(body, "TToan"), invoice)
    signed = ET.SubElement(ET.SubElement(root, "DSCKS"), "NBan")
    signed.append(_signature(data, seed))
    file: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return file + b"\n"


def _head(at: ET.Element, invoice: Invoice) -> None:
    named = invoice.named
    _texts(
        at,
        PBan=VERSION,
        THDon="Hóa đơn giá trị gia tăng" if named.form == "vat" else "Hóa đơn bán hàng",
        KHMSHDon=_form(named),
        KHHDon=named.series,
        SHDon=str(named.number),
        NLap=named.day.isoformat(),
        DVTTe=invoice.currency,
        TGia="1",
        HTTToan="Chuyển khoản",
    )
    if (old := invoice.replaces) is not None:
        _texts(
            ET.SubElement(at, "TTHDLQuan"),
            TCHDon="1",
            LHDCLQuan="1",
            KHMSHDCLQuan=_form(old),
            KHHDCLQuan=old.series,
            SHDCLQuan=str(old.number),
            NLHDCLQuan=old.day.isoformat(),
        )


def _form(named: Named) -> str:
    return "1" if named.form == "vat" else "2"


def _line(at: ET.Element, invoice: Invoice) -> None:
    net = plain(invoice.net_minor, invoice.currency)
    _texts(at, TChat="1", STT="1", THHDVu=invoice.what, DVTinh="gói", SLuong="1", DGia=net)
    _texts(at, ThTien=net)
    if invoice.vat_percent is not None:
        _texts(at, TSuat=f"{invoice.vat_percent}%")


def _total(at: ET.Element, invoice: Invoice) -> None:
    net, vat = (plain(each, invoice.currency) for each in (invoice.net_minor, invoice.vat_minor))
    gross = invoice.net_minor + invoice.vat_minor
    if invoice.vat_percent is not None:
        rate = ET.SubElement(ET.SubElement(at, "THTTLTSuat"), "LTSuat")
        _texts(rate, TSuat=f"{invoice.vat_percent}%", ThTien=net, TThue=vat)
        _texts(at, TgTCThue=net, TgTThue=vat)
    _texts(at, TgTTTBSo=plain(gross, invoice.currency))
    if invoice.currency == "VND":
        _texts(at, TgTTTBChu=in_words(gross))


def _texts(at: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(at, name).text = text


def _signature(data: ET.Element, seed: bytes) -> ET.Element:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = ET.Element("Signature", xmlns=DSIG)
    info = ET.SubElement(signature, "SignedInfo")
    ET.SubElement(info, "CanonicalizationMethod", Algorithm=C14N2)
    ET.SubElement(info, "SignatureMethod", Algorithm=ED25519)
    reference = ET.SubElement(info, "Reference", URI="#data")
    ET.SubElement(ET.SubElement(reference, "Transforms"), "Transform", Algorithm=C14N2)
    ET.SubElement(reference, "DigestMethod", Algorithm=SHA256)
    _texts(reference, DigestValue=_base64(sha256(_canonical(ET.tostring(data))).digest()))
    alone = ET.tostring(info).replace(b"<SignedInfo>", f'<SignedInfo xmlns="{DSIG}">'.encode(), 1)
    _texts(signature, SignatureValue=_base64(key.sign(_canonical(alone))))
    _texts(
        ET.SubElement(signature, "KeyInfo"),
        KeyName=_base64(key.public_key().public_bytes_raw()),
    )
    return signature


def _canonical(xml: bytes) -> bytes:
    return ET.canonicalize(xml.decode()).encode()


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
