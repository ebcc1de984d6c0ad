"""Files that arrive in pieces, and go on after a break where they stopped.

An upload is a file that grows, and a note beside it of whose it is and how long it will be. How far
it has come is the length of the file itself: after a crash nothing else has to agree with it.
"""

import errno
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import is_id, new_id
from datafloor.kernel.refusal import Refusal, Refused

MOST_UPLOADS = 20
"""Unfinished uploads of one organisation."""

KEPT = 7 * DAY
"""An upload that nobody goes on with is removed after this time."""

LEFT_FREE = 1 << 30
"""Bytes of the disk that uploads leave to the rest of the exchange."""


class Upload(Struct, frozen=True):
    """A file that is arriving: `length` bytes under a plain `name`, for one organisation."""

    upload: str
    organisation: str
    name: str
    length: int
    begun_at: int


class Uploads:
    """The uploads of one exchange, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._busy: set[str] = set()

    def begin(self, organisation: str, name: str, length: int) -> Upload:
        """Room for a file. Raises `Refused`: `too_many_uploads`, `store_full`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        waiting = [each for each in self._all() if each.organisation == organisation]
        if len(waiting) >= MOST_UPLOADS:
            raise Refused(Refusal.too_many_uploads, most=MOST_UPLOADS)
        expected = sum(each.length - self.offset(each) for each in self._all())
        if expected + length > shutil.disk_usage(self._folder).free - LEFT_FREE:
            raise Refused(Refusal.store_full)
        upload = Upload(new_id("upload"), organisation, name, length, clock.now())
        self._data(upload).touch()
        note = self._note(upload.upload)
        half = note.with_suffix(".new")
        half.write_bytes(msgspec.json.encode(upload))
        half.replace(note)
        return upload

    def find(self, upload: str, organisation: str) -> Upload:
        """An upload of this organisation. Raises `Refused` (`upload_unknown`) for any other, and
        for what is no id, before it could name a file elsewhere."""
        if not is_id("upload", upload):
            raise Refused(Refusal.upload_unknown)
        try:
            found = msgspec.json.decode(self._note(upload).read_bytes(), type=Upload)
        except FileNotFoundError:
            raise Refused(Refusal.upload_unknown) from None
        if found.organisation != organisation:
            raise Refused(Refusal.upload_unknown)
        return found

    def offset(self, upload: Upload) -> int:
        """The bytes that have come."""
        try:
            return self._data(upload).stat().st_size
        except FileNotFoundError:
            return 0

    async def go_on(self, upload: Upload, offset: int, body: AsyncIterator[bytes]) -> int:
        """Add what comes from `offset` on; returns how far it is then, however it ended.

        Raises `Refused`: `upload_busy`, `upload_elsewhere` (it stands at another byte),
        `upload_too_long`, `store_full`. What came before that is kept.
        """
        with self._alone(upload):
            at = self.offset(upload)
            if at != offset:
                raise Refused(Refusal.upload_elsewhere, offset=at)
            with self._data(upload).open("ab") as file:
                async for piece in body:
                    at += len(piece)
                    if at > upload.length:
                        raise Refused(Refusal.upload_too_long, length=upload.length)
                    try:
                        file.write(piece)
                    except OSError as error:
                        if error.errno in (errno.ENOSPC, errno.EDQUOT):
                            raise Refused(Refusal.store_full) from error
                        raise
                file.flush()
                if at == upload.length:
                    os.fsync(file.fileno())
            return at

    def whole(self, upload: Upload) -> Path:
        """The file, once all of it has come. Raises `Refused` (`upload_unfinished`)."""
        at = self.offset(upload)
        if at < upload.length:
            raise Refused(Refusal.upload_unfinished, offset=at, length=upload.length)
        return self._data(upload)

    def forget(self, upload: Upload) -> None:
        """Remove an upload: it was published, or is not wanted any more."""
        with self._alone(upload):
            self._note(upload.upload).unlink(missing_ok=True)
            self._data(upload).unlink(missing_ok=True)

    def sweep(self, now: int) -> None:
        """Remove what nobody went on with, and what has no note."""
        kept = {each.upload for each in self._all() if each.begun_at + KEPT > now}
        for path in self._folder.glob("*"):
            if path.name.partition(".")[0] not in kept:
                path.unlink(missing_ok=True)

    def _all(self) -> Iterator[Upload]:
        for note in sorted(self._folder.glob("*.json")):
            yield msgspec.json.decode(note.read_bytes(), type=Upload)

    def _note(self, upload: str) -> Path:
        return self._folder / f"{upload}.json"

    def _data(self, upload: Upload) -> Path:
        return self._folder / f"{upload.upload}.data"

    @contextmanager
    def _alone(self, upload: Upload) -> Iterator[None]:
        if upload.upload in self._busy:
            raise Refused(Refusal.upload_busy)
        self._busy.add(upload.upload)
        try:
            yield
        finally:
            self._busy.discard(upload.upload)
