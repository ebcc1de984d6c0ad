"""A marking key in two files, for two persons.

The key is 256 random bits. The first share is 256 other random bits, the second is the key XOR
the first: a one-time pad, so either alone says nothing at all about the key (C. E. Shannon,
Communication Theory of Secrecy Systems, 1949). Both also carry the key's name, a one-way digest
of it, by which shares that belong together are known.

Trust: who holds both files can trace every copy marked with the key, and can forge marks to frame
a buyer. So they lie with two persons of different organisations, and never on one machine for
longer than a marking or a trace takes. The whole key is never written to a file.
"""

import os
import secrets
from pathlib import Path

import msgspec

from datafloor.analysis.marks.prf import derived
from datafloor.kernel.refusal import Refusal, Refused

LENGTH = 32


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two files: which key, which share of it, and its bits in hexadecimal."""

    key: str
    share: int
    bits: str


def make_shares(stem: Path) -> tuple[Path, Path]:
    """Draws a key and writes its two shares, `STEM-1.share` and `STEM-2.share`.

    Only their owner can read them. Raises `file_exists` where either is there: a key that is
    overwritten can trace nothing any more. Both are written, or none.
    """
    first = secrets.token_bytes(LENGTH)
    key = secrets.token_bytes(LENGTH)
    second = _xor(key, first)
    paths = stem.with_name(f"{stem.name}-1.share"), stem.with_name(f"{stem.name}-2.share")
    made: list[Path] = []
    try:
        for number, (path, bits) in enumerate(zip(paths, (first, second), strict=True), 1):
            _write_new(path, msgspec.json.encode(Share(key_name(key), number, bits.hex())) + b"\n")
            made.append(path)
    except BaseException as error:
        for path in made:
            path.unlink()
        if isinstance(error, FileExistsError):
            raise Refused(Refusal.file_exists, name=Path(error.filename).name) from error
        raise
    return paths


def join_shares(one: Path, other: Path) -> bytes:
    """The key of two shares, in either order. It stays in memory.

    Raises `mark_share_wrong` and `mark_shares_apart`.
    """
    shares = [_read(one), _read(other)]
    if shares[0].key != shares[1].key or shares[0].share == shares[1].share:
        raise Refused(Refusal.mark_shares_apart)
    key = _xor(bytes.fromhex(shares[0].bits), bytes.fromhex(shares[1].bits))
    if key_name(key) != shares[0].key:
        raise Refused(Refusal.mark_shares_apart)
    return key


def key_name(key: bytes) -> str:
    """The public name of a key: nothing of it can be computed back."""
    return derived(key, "name of the key").hex()


def _read(path: Path) -> Share:
    try:
        share = msgspec.json.decode(path.read_bytes(), type=Share)
        if len(bytes.fromhex(share.bits)) != LENGTH:
            raise ValueError("a share has 32 bytes")
    except (OSError, ValueError) as error:
        raise Refused(Refusal.mark_share_wrong, name=path.name) from error
    return share


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
