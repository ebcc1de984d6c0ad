"""Random bits that follow from a key: the same for whoever has it, and coin tosses for others."""

import hmac
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Words = npt.NDArray[np.uint64]


def derived(secret: bytes, *labels: str) -> bytes:
    """A key of 16 bytes for one purpose (HMAC-SHA-256; the labels are told apart by their length).

    Trust: whoever has `secret` can trace every copy made with it, and forge marks to frame a
    buyer. So it is kept by two people, and used by them together.
    """
    text = b"".join(len(label.encode()).to_bytes(4, "big") + label.encode() for label in labels)
    return hmac.digest(secret, text, sha256)[:16]


def blocks(numbers: Words, label: str = "") -> Words:
    """Numbers under a label (a column's name) as blocks of 16 bytes: two words a row."""
    plain = np.zeros((len(numbers), 2), np.uint64)
    plain[:, 0] = numbers
    plain[:, 1] = int.from_bytes(sha256(label.encode()).digest()[:8], "big")
    return plain


def words(key: bytes, plain: bytes) -> Words:
    """For each block a random word: the first half of AES-128 of it.

    AES on distinct blocks cannot be told from random bits without the key, up to far more blocks
    than any table has rows. ECB is what the cipher by itself is called; nothing is encrypted.
    """
    sealed = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(plain)
    return np.frombuffer(sealed, np.uint64)[::2]
