"""The exchange's key, what follows from it, and how passwords are hashed.

Trust: who holds the key can compute every token and every signed address of this exchange. It is
made on first start, readable by its owner only, and belongs in no backup that others read.
"""

import hmac
import os
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from datafloor.kernel.ids import new_id
from datafloor.verify import jws

_hasher = PasswordHasher()


class Key:
    """256 random bits from which the exchange derives secrets, each under its own purpose."""

    def __init__(self, raw: bytes) -> None:
        assert len(raw) == 32
        self._raw = raw

    def derive(self, purpose: str, name: str) -> bytes:
        """32 bytes that only the key's holder can tell for this purpose and name."""
        return hmac.digest(self._raw, f"{purpose}\n{name}".encode(), "sha256")

    def secret(self, prefix: str, name: str) -> str:
        """The secret of the token or credential with this id.

        Derived rather than drawn, so that a repeated request gets the same one.
        """
        text = urlsafe_b64encode(self.derive("secret", name)).rstrip(b"=").decode()
        return f"{prefix}_{text}"


class HeldKeys:
    """The keys with which the exchange signs contracts: its own, and those that it holds for
    parties. Each follows from the exchange's key and the key's id, so none is stored anywhere.

    Trust: who holds the exchange's key can sign as the exchange and as every party that has
    registered no key of its own; the contract says so.
    """

    def __init__(self, key: Key) -> None:
        self._key = key

    def new(self) -> tuple[str, str]:
        """The id and the public half of a key that nobody has yet."""
        name = new_id("key")
        return name, jws.public_of(self._seed(name))

    def sign(self, key: str, payload: bytes) -> str:
        """The JWS of a payload with the key of this id."""
        return jws.sign(self._seed(key), key, payload)

    def _seed(self, key: str) -> bytes:
        return self._key.derive("contract key", key)


def load_key(path: Path) -> Key:
    """The key in this file, made on first use; a second process that races gets the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    raw = path.read_bytes()
    if len(raw) != 32:
        raise ValueError(f"{path} is no key of an exchange: 32 bytes are expected")
    return Key(raw)


def hash_password(password: str, salt_name: str) -> str:
    """The argon2id hash of a password.

    The salt follows from a name that is used once (the request id), so that a repeated request
    is the same request.
    """
    return _hasher.hash(password, salt=sha256(salt_name.encode()).digest()[:16])


def password_fits(password: str, password_hash: str) -> bool:
    """Whether this is the password; takes the same time for a right and a wrong one."""
    try:
        return _hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


@cache
def nobody() -> str:
    """A hash to check against where there is no such person, so that the time does not tell.

    Made when it is first needed, for the start would wait for it.
    """
    return hash_password("nobody has this password", "nobody")
