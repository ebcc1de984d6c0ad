"""Nouns: what the public log shows of a journal entry, and evidence to hand out."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

Read = Callable[[str], bytes | None]
"""A file of the public log by its path."""


class PublicLog(Protocol):
    """The port to the public log. Entries lie in it in the order of the journal, from row 1."""

    def open(self) -> int:
        """How many entries are in it."""

    def integrate(self, start: int, entries: Sequence[bytes]) -> None:
        """Append entries, the first at `start`, and publish a checkpoint that promises them."""

    def read(self, path: str) -> bytes | None:
        """One of its files."""


class Leaf(Struct, frozen=True):
    """What the public log shows of a journal entry."""

    seq: int
    at: int
    kind: str
    digest: str
    ids: tuple[str, ...]


class Shown(Struct, frozen=True):
    """One entry in evidence: its leaf, where it lies, the proof, and its content."""

    index: int
    leaf: str
    proof: tuple[str, ...]
    content: str


class Document(Struct, frozen=True):
    """A text that an entry names by its digest."""

    name: str
    text: str


class Evidence(Struct, frozen=True):
    """A receipt or a bundle, in the form that `datafloor verify` reads."""

    form: str
    title: str
    key: str
    handovers: tuple[str, ...]
    checkpoint: str
    entries: tuple[Shown, ...]
    documents: tuple[Document, ...] = ()


class Standing(Struct, frozen=True):
    """How the public log stands: what it promises, and since when rows of the journal wait."""

    checkpoint: str
    size: int
    journal: int
    waiting_since: int | None
