"""Statements as banks write them, made for tests, and held to the published schemas.

Each version differs where versions really do: early ones give an entry's state as text and a
part's sum inside `AmtDtls`; later ones have codes and a plain `Amt`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from xml.sax.saxutils import escape

import xmlschema

ACCOUNT = "19036543210011"
DAY = "2026-11-23"


@dataclass(frozen=True)
class Told:
    """One entry: money in with a text, unless said otherwise."""

    reference: str
    amount: str
    text: str = ""
    incoming: bool = True
    currency: str = "VND"
    status: str = "BOOK"
    day: str = DAY
    end_to_end: str = ""
    parts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """The sum and the text of each, where the bank booked several at once."""


def camt(
    *entries: Told,
    message: str = "camt.053",
    version: str = "08",
    account: str = ACCOUNT,
    currency: str = "VND",
    opening: str | None = None,
    closing: str | None = None,
    number: str = "2026-327",
    day: str = DAY,
) -> bytes:
    """A statement (camt.053) with both balances or none, or a notification (camt.054)."""
    outer, inner = {
        "camt.053": ("BkToCstmrStmt", "Stmt"),
        "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[message]
    balances = "" if message == "camt.054" else _balances(opening, closing, currency, day)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{message}.001.{version}"><{outer}>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-23T18:00:00+07:00</CreDtTm></GrpHdr>
<{inner}><Id>{number}</Id><CreDtTm>2026-11-23T18:00:00+07:00</CreDtTm>
<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>{balances}
{"".join(_entry(entry, version) for entry in entries)}
</{inner}></{outer}></Document>""".encode()


def _balances(opening: str | None, closing: str | None, currency: str, day: str) -> str:
    def balance(code: str, amount: str) -> str:
        sign = "DBIT" if amount.startswith("-") else "CRDT"
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f'<Amt Ccy="{currency}">{amount.removeprefix("-")}</Amt>'
            f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    if opening is None or closing is None:
        return balance("ITBD", "0")  # a schema asks for one; of the day's middle, so it is no end
    return balance("OPBD", opening) + balance("CLBD", closing)


def _entry(told: Told, version: str) -> str:
    status = told.status if version < "07" else f"<Cd>{told.status}</Cd>"
    sign = "CRDT" if told.incoming else "DBIT"
    parts = told.parts or ((told.amount, told.text),)
    details = "".join(_detail(told, *part, sign=sign, early=version == "02") for part in parts)
    reference = f"<AcctSvcrRef>{escape(told.reference)}</AcctSvcrRef>" if told.reference else ""
    return (
        f'<Ntry><Amt Ccy="{told.currency}">{told.amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>{told.day}</Dt></BookgDt>{reference}"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd><NtryDtls>{details}</NtryDtls></Ntry>\n"
    )


def _detail(told: Told, amount: str, text: str, *, sign: str, early: bool) -> str:
    end = told.end_to_end or "NOTPROVIDED"
    money = f'<Amt Ccy="{told.currency}">{amount}</Amt>'
    where = (
        f"<AmtDtls><TxAmt>{money}</TxAmt></AmtDtls>"
        if early
        else f"{money}<CdtDbtInd>{sign}</CdtDbtInd>"
    )
    said = f"<RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf>" if text else ""
    return f"<TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs>{where}{said}</TxDtls>"


@cache
def schema(package: str, folder: str, name: str) -> xmlschema.XMLSchema:
    """A published schema, as a package ships it."""
    return xmlschema.XMLSchema(str(files(package) / folder / f"{name}.xsd"))


def validate(content: bytes, message: str, version: str) -> None:
    """Raises where a statement is not what its schema says."""
    schema("camt053", "xsd", f"{message}.001.{version}").validate(content.decode())
