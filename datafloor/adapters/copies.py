"""Which copies of a table were marked for whom: a file with one line a copy, appended to.

Trust: the file holds no secret and can be read by whoever may know the buyers. Who can write it
can leave a buyer out, who is then never accused, or name another tolerance, so that a trace
answers that it cannot tell; nobody innocent can be accused by it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from datafloor.kernel.refusal import Refusal, Refused


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One copy: for whom, of which table by which key, how it was marked, and its digest."""

    buyer: str
    version: str
    columns: tuple[tuple[str, float], ...]
    one_in: int
    sha256: str


def read_copies(path: Path) -> tuple[Copy, ...]:
    """The copies that the file tells of. Raises `mark_buyers_unreadable`."""
    try:
        return tuple(msgspec.json.Decoder(Copy).decode_lines(path.read_bytes()))
    except (OSError, ValueError) as error:
        problem = str(error).splitlines()[0]
        raise Refused(Refusal.mark_buyers_unreadable, name=path.name, problem=problem) from error


def add_copy(path: Path, copy: Copy) -> None:
    """Appends a copy, unless it is there. It is on the disk when this returns."""
    if path.exists() and copy in read_copies(path):
        return
    with path.open("ab") as file:
        file.write(msgspec.json.encode(copy) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_buyers(path: Path) -> tuple[tuple[str, ...], tuple[Copy, ...]]:
    """The buyers that a file names, each once: one a line, or by their copies, which come too."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        problem = str(error).splitlines()[0]
        raise Refused(Refusal.mark_buyers_unreadable, name=path.name, problem=problem) from error
    copies = read_copies(path) if text.lstrip().startswith("{") else ()
    names: Sequence[str] = [copy.buyer for copy in copies] or text.splitlines()
    buyers = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not buyers:
        raise Refused(Refusal.mark_buyers_unreadable, name=path.name, problem="it is empty")
    return buyers, copies
