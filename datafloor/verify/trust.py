"""Whom the reader believes, and what that makes of a checkpoint.

The reader brings the log's key (from a law gazette, a contract, a colleague), and perhaps keys
of witnesses. A key may hand over to the next one: a note, signed by the old key, that says from
which size of the log on the new key signs. Such notes are followed, so that one old key is
enough to check a log for its whole life.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from .note import Checkpoint, Key, Note, NoteError

HANDOVER = "datafloor/key-handover/v1"


def handover_text(origin: str, size: int, key: Key) -> str:
    """What the old key signs: from checkpoints larger than `size` on, this key signs."""
    return f"{HANDOVER}\n{origin}\n{size}\n{key}\n"


def moment(microseconds: int) -> str:
    """An instant as people read it."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return (start + timedelta(microseconds=microseconds)).strftime("%Y-%m-%d %H:%M:%S UTC")


@dataclass
class Answer:
    """What was found: what holds, what is left open, and what is wrong."""

    title: str
    holds: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    checkpoint: Checkpoint | None = None

    @property
    def code(self) -> int:
        """0: all holds. 1: something is wrong. 3: nothing is wrong, and something is open."""
        return 1 if self.wrong else 3 if self.open else 0


@dataclass(frozen=True)
class Trust:
    """The keys that the reader brought, and how many witnesses must have signed."""

    keys: tuple[Key, ...] = ()
    witnesses: tuple[Key, ...] = ()
    quorum: int = 0

    def judge(self, answer: Answer, note: Note, handovers: Sequence[str], shown: str) -> None:
        """Say in `answer` who signed this checkpoint, and set it there if the log did.

        `shown` is the key that the evidence itself brings; it is taken only where the reader
        brought none, and then the answer says so.
        """
        checkpoint = Checkpoint.read(note.text)
        keys = self.keys
        if not keys:
            keys = (Key.read(shown),) if shown else ()
            answer.open.append(
                f"The key {shown or '(none)'} comes with the evidence itself. It shows that the "
                "parts belong together, not who made them: get the key of the exchange another "
                "way, and give it with --key."
            )
        signers, passed = note.signed_by(*follow(keys, checkpoint, handovers)), ""
        if not signers:
            passed = (
                "a key that has handed over to another" if note.signed_by(*keys) else "no such key"
            )
            names = ", ".join(sorted({name for name, _ in note.signatures}))
            given = ", ".join(sorted({key.name for key in keys})) or "nobody"
            answer.wrong.append(
                f"The checkpoint of {checkpoint.origin} at size {checkpoint.size:,} is signed "
                f"by {passed}: it bears the name {names}; you trust {given}. It is of another "
                "exchange, or of nobody."
            )
            return
        signer = next(iter(signers))
        if signer.name != checkpoint.origin:
            answer.wrong.append(
                f"{signer.name} signed a checkpoint in the name of {checkpoint.origin}."
            )
            return
        answer.checkpoint = checkpoint
        answer.holds.append(
            f"{signer.name} signed that its log has {checkpoint.size:,} entries under the root "
            f"{checkpoint.root.hex()[:16]}… (key {signer.id.hex()})."
        )
        self.count_witnesses(answer, note)

    def count_witnesses(self, answer: Answer, note: Note) -> None:
        """Say in `answer` which witnesses of the reader signed."""
        seen = note.signed_by(*self.witnesses)
        if seen:
            last = moment(max(seen.values()) * 1_000_000)
            names = ", ".join(sorted(key.name for key in seen))
            answer.holds.append(
                f"{len(seen)} of the {len(self.witnesses)} witnesses that you trust saw the same "
                f"log, the last at {last}: {names}."
            )
        if len(seen) < self.quorum:
            answer.wrong.append(
                f"Only {len(seen)} of the {self.quorum} witnesses that you ask for have signed."
            )
        elif self.witnesses and not seen:
            answer.open.append(
                "None of the witnesses that you trust has signed: the exchange could show others "
                "another history. Compare its checkpoint with theirs."
            )


def follow(keys: Sequence[Key], checkpoint: Checkpoint, handovers: Sequence[str]) -> list[Key]:
    """The keys that may sign this checkpoint, from the given ones through their handovers.

    A key that has handed over at some size signs no larger checkpoint. Raises `NoteError` where
    a handover is damaged or its signature by a known key is false.
    """
    current = list(keys)
    for text in handovers:
        note = Note.read(text)
        lines = note.text.split("\n")
        if len(lines) != 5 or lines[0] != HANDOVER or not lines[2].isdecimal():
            raise NoteError("a note among the handovers of keys is something else")
        givers = note.signed_by(*current)
        new = Key.read(lines[3])
        if givers and lines[1] == checkpoint.origin and checkpoint.size > int(lines[2]):
            current = [key for key in current if key not in givers]
            current.append(new)
    return current
