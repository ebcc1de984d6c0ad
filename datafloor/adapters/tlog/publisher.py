"""Writes the public log: entries in, signed checkpoints out, as files that stay for ever.

The order is the safety. First the bundles and tiles, which no one needs yet. Then the consistency
with the last checkpoint is proved from what the store gives back. Then the new checkpoint is
signed and remembered: this is the commit point. Then it is published. After a failure anywhere
the publisher begins again from its memory, by the same code with which it starts; entries that
were written and not signed are written again.
"""

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from datafloor.kernel import canonical, clock
from datafloor.verify.merkle import (
    EMPTY,
    ProofError,
    check_consistency,
    consistency_proof,
    leaf_hash,
    root_of,
    tree_root,
)
from datafloor.verify.note import Checkpoint, Key, Note, NoteError
from datafloor.verify.tiles import (
    MOST_BYTES,
    WIDTH,
    LogError,
    Tiles,
    bundle,
    read_entries,
    read_hashes,
    tile_path,
    widths,
)
from datafloor.verify.trust import handover_text, moment

from .memory import Memory
from .signer import Signer
from .store import Store

Files = dict[str, bytes]

BATCH = 65_536
"""The most entries in memory at once while a log is rebuilt."""


class LogTrouble(Exception):
    """The log may not go on. The text tells a person what is wrong, and since when."""


