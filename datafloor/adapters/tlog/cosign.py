"""Asks witnesses to cosign a log's checkpoint."""

import threading
from base64 import b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from datafloor.verify.merkle import consistency_proof
from datafloor.verify.note import Checkpoint, Key, Note, NoteError, read_signature
from datafloor.verify.tiles import LogError, Read, Tiles

from .publisher import Publisher
from .witness import write_request

TIMEOUT_SECONDS = 5.0
LOOK_SECONDS = 0.2
RETRY_SECONDS = 10.0
"""How long a witness that was silent is left alone."""

MOST_REPLY_BYTES = 16 * 1024


class WitnessSilent(Exception):
    """A witness gave no valid cosignature. The text says why; the log itself is unharmed."""


@dataclass
class WitnessAt:
    """A witness as a log knows it: where it listens, its key, and what it signed last."""

    url: str
    key: Key
    size: int = 0

    def cosign(self, note: str, read: Read) -> str:
        """The witness's line under this checkpoint. Raises `WitnessSilent`, `LogError`.

        Where the witness remembers another size than we do, it says which, and is asked again.
        """
        point = Checkpoint.read(Note.read(note).text)
        status, answer = self._ask(min(self.size, point.size), point.size, note, read)
        if status == 409:
            told = answer.strip()
            if not told.isdecimal() or int(told) > point.size:
                raise WitnessSilent(
                    f"{self.key.name} has signed {told[:40]} entries, and this log has {point.size}"
                )
            status, answer = self._ask(int(told), point.size, note, read)
        if status != 200:
            raise WitnessSilent(f"{self.key.name} answered {status}: {answer.strip()[:200]}")
        line = self._own_line(note, answer)
        self.size = point.size
        return line

    def _ask(self, old: int, new: int, note: str, read: Read) -> tuple[int, str]:
        proof = consistency_proof(old, new, Tiles(read, new).node)
        body = write_request(old, [b64encode(each).decode() for each in proof], note)
        request = Request(f"{self.url.rstrip('/')}/add-checkpoint", body, method="POST")
        request.add_header("Content-Type", "text/plain; charset=utf-8")
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as reply:
                return reply.status, reply.read(MOST_REPLY_BYTES).decode(errors="replace")
        except HTTPError as error:
            with error:
                return error.code, error.read(MOST_REPLY_BYTES).decode(errors="replace")
        except (URLError, OSError) as error:
            raise WitnessSilent(f"{self.key.name} cannot be reached: {error}") from error

    def _own_line(self, note: str, answer: str) -> str:
        for line in answer.splitlines():
            try:
                name, blob = read_signature(line)
                if (name, blob[:4]) == (self.key.name, self.key.id):
                    self.key.check(Note.read(note).text, blob[4:])
                    return f"{line}\n"
            except NoteError as error:
                raise WitnessSilent(f"{self.key.name}: {error}") from error
        raise WitnessSilent(f"{self.key.name} did not sign with the key that it is known by")


def collect(witnesses: Sequence[WitnessAt], note: str, read: Read) -> tuple[str, list[str]]:
    """The checkpoint with what the witnesses signed under it, and why others did not.

    They are asked at once, so the slowest one sets the time.
    """
    lines, silent = [], []
    with ThreadPoolExecutor(max(len(witnesses), 1)) as pool:
        for future in [pool.submit(each.cosign, note, read) for each in witnesses]:
            try:
                lines.append(future.result())
            except WitnessSilent as error:
                silent.append(str(error))
    return note + "".join(lines), silent


class Cosigning:
    """Asks the witnesses about each new checkpoint, in a thread of its own until closed.

    The log does not wait for them: a checkpoint is published at once, and shown again with their
    signatures as they come. `tell` is given a sentence when a witness falls silent.
    """

    def __init__(
        self,
        publisher: Publisher,
        witnesses: Sequence[WitnessAt],
        tell: Callable[[str], None],
    ) -> None:
        self._publisher = publisher
        self._witnesses = witnesses
        self._tell = tell
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="cosigning", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the answers in hand."""
        self._closed.set()
        self._thread.join()

    def _work(self) -> None:
        asked, wait, told = "", LOOK_SECONDS, [""]
        while not self._closed.wait(wait):
            note = self._publisher.note
            if not note or note == asked:
                continue
            try:
                full, silent = collect(self._witnesses, note, self._publisher.read)
                if full != note:
                    self._publisher.add_cosignatures(full)
            except (LogError, OSError) as error:
                silent = [f"the checkpoint could not be cosigned: {error}"]
            if silent != told:
                for each in silent:
                    self._tell(each)
            told, asked = silent, note if not silent else ""
            wait = RETRY_SECONDS if silent else LOOK_SECONDS
