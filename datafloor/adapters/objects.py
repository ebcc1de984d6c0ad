"""The object store: a folder by default, or S3, Google or Azure by URL.

Whoever can write to the store can forge what buyers read, so only the exchange may; what is
published there is never changed in place, and each published version is known by its digest.

A *key* names an object: parts joined by `/`, relative to the root of the store. A key that could
leave the root does not exist: it is refused before any store is asked.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    from obstore.store import ObjectStore


_CLIENT_OPTIONS = {"allow_http", "allow_invalid_certificates", "connect_timeout", "timeout"}


def checked(key: str) -> str:
    """The key itself. Refuses one that is empty, absolute, or has a part such as `..`."""
    parts = key.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise Refused(Refusal.path_outside_store, path=key)
    return key


def object_id(key: str) -> str:
    """The name of an object to clients and meters: the same in every answer, and no path."""
    return blake2b(key.encode(), digest_size=16).hexdigest()


class Objects:
    """One store, by URL: a folder (`/srv/data`, `file:///srv/data`) or `s3://bucket/prefix`.

    `options` are those of the object store itself (`aws_region`, `aws_endpoint`, …) and of the
    connection to it (`allow_http`, `timeout`, …), the same for objects and for tables.
    """

    def __init__(self, url: str, options: dict[str, str] | None = None) -> None:
        self.options = options or {}
        self.root: Path | None = None
        if "://" not in url or url.startswith("file://"):
            folder = unquote(urlsplit(url).path) if "://" in url else url
            self.root = Path(folder).resolve()
            self.root.mkdir(parents=True, exist_ok=True)
            self.url = str(self.root)
        else:
            self.url = url.rstrip("/")
        self._opened: Any = None

    @property
    def store(self) -> "ObjectStore":
        """The opened store. Opening waits until it is first used, for it loads a large library."""
        if self._opened is None:
            from obstore.store import LocalStore, from_url

            if self.root is not None:
                self._opened = LocalStore(self.root)
            else:
                how: Any = {k: v for k, v in self.options.items() if k not in _CLIENT_OPTIONS}
                client: Any = {k: v for k, v in self.options.items() if k in _CLIENT_OPTIONS}
                self._opened = from_url(self.url, config=how, client_options=client)
        return self._opened  # type: ignore[no-any-return]

    def address(self, key: str) -> str:
        """The key as other programs name it: a path, or `s3://…`."""
        return f"{self.url}/{checked(key)}"

    def path(self, key: str) -> Path | None:
        """Where a key lies in the folder, links followed; `None` where the store is no folder.

        A link inside the folder that leads out of it is refused as any other way out.
        """
        if self.root is None:
            return None
        place = os.path.realpath(self.root / checked(key))
        if not place.startswith(f"{self.root}{os.sep}"):
            raise Refused(Refusal.path_outside_store, path=key)
        return Path(place)

    def read(self, key: str) -> bytes:
        """The whole object. Refuses an unknown one."""
        from obstore import get

        try:
            return bytes(get(self.store, checked(key)).bytes())
        except FileNotFoundError:
            raise Refused(Refusal.object_unknown, path=key) from None

    def pieces(self, key: str) -> Iterator[bytes]:
        """The object in pieces of a few megabytes."""
        from obstore import get

        for piece in get(self.store, checked(key)).stream(min_chunk_size=4 << 20):
            yield bytes(piece)

    def write(self, key: str, content: bytes) -> None:
        """Put an object, whole or not at all."""
        from obstore import put

        put(self.store, checked(key), content)

    def keys(self, prefix: str, after: str | None = None) -> list[str]:
        """The keys under a prefix, sorted; only those after `after` where it is given."""
        from obstore import list as listing

        found = listing(self.store, checked(prefix), offset=after)
        return sorted(each["path"] for chunk in found for each in chunk)

    def delete(self, keys: Sequence[str]) -> None:
        """Delete objects. One that is not there is as good as deleted."""
        from obstore import delete

        for key in keys:
            try:
                delete(self.store, checked(key))
            except FileNotFoundError:
                pass

    def forget(self, prefix: str) -> None:
        """Delete what begins with a prefix, whole or half written."""
        folder, _, start = checked(prefix).rpartition("/")
        self.delete([key for key in self.keys(folder) if key.startswith(prefix)])
        if self.root is not None and (self.root / folder).is_dir():
            for place in (self.root / folder).glob(f"{start}*"):
                place.unlink()

    def settle(self, keys: Sequence[str]) -> None:
        """Make objects in a folder survive a power cut; other stores do so by themselves."""
        places = [place for key in keys if (place := self.path(key)) is not None]
        for place in [*places, *sorted({place.parent for place in places})]:
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def signed(self, keys: Sequence[str], seconds: int) -> list[str]:
        """Addresses at which anyone may fetch these objects for a while, signed by the store.

        Only stores that are no folder sign; a folder's objects are handed out by the plane.
        """
        from obstore import sign

        assert self.root is None
        store: Any = self.store
        return list(sign(store, "GET", [checked(key) for key in keys], timedelta(seconds=seconds)))
