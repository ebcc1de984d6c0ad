"""Where the log's files lie: a folder, or an object store."""

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from datafloor.adapters.objects import Objects
from datafloor.kernel.refusal import Refusal, Refused

THREADS = 8
"""Files written at once: the wait for the disk or the store is most of the time."""


class Store(Protocol):
    """Files by path. Writing is atomic for each file, and durable when the call returns."""

    def get(self, path: str) -> bytes | None:
        """The content of a file, or None where there is none."""

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files, in any order; after a power cut each is whole, or as it was before."""

    def remove(self, folder: str) -> None:
        """Remove the files under a folder, if there are any."""


class Folder:
    """A folder on a disk, ready to be served by any web server.

    Trust: whoever can write here can withhold the log or damage it, but cannot forge it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.root.mkdir(parents=True, exist_ok=True)

    def get(self, path: str) -> bytes | None:
        """See `Store`."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """See `Store`. Data first, then names, then the folders that hold the names."""
        with ThreadPoolExecutor(THREADS, "log-files") as pool:
            folders = set(pool.map(self._write, files))
            list(pool.map(_sync_folder, folders))

    def _write(self, file: tuple[str, bytes]) -> Path:
        target = self.root / file[0]
        if not target.parent.is_dir():
            self._make(target.parent)
        fresh = target.with_name(f"{target.name}.new")
        with fresh.open("wb") as handle:
            handle.write(file[1])
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(target)
        return target.parent

    def _make(self, folder: Path) -> None:
        """Make a folder and make its name durable, from the root of the log down."""
        if folder != self.root and not folder.parent.is_dir():
            self._make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)

    def remove(self, folder: str) -> None:
        """See `Store`."""
        shutil.rmtree(self.root / folder, ignore_errors=True)


class Bucket:
    """Files under a prefix of an object store; each is durable once the store has taken it.

    Trust: whoever can write here can withhold the log or damage it, but cannot forge it.
    """

    def __init__(self, objects: Objects, prefix: str) -> None:
        self.objects = objects
        self.prefix = prefix

    def get(self, path: str) -> bytes | None:
        """See `Store`."""
        try:
            return self.objects.read(f"{self.prefix}/{path}")
        except Refused as refused:
            if refused.why is not Refusal.object_unknown:
                raise
            return None

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """See `Store`."""
        with ThreadPoolExecutor(THREADS, "log-files") as pool:
            list(pool.map(self._write, files))

    def _write(self, file: tuple[str, bytes]) -> None:
        self.objects.write(f"{self.prefix}/{file[0]}", file[1])

    def remove(self, folder: str) -> None:
        """See `Store`."""
        self.objects.delete(self.objects.keys(f"{self.prefix}/{folder}"))


def store_in(objects: Objects, prefix: str) -> Folder | Bucket:
    """The store for a log among an exchange's objects."""
    return Folder(objects.root / prefix) if objects.root else Bucket(objects, prefix)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
