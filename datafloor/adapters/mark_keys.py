"""The key of each product's marks, closed at rest.

A key is 256 random bits, kept in a file of the exchange's folder under AES-256-GCM (NIST SP
800-38D) with a key that follows from the exchange's own and the product.

Trust: who has such a file alone can do nothing with it. Who has it and the exchange's key can trace
every copy of the product and forge marks to frame a buyer; so can whoever runs the machine, which
must mark without asking anybody. What he finds so is not in the journal: an answer counts where
the journal has it, after two offices unlocked it.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from datafloor.adapters.secrets import Key

NONCE = 12


class MarkKeys:
    """The keys of the products that carry marks."""

    def __init__(self, folder: Path, key: Key) -> None:
        self._folder = folder
        self._key = key

    def open(self, product: str) -> bytes:
        """The key of a product, drawn on first use; a second process that races gets the same one.

        Raises `ValueError` where the file was changed, or was closed by another exchange's key.
        """
        path = self._folder / f"{product}.key"
        if not path.exists():
            self._draw(product, path)
        raw = path.read_bytes()
        try:
            return self._closing(product).decrypt(raw[:NONCE], raw[NONCE:], product.encode())
        except InvalidTag:
            raise ValueError(f"{path} is not the key of {product} in this exchange") from None

    def _draw(self, product: str, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        nonce, key = secrets.token_bytes(NONCE), secrets.token_bytes(32)
        closed = nonce + self._closing(product).encrypt(nonce, key, product.encode())
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(closed)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()

    def _closing(self, product: str) -> AESGCM:
        return AESGCM(self._key.derive("marks", product))
