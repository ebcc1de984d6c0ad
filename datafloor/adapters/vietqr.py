"""VietQR: a payment as a text and as a picture that every bank's app in Vietnam reads.

The text is that of EMVCo's merchant-presented codes: an id of two digits, a length of two digits,
the value, and so on, nested once; last a CRC-16/CCITT-FALSE of all before it. NAPAS gives it a
meaning: under id 38 the bank (BIN) and the account that a transfer goes to.
"""

import io
from binascii import crc_hqx

import segno

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
VIETNAM, DONG = "VN", "704"
DYNAMIC = "12"
LARGEST = 10**13 - 1
"""The largest amount in đồng: the field has 13 places."""


def text(bank: str, account: str, amount: int, purpose: str) -> str:
    """The text of a code that pays `amount` đồng once, to the account at the bank with this BIN.

    Raises `ValueError` for what the code cannot carry: other letters than ASCII, a purpose of more
    than 25, an account of more than 19, an amount of nothing or of more than 13 places.
    """
    if not (bank.isascii() and bank.isdecimal() and len(bank) == 6):
        raise ValueError(f"{bank!r} is no BIN of six digits")
    if not (account.isascii() and account.isalnum() and len(account) <= 19):
        raise ValueError(f"{account!r} is no account")
    if not 0 < amount <= LARGEST:
        raise ValueError(f"{amount} cannot be paid by one code")
    if not (purpose.isascii() and purpose.isprintable() and 0 < len(purpose) <= 25):
        raise ValueError(f"{purpose!r} is no purpose of 25 letters")
    receiver = _field(0, bank) + _field(1, account)
    service = _field(0, NAPAS) + _field(1, receiver) + _field(2, TO_ACCOUNT)
    code = (
        _field(0, "01")
        + _field(1, DYNAMIC)
        + _field(38, service)
        + _field(53, DONG)
        + _field(54, str(amount))
        + _field(58, VIETNAM)
        + _field(62, _field(8, purpose))
        + "6304"
    )
    return f"{code}{checksum(code):04X}"


def picture(code: str) -> bytes:
    """The code as an SVG that can stand in a page, with the quiet zone that readers need."""
    out = io.BytesIO()
    segno.make_qr(code, error="m").save(out, kind="svg", scale=6, border=4, xmldecl=False)
    return out.getvalue()


def checksum(code: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF, nothing reflected."""
    return crc_hqx(code.encode("ascii"), 0xFFFF)


def _field(number: int, value: str) -> str:
    return f"{number:02d}{len(value):02d}{value}"
