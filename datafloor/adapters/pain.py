"""Payouts as a file for the bank: pain.001 of ISO 20022.

Version 09 is what banks ask for now; 03 is what nearly every one still takes. The same batch is
the same file, to the byte, so a bank that is sent it again knows it again by its message id.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from datafloor.kernel.clock import day_of, iso
from datafloor.kernel.money import plain

Version = Literal["03", "09"]


@dataclass(frozen=True)
class Account:
    """An account at a bank, which a BIN of six digits or a BIC names."""

    bank: str
    account: str
    holder: str


@dataclass(frozen=True)
class Payment:
    """One transfer. `name` is what the statement will call it, `text` what the payee reads."""

    name: str
    to: Account
    minor: int
    text: str


def initiation(
    name: str,
    at: int,
    currency: str,
    payer: Account,
    payments: Sequence[Payment],
    version: Version = "09",
) -> bytes:
    """The file. Each transfer is to be booked by itself (`BtchBookg` false), so that a statement
    confirms each. Raises `ValueError` where there is none."""
    if not payments:
        raise ValueError("a file of no payments")
    root = ET.Element("Document", xmlns=f"urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}")
    asked = ET.SubElement(root, "CstmrCdtTrfInitn")
    head = ET.SubElement(asked, "GrpHdr")
    total = plain(sum(each.minor for each in payments), currency)
    _text(head, "MsgId", name)
    _text(head, "CreDtTm", f"{iso(at)[:19]}Z")
    _text(head, "NbOfTxs", str(len(payments)))
    _text(head, "CtrlSum", total)
    _text(head, "InitgPty/Nm", payer.holder)
    batch = ET.SubElement(asked, "PmtInf")
    _text(batch, "PmtInfId", name)
    _text(batch, "PmtMtd", "TRF")
    _text(batch, "BtchBookg", "false")
    _text(batch, "NbOfTxs", str(len(payments)))
    _text(batch, "CtrlSum", total)
    day = day_of(at).isoformat()
    _text(batch, "ReqdExctnDt" if version == "03" else "ReqdExctnDt/Dt", day)
    _text(batch, "Dbtr/Nm", payer.holder)
    _account(batch, "DbtrAcct", payer.account)
    _text(batch, "DbtrAcct/Ccy", currency)
    _bank(batch, "DbtrAgt", payer.bank, version)
    _text(batch, "ChrgBr", "SHAR")
    for payment in payments:
        _payment(ET.SubElement(batch, "CdtTrfTxInf"), payment, currency, version)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return body + b"\n"


def _payment(at: ET.Element, payment: Payment, currency: str, version: Version) -> None:
    _text(at, "PmtId/InstrId", payment.name)
    _text(at, "PmtId/EndToEndId", payment.name)
    _text(at, "Amt/InstdAmt", plain(payment.minor, currency)).set("Ccy", currency)
    _bank(at, "CdtrAgt", payment.to.bank, version)
    _text(at, "Cdtr/Nm", payment.to.holder)
    _account(at, "CdtrAcct", payment.to.account)
    _text(at, "RmtInf/Ustrd", payment.text)


def _bank(at: ET.Element, name: str, bank: str, version: Version) -> None:
    """A bank by its BIC, or by its number in the national clearing."""
    if bank.isdecimal():
        _text(at, f"{name}/FinInstnId/ClrSysMmbId/MmbId", bank)
    else:
        _text(at, f"{name}/FinInstnId/{'BIC' if version == '03' else 'BICFI'}", bank)


def _account(at: ET.Element, name: str, account: str) -> None:
    """An account by its IBAN where it is one, else by the bank's number for it."""
    iban = re.fullmatch("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}", account)
    _text(at, f"{name}/Id/{'IBAN' if iban else 'Othr/Id'}", account)


def _text(at: ET.Element, path: str, text: str) -> ET.Element:
    """The element at a path, made where it is not there yet, with this text."""
    for name in path.split("/"):
        found = at.find(name)
        at = ET.SubElement(at, name) if found is None else found
    at.text = text
    return at
