"""A whole log: every entry hashed again, up to the root that the exchange signed."""

import json
from collections.abc import Callable, Sequence

from .merkle import EMPTY, leaf_hash, root_of, tree_root
from .note import Checkpoint, Note, NoteError
from .tiles import HASH, WIDTH, LogError, Read, Tiles, read_entries, read_hashes, tile_path
from .trust import Answer, Trust, moment

MOST_FAULTS = 10
Progress = Callable[[int, int], None]


def check_log(
    name: str,
    read: Read,
    trust: Trust,
    known: Sequence[Answer] = (),
    progress: Progress = lambda done, size: None,
) -> Answer:
    """Check a log from its first entry to its checkpoint.

    `known` are answers about other evidence of the reader (older copies of the checkpoint,
    receipts): the log must begin with each of their checkpoints.
    """
    answer = Answer(f"{name}: a whole log")
    try:
        text = read("checkpoint")
        if text is None:
            raise LogError("it has no checkpoint")
        keys = json.loads(read("keys.json") or b'{"key": "", "handovers": []}')
        trust.judge(answer, Note.read(text.decode()), keys["handovers"], keys["key"])
    except (LogError, NoteError, ValueError, KeyError, TypeError) as error:
        answer.wrong.append(f"The log cannot be checked: {error}.")
    point = answer.checkpoint
    if point is None:
        return answer
    found = Rehash(read, point.size, progress)
    answer.wrong += found.said
    if found.root != point.root:
        answer.wrong.append(whose_fault(read, point))
    elif found.said:
        answer.holds.append(
            f"The {point.size:,} entries themselves are those that were signed: what is wrong "
            "is in other files, or in what the entries say."
        )
    else:
        answer.holds.append(f"All {point.size:,} entries, hashed again, lead to that root.")
        if found.last_at:
            answer.holds.append(
                f"They are the rows 1 to {point.size:,} of the exchange's journal, without a gap "
                f"and in order of time, the last recorded at {moment(found.last_at)}."
            )
    if found.foreign:
        answer.open.append("Some entries are not rows of a journal: of them, only hashes count.")
    for other in sorted(known, key=lambda each: each.checkpoint.size if each.checkpoint else 0):
        if other.checkpoint and other.checkpoint.origin == point.origin:
            begins_with(answer, point, other.title, other.checkpoint, read)
    return answer


