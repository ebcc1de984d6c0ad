"""Private keys that sign checkpoints and cosign those of others."""

import os
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from datafloor.verify.note import COSIGNATURE, ED25519, Key, Note, NoteError, from_base64
from datafloor.verify.note import signature_line as line


class Signer:
    """A private key under a name.

    Trust: whoever reads the key's file can sign any history as this name. What was signed
    before, and is remembered by witnesses and receipts, exposes it.
    """

    def __init__(self, name: str, secret: bytes, key_type: int = ED25519) -> None:
        self.secret = secret
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self.key = Key(name, key_type, self._private.public_key().public_bytes_raw())

    @classmethod
    def fresh(cls, name: str, key_type: int = ED25519) -> "Signer":
        """A signer with a new key."""
        return cls(name, os.urandom(32), key_type)

    def sign(self, text: str) -> str:
        """The line that signs a note's text."""
        assert self.key.type == ED25519
        return line(self.key.name, self.key.id + self._private.sign(text.encode()))

    def cosign(self, text: str, seconds: int) -> str:
        """The line that says: at this POSIX second, this was the largest tree that I had seen."""
        assert self.key.type == COSIGNATURE
        signed = self._private.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        return line(self.key.name, self.key.id + seconds.to_bytes(8, "big") + signed)

    def note(self, text: str) -> Note:
        """The text as a note that this key signs."""
        return Note.read(f"{text}\n{self.sign(text)}")

    def save(self, path: Path) -> None:
        """Write the private key to a new file that only its owner reads."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        secret = b64encode(bytes([self.key.type]) + self.secret).decode()
        with os.fdopen(handle, "w") as file:
            file.write(f"{self.key.name}+{secret}\n")
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def load(cls, path: Path) -> "Signer":
        """The signer in such a file. Raises `NoteError`."""
        name, plus, secret = path.read_text().strip().partition("+")
        data = from_base64(secret) if plus else b""
        if len(data) != 33:
            raise NoteError(f"{path.name} does not hold a private key")
        return cls(name, data[1:], data[0])

    @classmethod
    def load_or_create(cls, path: Path, name: str, key_type: int = ED25519) -> "Signer":
        """The signer in a file, which is made on the first call. Raises `NoteError`."""
        if not path.exists():
            cls.fresh(name, key_type).save(path)
        signer = cls.load(path)
        if (signer.key.name, signer.key.type) != (name, key_type):
            raise NoteError(f"the key in {path.name} is that of {signer.key.name}, not of {name}")
        return signer
