"""One-time codes of a telephone (TOTP, RFC 6238, with SHA-1 and 30 seconds as all apps have them),
and recovery codes for when the telephone is lost.

Trust: both follow from the exchange's key and the id of the second factor, so that no table holds
them; who holds the key can compute them, as every other secret of the exchange.
"""

import io
from base64 import b32encode
from hmac import compare_digest
from urllib.parse import quote, urlencode

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from datafloor.adapters.secrets import Key
from datafloor.kernel.clock import SECOND

DIGITS = 6
STEP_SECONDS = 30
DRIFT = 1
"""How many steps a telephone's clock may be off, and a typing hand late."""
RECOVERY = 10
"""How many recovery codes there are; each has 80 random bits."""


def secret(key: Key, person: str, factor: str) -> bytes:
    """The 160 bits that this person's telephone shares with the exchange."""
    return key.derive("one-time codes", f"{person} {factor}")[:20]


def code_at(shared: bytes, step: int) -> str:
    """The digits of one half minute (RFC 4226, section 5.3)."""
    return HOTP(shared, DIGITS, SHA1(), enforce_key_length=False).generate(step).decode()


def step_of(shared: bytes, typed: str, now: int) -> int | None:
    """The half minute to which these digits belong, if it is near `now`."""
    today = now // SECOND // STEP_SECONDS
    fits = [
        step
        for step in range(max(today - DRIFT, 0), today + DRIFT + 1)
        if compare_digest(code_at(shared, step).encode(), typed.encode())
    ]
    return fits[0] if fits else None


def recovery_codes(key: Key, person: str, factor: str) -> list[str]:
    """The codes to write down, four groups of four letters each."""
    made = []
    for number in range(RECOVERY):
        text = b32encode(key.derive("recovery codes", f"{person} {factor} {number}")[:10]).decode()
        made.append("-".join(text[start : start + 4] for start in range(0, 16, 4)))
    return made


def plain(typed: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(typed.upper().split()).replace("-", "")


def written(shared: bytes) -> str:
    """The secret as it is typed into an app."""
    return b32encode(shared).decode()


def address(shared: bytes, account: str, exchange: str) -> str:
    """What the picture says to an app: the key URI that all of them read."""
    query = urlencode({"secret": written(shared), "issuer": exchange})
    return f"otpauth://totp/{quote(exchange)}:{quote(account)}?{query}"


def picture(shared: bytes, account: str, exchange: str) -> bytes:
    """The address as an SVG of a QR code."""
    out = io.BytesIO()
    code = segno.make_qr(address(shared, account, exchange), error="m")
    code.save(out, kind="svg", scale=6, border=4, xmldecl=False)
    return out.getvalue()