class Rehash:
    """A log hashed again from its entries: the root, and every file that disagrees with it."""

    def __init__(self, read: Read, size: int, progress: Progress) -> None:
        self.read = read
        self.said: list[str] = []
        self.last_at = 0
        self.foreign = False
        row, edges = [], []
        for start in range(0, size, WIDTH):
            width = min(WIDTH, size - start)
            leaves = self.leaves(start, width)
            if width == WIDTH:
                row.append(root_of(leaves))
            else:
                edges.append(leaves)
            progress(start + width, size)
        self.root = self.climb(row, edges)

    def say(self, text: str) -> None:
        """Note a fault; of very many, the first are enough."""
        if len(self.said) < MOST_FAULTS:
            self.said.append(text)
        elif len(self.said) == MOST_FAULTS:
            self.said.append("… and more of the kind.")

    def since(self, at: int | None = None) -> str:
        """The last moment at which all was sound: that of the entry before."""
        at = self.last_at if at is None else at
        return f" The last sound entry before it was recorded at {moment(at)}." if at else ""

    def leaves(self, start: int, width: int) -> list[bytes]:
        """The hashes of one bundle's entries, compared with its tile."""
        number = start // WIDTH
        try:
            entries = read_entries(self.read, number, width)
        except LogError as error:
            self.say(f"{error}: entries {start} to {start + width - 1} are lost.{self.since()}")
            try:
                return read_hashes(self.read, 0, number, width)
            except LogError:
                return [bytes(HASH)] * width
        hashes = [leaf_hash(entry) for entry in entries]
        self.compare(0, number, hashes, [self.last_at, *self.read_rows(start, entries)])
        return hashes

    def read_rows(self, start: int, entries: list[bytes]) -> list[int]:
        """The entries as rows of a journal: numbered without a gap, in order of time.

        Gives their instants; none where they are something else.
        """
        try:
            rows = [(row["seq"], row["at"]) for row in json.loads(b"[%s]" % b",".join(entries))]
        except (ValueError, KeyError, TypeError):
            self.foreign = True
            return []
        for index, (seq, at) in enumerate(rows, start):
            if seq != index + 1:
                self.say(f"Entry {index} says that it is row {seq} of the journal.{self.since()}")
            if at < self.last_at:
                self.say(
                    f"Entry {index} is dated {moment(at)}, before the entry that it follows: a "
                    f"clock was set back.{self.since()}"
                )
            self.last_at = max(at, self.last_at)
        return [at for _, at in rows]

    def compare(
        self, level: int, number: int, hashes: list[bytes], times: Sequence[int] = (0,)
    ) -> None:
        """Say where a tile is not made of these hashes; `times` are those of the entries before."""
        path = tile_path(level, number, len(hashes))
        try:
            kept = read_hashes(self.read, level, number, len(hashes))
        except LogError as error:
            self.say(f"{error}.{self.since()}")
            return
        if kept == hashes:
            return
        for place, pair in enumerate(zip(hashes, kept, strict=True)):
            if pair[0] != pair[1]:
                index = (number * WIDTH + place) * WIDTH**level
                what = f"Entry {index}" if level == 0 else f"The part from entry {index} on"
                since = self.since(times[min(place, len(times) - 1)])
                self.say(f"{what} and its hash in {path} do not agree.{since}")

    def climb(self, row: list[bytes], edges: list[list[bytes]]) -> bytes:
        """The root over the roots of whole tiles and the edge beside them, level by level."""
        level = 1
        while row:
            above = []
            for number in range(-(-len(row) // WIDTH)):
                hashes = row[number * WIDTH : (number + 1) * WIDTH]
                self.compare(level, number, hashes)
                if len(hashes) == WIDTH:
                    above.append(root_of(hashes))
                else:
                    edges.append(hashes)
            row, level = above, level + 1
        below: list[bytes] = []
        for edge in edges:
            below = [root_of(edge + below)]
        return below[0] if below else EMPTY


def whose_fault(read: Read, point: Checkpoint) -> str:
    """Why entries that do not lead to the signed root do not, as far as the tiles tell."""
    try:
        kept = tree_root(point.size, Tiles(read, point.size).node)
    except LogError:
        kept = b""
    if kept == point.root:
        return (
            "The hashes in the tiles are those that were signed, so the entries named above were "
            "changed or lost after the exchange had signed them."
        )
    return (
        f"The entries do not lead to the root that was signed for {point.size:,} entries: the "
        "log was changed together with its hashes. Older checkpoints and receipts, given "
        "together with the log, tell since when."
    )


def begins_with(
    answer: Answer, point: Checkpoint, title: str, known: Checkpoint, read: Read
) -> None:
    """Say in `answer` whether the log goes on from a checkpoint that the reader has."""
    if known.size > point.size:
        answer.wrong.append(
            f"The log was rolled back: it shows {point.size:,} entries, and in {title} the same "
            f"exchange signed {known.size:,}. {known.size - point.size:,} entries were taken away."
        )
        return
    try:
        root = tree_root(known.size, Tiles(read, point.size).node)
    except LogError as error:
        answer.wrong.append(f"The log cannot be compared with {title}: {error}.")
        return
    if root == known.root:
        answer.holds.append(
            f"The log begins with the {known.size:,} entries of {title}: of those, nothing was "
            "changed, added or taken away."
        )
    else:
        answer.wrong.append(
            f"The exchange signed two histories: the first {known.size:,} entries of this log are "
            f"not those of {title}."
        )
