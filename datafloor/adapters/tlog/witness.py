"""A witness: signs a log's checkpoints only while each goes on from the one before.

So a log that a witness has signed cannot show two histories, or take one back, unless the witness
helps it. Protocol: C2SP tlog-witness v1.0.0 (`add-checkpoint`), cosignatures v1 with Ed25519.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from datafloor.kernel import clock
from datafloor.verify.merkle import EMPTY, ProofError, check_consistency
from datafloor.verify.note import Checkpoint, Key, Note, NoteError, from_base64

from .memory import Conflict, Memory
from .signer import Signer

MOST_PROOF_LINES = 63
MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Reply:
    """What a witness answers over HTTP."""

    status: int
    body: str
    type: str = "text/plain; charset=utf-8"


class Witness:
    """Answers to logs whose keys it was given.

    It never signs two trees that do not follow one another, nor a date before its last, whatever
    the clock shows. The memory is written before the answer goes out.
    """

    def __init__(
        self,
        signer: Signer,
        logs: Sequence[Key],
        memory: Memory,
        *,
        time: Callable[[], int] = clock.now,
    ) -> None:
        self.signer = signer
        self.logs = tuple(logs)
        self.memory = memory
        self._time = time

    def add_checkpoint(self, body: bytes) -> Reply:
        """Cosign a checkpoint, or say why not."""
        try:
            old, proof, note = read_request(body)
            point = Checkpoint.read(note.text)
        except (NoteError, UnicodeDecodeError) as error:
            return Reply(400, f"{error}\n")
        keys = [key for key in self.logs if key.name == point.origin]
        if not keys:
            return Reply(404, f"This witness does not know the log {point.origin}.\n")
        try:
            signers = note.signed_by(*keys)
        except NoteError as error:
            return Reply(403, f"{error}\n")
        if not signers:
            return Reply(403, "No key that this witness knows has signed the checkpoint.\n")
        if old > point.size:
            return Reply(400, f"A tree of {point.size} cannot go on from one of {old}.\n")
        return self._advance(old, proof, note, point, list(signers))

    def _advance(
        self, old: int, proof: list[bytes], note: Note, point: Checkpoint, keys: list[Key]
    ) -> Reply:
        kept = self.memory.latest(point.origin)
        last = Checkpoint.read(Note.read(kept).text) if kept else Checkpoint("", 0, EMPTY)
        if old != last.size:
            return Reply(409, f"{last.size}\n", "text/x.tlog.size")
        problem = inconsistency(last, point, proof)
        if problem:
            return Reply(422, f"{problem}.\n")
        dates = Note.read(kept).signed_by(self.signer.key) if kept else {}
        seconds = max(self._time() // clock.SECOND, *dates.values(), 1)
        line = self.signer.cosign(note.text, seconds)
        own = [each for each in note.signatures if each in _lines_of(note, keys)]
        try:
            new = f"{Note(note.text, tuple(own))}{line}"
            self.memory.replace(point.origin, kept, new)
        except Conflict:
            now = self.memory.latest(point.origin)
            size = Checkpoint.read(Note.read(now).text).size if now else 0
            return Reply(409, f"{size}\n", "text/x.tlog.size")
        return Reply(200, line)

    def checkpoint(self, origin_hash: str) -> Reply:
        """The last checkpoint that was cosigned of the log with this SHA-256 of its origin."""
        for key in self.logs:
            if sha256(key.name.encode()).hexdigest() == origin_hash:
                kept = self.memory.latest(key.name)
                if kept:
                    return Reply(200, kept)
        return Reply(404, "This witness has cosigned nothing of such a log.\n")


def _lines_of(note: Note, keys: Sequence[Key]) -> list[tuple[str, bytes]]:
    """The signatures on a note that are made with these keys."""
    known = {(key.name, key.id) for key in keys}
    return [(name, blob) for name, blob in note.signatures if (name, blob[:4]) in known]


def inconsistency(last: Checkpoint, point: Checkpoint, proof: Sequence[bytes]) -> str:
    """Why a checkpoint does not go on from the last one; empty where it does."""
    if point.size == 0 and point.root != EMPTY:
        return "an empty tree has another root"
    if last.size == 0:
        return "nothing is to be proved about an empty tree" if proof else ""
    try:
        check_consistency(last.size, point.size, last.root, point.root, proof)
    except ProofError as error:
        return str(error)
    return ""


def read_request(body: bytes) -> tuple[int, list[bytes], Note]:
    """The old size, the proof and the note of an `add-checkpoint` request. Raises `NoteError`."""
    head, blank, rest = body.decode().partition("\n\n")
    lines = head.split("\n")
    match = re.fullmatch("old (0|[1-9][0-9]{0,17})", lines[0])
    if not blank or not match or len(lines) > MOST_PROOF_LINES + 1:
        raise NoteError("this is not an add-checkpoint request")
    proof = [from_base64(line) for line in lines[1:]]
    if any(len(each) != 32 for each in proof):
        raise NoteError("a hash of the proof is not 32 bytes long")
    return int(match[1]), proof, Note.read(rest)


def write_request(old: int, proof: Sequence[str], note: str) -> bytes:
    """The body of an `add-checkpoint` request; the proof in base 64."""
    return "".join([f"old {old}\n", *(f"{line}\n" for line in proof), "\n", note]).encode()