@dataclass
class Edge:
    """The right edge of a tree, all that is needed to go on: what its last tiles hold.

    `levels[n]` are the hashes of the last, unfilled tile of level n; `entries` those of the last,
    unfilled bundle. None of them ever has 256.
    """

    size: int = 0
    entries: list[bytes] = field(default_factory=list)
    levels: list[list[bytes]] = field(default_factory=list)

    def root(self) -> bytes:
        """The root of the whole tree."""
        below: list[bytes] = []
        for level in self.levels:
            if level or below:
                below = [root_of(level + below)]
        return below[0] if below else EMPTY

    def grow(self, entries: Sequence[bytes]) -> Files:
        """Append entries; gives the files that the larger tree needs beyond those of before."""
        files: Files = {}
        before = self.size
        for entry in entries:
            if len(entry) > MOST_BYTES:
                raise ValueError(f"an entry of {len(entry)} bytes does not fit into the log")
            self.entries.append(entry)
            self.size += 1
            self._push(0, leaf_hash(entry), files)
            if len(self.entries) == WIDTH:
                files[tile_path("entries", (self.size - 1) // WIDTH)] = bundle(self.entries)
                self.entries.clear()
        if self.entries:
            path = tile_path("entries", self.size // WIDTH, len(self.entries))
            files[path] = bundle(self.entries)
        for level, hashes in enumerate(self.levels):
            unit = WIDTH**level
            if hashes and self.size // unit > before // unit:
                path = tile_path(level, self.size // unit // WIDTH, len(hashes))
                files[path] = b"".join(hashes)
        return files

    def _push(self, level: int, one: bytes, files: Files) -> None:
        if level == len(self.levels):
            self.levels.append([])
        row = self.levels[level]
        row.append(one)
        if len(row) == WIDTH:
            files[tile_path(level, self.size // WIDTH ** (level + 1) - 1)] = b"".join(row)
            root = root_of(row)
            row.clear()
            self._push(level + 1, root, files)

    @classmethod
    def load(cls, store: Store, point: Checkpoint) -> "Edge":
        """The edge of a log in a store. Raises `LogError` where it is not the one signed."""
        edge = cls(point.size)
        for level, (whole, part) in enumerate(widths(point.size)):
            edge.levels.append(read_hashes(store.get, level, whole, part) if part else [])
        if edge.root() != point.root:
            raise LogError("the last tiles do not lead to the root that was signed")
        if point.size % WIDTH:
            edge.entries = read_entries(store.get, point.size // WIDTH, point.size % WIDTH)
            if list(map(leaf_hash, edge.entries)) != edge.levels[0]:
                raise LogError("the last entries are not those whose hashes are in the last tile")
        return edge


class Publisher:
    """The one writer of a log, safe for threads; the memory keeps out other processes.

    `signers` are the log's keys from the first to the one in use. `tell` is given a sentence for
    an operator whenever the store was found changed by someone else and could be put right.
    """

    def __init__(
        self,
        origin: str,
        store: Store,
        memory: Memory,
        signers: Sequence[Signer],
        tell: Callable[[str], None],
    ) -> None:
        self.origin = origin
        self.store = store
        self.memory = memory
        self.signers = signers
        self.tell = tell
        self.note = ""
        self._sound_at = 0
        self._lock = threading.Lock()

    @property
    def keys(self) -> list[Key]:
        """The public keys, from the first to the one in use."""
        return [signer.key for signer in self.signers]

    def open(self) -> int:
        """How many entries are in the log. Puts right what a power cut left. Raises `LogTrouble`.

        Nothing is kept from call to call but the memory: each begins with what the store holds.
        """
        with self._lock, self.memory.held():
            return self._start().size

    def integrate(self, start: int, entries: Sequence[bytes]) -> None:
        """Append entries, the first at `start`, and publish the checkpoint that promises them.

        Raises `LogTrouble` where the store does not hold what was signed before or the log is not
        of that size, and whatever the store or the memory raises. Then `open` tells where to go
        on.
        """
        with self._lock, self.memory.held():
            edge = self._start()
            if edge.size != start:
                raise LogTrouble(
                    f"The log has {edge.size:,} entries, and was given those from {start:,} on: "
                    "another program went on with it."
                )
            before = Checkpoint(self.origin, edge.size, edge.root())
            files = edge.grow(entries)
            self.store.put(files.items())
            point = Checkpoint(self.origin, edge.size, edge.root())
            self._prove(before, point)
            note = str(self.signers[-1].note(str(point)))
            self.memory.replace(self.origin, self.note or None, note)
            self.note = note
            self._show()
            for path in files:
                if ".p/" not in path:
                    self.store.remove(f"{path}.p")

    def add_cosignatures(self, note: str) -> None:
        """Show the last checkpoint with what witnesses signed under it.

        It lies in `checkpoint.witnessed` until the next one that witnesses signed, and in
        `checkpoint` until the log goes on.
        """
        with self._lock, self.memory.held():
            files = [("checkpoint.witnessed", note.encode())]
            if self.note and note.startswith(self.note):
                files.append(("checkpoint", note.encode()))
            self.store.put(files)

    def read(self, path: str) -> bytes | None:
        """One of the log's files."""
        return self.store.get(path)

    def rebuild(self, entries: Iterable[bytes]) -> None:
        """Write every file of the log again, from the entries that its journal has.

        Raises `LogTrouble` where they are not the entries that were signed; the old checkpoint is
        then shown no more, nor is another.
        """
        with self._lock, self.memory.held():
            kept = self.memory.latest(self.origin)
            point = Checkpoint.read(Note.read(kept).text) if kept else Checkpoint("", 0, EMPTY)
            edge, source = Edge(), iter(entries)
            while batch := list(islice(source, min(BATCH, point.size - edge.size))):
                self.store.put(edge.grow(batch).items())
            if (edge.size, edge.root()) != (point.size, point.root):
                raise LogTrouble(
                    f"The journal does not have the {point.size:,} entries that were signed: it "
                    f"has {edge.size:,}, or others. Nothing more is signed."
                )
            self.note = kept or ""
            if kept:
                self._show()

    def _signed(self) -> Checkpoint | None:
        return Checkpoint.read(Note.read(self.note).text) if self.note else None

    def _start(self) -> Edge:
        self.note = self.memory.latest(self.origin) or ""
        point = self._signed()
        self._hand_over(point.size if point else 0)
        self._compare_with_shown(point)
        if point is None:
            return Edge()
        try:
            return Edge.load(self.store, point)
        except LogError as error:
            raise LogTrouble(
                f"The store does not hold the {point.size:,} entries that were signed last: "
                f"{error}. Nothing more is signed. Restore the store from a copy, or rebuild it "
                f"from the journal.{self._since()}"
            ) from error

    def _hand_over(self, size: int) -> None:
        """Publish the keys; where there is a new one, the one before it signs for it first."""
        shown = json.loads(self.store.get("keys.json") or b"{}")
        keys, notes = self.keys, shown.get("handovers", [])
        passed = [Key.read(Note.read(note).text.split("\n")[3]) for note in notes]
        given = [Key.read(shown["key"]), *passed] if shown else []
        if given != keys[: len(given)]:
            raise LogTrouble(
                "The keys that the store shows are not those of this signer: it shows "
                f"{', '.join(map(str, given))}. Nothing more is signed."
            )
        if given == keys:
            return
        for old, new in zip(self.signers[len(notes) :], keys[len(notes) + 1 :], strict=False):
            notes = [*notes, str(old.note(handover_text(self.origin, size, new)))]
        content = {"key": str(keys[0]), "handovers": notes}
        self.store.put([("keys.json", canonical.encode(content))])

    def _compare_with_shown(self, point: Checkpoint | None) -> None:
        """Whether the store shows the last checkpoint, and if not, why; puts right what can be."""
        shown = (self.store.get("checkpoint") or b"").decode(errors="replace")
        if shown and point is None:
            raise LogTrouble(
                "The store holds a log already, and this signer remembers none: its memory is "
                "lost, or the store is another's. Going on could sign a second history."
            )
        if not shown and point is None:
            return
        assert point is not None
        try:
            note = Note.read(shown)
            other = Checkpoint.read(note.text) if note.signed_by(*self.keys) else None
        except NoteError:
            other = None
        if other == point:
            self._sound_at = clock.now()
            return
        since = self._since()
        if other is None:
            found = "no checkpoint" if not shown else "one that this log never signed"
            self.tell(f"The store showed {found}; the last one is shown again.{since}")
        elif other.size > point.size:
            raise LogTrouble(
                f"The store shows a checkpoint of {other.size:,} entries under this log's key, and "
                f"this signer remembers {point.size:,}: its memory was restored from an older "
                f"copy, or someone else signs with its key. Nothing more is signed.{since}"
            )
        elif self._root_at(other.size, point) != other.root:
            raise LogTrouble(
                f"Two histories are signed with this log's key: a checkpoint of {other.size:,} "
                f"entries in the store is not a beginning of the {point.size:,} entries that this "
                f"signer remembers. The key must be given up.{since}"
            )
        else:
            self.tell(
                f"The store showed the checkpoint of {other.size:,} entries, older than the last "
                f"of {point.size:,}; the last is shown again. After a power cut this is as it "
                f"should be; otherwise someone rolled the store back.{since}"
            )
        self._show()

    def _root_at(self, size: int, point: Checkpoint) -> bytes:
        try:
            return tree_root(size, Tiles(self.store.get, point.size).node)
        except LogError as error:
            raise LogTrouble(f"The store lost files that were signed for: {error}.") from error

    def _prove(self, before: Checkpoint, after: Checkpoint) -> None:
        """Prove from the store's own files that the new tree begins with the signed one."""
        if not before.size:
            return
        try:
            node = Tiles(self.store.get, after.size).node
            proof = consistency_proof(before.size, after.size, node)
            check_consistency(before.size, after.size, before.root, after.root, proof)
        except (LogError, ProofError) as error:
            raise LogTrouble(
                f"The {before.size:,} entries that were signed are no longer in the store as they "
                f"were: {error}. Nothing more is signed.{self._since()}"
            ) from error

    def _since(self) -> str:
        """The last moment at which this program found the store as it should be."""
        return f" It was as it should be at {moment(self._sound_at)}." if self._sound_at else ""

    def _show(self) -> None:
        self.store.put([("checkpoint", self.note.encode())])
        self._sound_at = clock.now()
