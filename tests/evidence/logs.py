"""Small logs for the tests, and a store that fails when it is told to."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from datafloor.adapters.tlog.memory import FolderMemory
from datafloor.adapters.tlog.publisher import Publisher
from datafloor.adapters.tlog.signer import Signer
from datafloor.verify.log import check_log
from datafloor.verify.merkle import inclusion_proof
from datafloor.verify.note import Note
from datafloor.verify.tiles import Tiles
from datafloor.verify.trust import Answer, Trust

ORIGIN = "san.example/log"
START = 1_795_000_000_000_000
"""An instant in November 2026."""


KIND = "market.order_placed.v1"


def content(index: int, text: str | None = None, at: int | None = None) -> str:
    """What row `index + 1` of a journal says."""
    body = f'{{"order":"row {index + 1}"}}' if text is None else text
    when = START + index * 1_000_000 if at is None else at
    fields = (index + 1, when, "person_1", "org_1", f"request-{index}", "1" * 64, KIND, body)
    return "\n".join(["0" * 64, *map(str, fields)])


def leaf(index: int, text: str | None = None, at: int | None = None) -> bytes:
    """The entry for that row, one second after the one before."""
    row = {
        "at": START + index * 1_000_000 if at is None else at,
        "digest": sha256(content(index, text, at).encode()).hexdigest(),
        "ids": ["offer_01JABCDEFGHJKMNPQRSTVWXYZ0"],
        "kind": KIND,
        "seq": index + 1,
    }
    return json.dumps(row, separators=(",", ":"), sort_keys=True).encode()


def leaves(start: int, stop: int) -> list[bytes]:
    """The entries of these rows."""
    return [leaf(index) for index in range(start, stop)]


class PowerCut(Exception):
    """The machine stopped."""


class Shelf:
    """Files in memory. `cut_at` counts down to the write before or after which the power fails."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut_at: int | None = None
        self.cut_after = False
        self.full = False

    def get(self, path: str) -> bytes | None:
        return self.files.get(path)

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        for path, data in files:
            self.fail(partial(self.files.__setitem__, path, data))

    def remove(self, folder: str) -> None:
        for path in [path for path in self.files if path.startswith(f"{folder}/")]:
            self.fail(partial(self.files.__delitem__, path))

    def fail(self, write: Callable[[], Any]) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        if self.cut_at is None:
            write()
            return
        self.cut_at -= 1
        if self.cut_at < 0:
            if self.cut_after:
                write()
            raise PowerCut
        write()


class ShelfMemory(FolderMemory):
    """A memory whose writing counts as one of the shelf's writes."""

    def __init__(self, root: Path, shelf: Shelf) -> None:
        super().__init__(root)
        self.shelf = shelf

    def replace(self, origin: str, old: str | None, new: str) -> None:
        self.shelf.fail(lambda: FolderMemory.replace(self, origin, old, new))


class Log:
    """A log, its keys, and everything that its publisher told."""

    def __init__(self, folder: Path, origin: str = ORIGIN, signer: Signer | None = None) -> None:
        self.shelf = Shelf()
        self.memory = ShelfMemory(folder / "memory", self.shelf)
        self.signers = [signer or Signer.fresh(origin)]
        self.origin = origin
        self.told: list[str] = []
        self.restart()

    def restart(self) -> Publisher:
        """A publisher that knows nothing but what is on the disk."""
        self.publisher = Publisher(
            self.origin, self.shelf, self.memory, self.signers, self.told.append
        )
        return self.publisher

    def grow(self, size: int) -> "Log":
        """Integrate the rows up to `size`."""
        start = self.publisher.open()
        self.publisher.integrate(start, leaves(start, size))
        return self

    @property
    def key(self) -> Any:
        return self.signers[0].key

    def check(self, **more: Any) -> Answer:
        """What a reader finds who has the log's first key."""
        return check_log("log", self.shelf.get, Trust((self.key,)), **more)

    def evidence(self, *indexes: int, documents: tuple[dict[str, str], ...] = ()) -> dict[str, Any]:
        """A receipt for these entries."""
        from base64 import b64encode

        size = self.publisher.open()
        node = Tiles(self.shelf.get, size).node
        keys = json.loads(self.shelf.files["keys.json"])
        return {
            "form": "datafloor/evidence/v1",
            "title": "A receipt <of the tests>",
            "key": keys["key"],
            "handovers": keys["handovers"],
            "checkpoint": self.shelf.files["checkpoint"].decode(),
            "entries": [
                {
                    "index": index,
                    "leaf": leaf(index).decode(),
                    "content": content(index),
                    "proof": [
                        b64encode(each).decode() for each in inclusion_proof(index, size, node)
                    ],
                }
                for index in indexes
            ],
            "documents": list(documents),
        }

    @property
    def note(self) -> Note:
        return Note.read(self.shelf.files["checkpoint"].decode())
