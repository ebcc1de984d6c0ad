"""What a signer must never forget: the last checkpoint that it put its name to, of each log.

This is all that keeps a log, or a witness, from signing two histories. It is changed by
compare-and-swap, so that two programs that share it cannot both go on from one checkpoint.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Protocol


class Conflict(Exception):
    """The remembered checkpoint is not the one expected: another program went on before."""


class Memory(Protocol):
    """The last signed checkpoint by the log's origin."""

    def latest(self, origin: str) -> str | None:
        """The last checkpoint, or None where none was ever signed."""

    def replace(self, origin: str, old: str | None, new: str) -> None:
        """Remember `new`, if `old` is still the last. Durable when it returns.

        Raises `Conflict`; the memory is then as it was.
        """

    def held(self) -> AbstractContextManager[None]:
        """Held by one program at a time; others wait. `replace` does not need it to be safe, but
        who writes a log's files would see another's half-done work without it."""


class FolderMemory:
    """A memory in a folder, one file for each log.

    Trust: whoever can write here can make the signer sign a second history. So it does not lie
    where the log's public files lie.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def latest(self, origin: str) -> str | None:
        """See `Memory`."""
        try:
            return self._path(origin).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def replace(self, origin: str, old: str | None, new: str) -> None:
        """See `Memory`."""
        path = self._path(origin)
        with self._locked():
            if self.latest(origin) != old:
                raise Conflict(origin)
            fresh = path.with_suffix(".new")
            with fresh.open("w", encoding="utf-8") as handle:
                handle.write(new)
                handle.flush()
                os.fsync(handle.fileno())
            fresh.replace(path)
            folder = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _path(self, origin: str) -> Path:
        return self.root / f"{sha256(origin.encode()).hexdigest()}.checkpoint"

    def held(self) -> AbstractContextManager[None]:
        """See `Memory`."""
        return self._locked("held")

    @contextmanager
    def _locked(self, name: str = "lock") -> Iterator[None]:
        with (self.root / name).open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
