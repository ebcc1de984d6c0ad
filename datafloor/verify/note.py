"""Signed notes and checkpoints: a short text, and under it lines that sign it.

A checkpoint is the note with which a log promises its whole content: its name (*origin*), its
size and the root of its tree. Formats: C2SP signed-note, tlog-checkpoint, tlog-cosignature v1.
"""

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = 1, 4
MOST_SIGNATURES = 64


class NoteError(ValueError):
    """A note, key or signature that cannot be read, or that is not what it says."""


def from_base64(text: str) -> bytes:
    """Standard base 64, exactly. Raises `NoteError`."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not text or b64encode(data).decode() != text:
        raise NoteError(f"{text[:60]!r} is not base 64")
    return data


@dataclass(frozen=True)
class Key:
    """A public key under the name that its notes carry.

    Trust: whoever holds the private half can sign any text as this name. So a key must come to
    its reader another way than the notes that it is to judge.
    """

    name: str
    type: int
    public: bytes

    def __post_init__(self) -> None:
        if not self.name or re.search(r"[\s+]", self.name):
            raise NoteError(f"a key cannot be named {self.name!r}")
        if self.type not in (ED25519, COSIGNATURE) or len(self.public) != 32:
            raise NoteError(f"the key of {self.name} is not an Ed25519 key")

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names its key by."""
        return sha256(f"{self.name}\n".encode() + bytes([self.type]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as one line of text (C2SP vkey)."""
        material = b64encode(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{material}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """The key that a line of text (C2SP vkey) gives. Raises `NoteError`."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError(f"{text[:60]!r} is not a key: name+id+base64 is expected")
        name, key_id, material = parts
        data = from_base64(material)
        key = cls(name, data[0], data[1:])
        if key.id.hex() != key_id:
            raise NoteError(f"the key of {name} does not have the id {key_id} that it gives")
        return key

    def check(self, text: str, signature: bytes) -> int:
        """When the signature was made in POSIX seconds, 0 where it does not say.

        Raises `NoteError` where this key did not sign this text.
        """
        seconds, message = 0, text
        if self.type == COSIGNATURE:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = f"cosignature/v1\ntime {seconds}\n{text}"
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except InvalidSignature:
            raise NoteError(f"the signature of {self.name} is false") from None
        return seconds


@dataclass(frozen=True)
class Note:
    """A text with the lines that sign it, not yet believed: see `signed_by`."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(signature_line(*each) for each in self.signatures)

    @classmethod
    def read(cls, whole: str) -> "Note":
        """The parts of a signed note. Raises `NoteError`."""
        text, blank, tail = whole.rpartition("\n\n")
        if not blank or not tail.endswith("\n") or re.search(r"[\0-\x09\x0b-\x1f]", whole):
            raise NoteError("this is not a signed note: it is cut short or damaged")
        lines = tail[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteError("a note with too many signatures")
        return cls(text + "\n", tuple(map(read_signature, lines)))

    def signed_by(self, *keys: Key) -> dict[Key, int]:
        """Those of the keys that signed this note, each with when (see `Key.check`).

        Signatures by other keys say nothing and are passed over. Raises `NoteError` where a
        signature by one of the keys is false.
        """
        known = {(key.name, key.id): key for key in keys}
        found = {}
        for name, blob in self.signatures:
            key = known.get((name, blob[:4]))
            if key:
                found[key] = key.check(self.text, blob[4:])
        return found


def signature_line(name: str, blob: bytes) -> str:
    """One line that signs a note; `blob` is the key's id and the signature."""
    return f"— {name} {b64encode(blob).decode()}\n"


def read_signature(line: str) -> tuple[str, bytes]:
    """The name, and the key's id with the signature, of such a line. Raises `NoteError`."""
    match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
    blob = from_base64(match[2]) if match else b""
    if not match or len(blob) < 5:
        raise NoteError(f"{line[:60]!r} is not a signature")
    return match[1], blob


@dataclass(frozen=True)
class Checkpoint:
    """What a log promises: its first `size` entries are those under `root`, for ever."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """The checkpoint in a note's text. Raises `NoteError`."""
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
            raise NoteError("this note is not a checkpoint of a log")
        root = from_base64(lines[2])
        if len(root) != 32 or "" in lines[3:-1]:
            raise NoteError("this checkpoint is damaged")
        return cls(lines[0], int(lines[1]), root)
