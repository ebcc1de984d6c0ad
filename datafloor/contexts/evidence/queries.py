"""Receipts, bundles, and whether journal and public log still say the same."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence

from datafloor.contexts import agreements, dossiers, market
from datafloor.contexts.evidence.model import Document, Evidence, Leaf, Read, Shown, Standing
from datafloor.kernel import canonical, journal, mentions
from datafloor.kernel.clock import iso
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import BODY, derived
from datafloor.kernel.journal import Entry
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify.evidence import FORM
from datafloor.verify.merkle import inclusion_proof
from datafloor.verify.note import Checkpoint, Note
from datafloor.verify.tiles import WIDTH, LogError, Tiles, read_entries

PUBLIC = frozenset(
    {
        *("product", "version", "offer", "order", "contract", "terms", "grant", "delivery"),
        *("invoice", "payment", "dispute", "notice", "decision", "trace", "dossier"),
    }
)
"""What ids may name that the public log shows. People, organisations, tokens and any kind that is
not listed stay out: who trades with whom is told to the parties and the supervisor only."""

_ID = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(PUBLIC))})_{BODY}(?![0-9A-Z])")

_KEY = re.compile(rf"(?<![a-z])key_{BODY}(?![0-9A-Z])")

TRADE = ("order", "contract", "grant")
"""What one trade is called in its stages; the ids share their body."""

BEHIND = frozenset({"offer", "terms", "version"})
"""What a trade is about, and may be shown whole to its parties."""

MOST_ENTRIES = 10_000
"""The most entries in one bundle."""

MOST_FOUND = 20
"""After so many rows that differ, an audit has seen enough."""


def leaf_of(entry: Entry) -> bytes:
    """The log's entry for a journal entry. Nothing of a person, an organisation or a request.

    The digest hides what it covers, among which are the request's id and ids of 80 random bits.
    """
    ids = tuple(sorted(set(_ID.findall(entry.body))))
    return canonical.encode(Leaf(entry.seq, entry.at, entry.kind, entry.digest, ids))


def receipt(tx: Tx, read: Read, by: Actor, request_id: str) -> Evidence:
    """Evidence of what a request came to, for whoever may see its entries.

    Raises `Refused` where there is no such request, or the log has not taken it up yet.
    """
    seen = journal.seen(tx, [request_id])
    entries = [
        pair
        for each in seen.values()
        for pair in _with_before(tx, range(each.first, each.last + 1))
        if pair[1].request_id == request_id and _may_see(by, pair[1])
    ]
    if not entries:
        raise Refused(Refusal.receipt_unknown, request_id=request_id)
    return _evidence(read, f"Biên nhận · Receipt {request_id}", entries)


def bundle(tx: Tx, read: Read, by: Actor, about: str) -> Evidence:
    """Evidence of all that happened to one thing, for whoever may see it.

    Whoever is named in a trade may see the whole trade, with the offer, terms and version that it
    is about. Of anything else one sees the entries that one made or is named in. Raises `Refused`
    where there is nothing to show, or the log has not taken it up yet.
    """
    names = [about]
    documents: tuple[Document, ...] = ()
    trade = about.partition("_")[0] in TRADE
    if trade:
        names = [derived(kind, about) for kind in TRADE]
    entries = mentions.about(tx, names, MOST_ENTRIES)
    visible = [entry for entry in entries if _may_see(by, entry)]
    if trade and visible:
        entries += _dossiers(tx, names)
        visible = entries + _behind(tx, entries, names) + _keys(tx, entries)
        documents = _texts(tx, derived("contract", about))
    if not visible:
        raise Refused(Refusal.evidence_unknown, about=about)
    numbers = sorted({entry.seq for entry in visible})
    title = f"Hồ sơ bằng chứng · Evidence {about}"
    return _evidence(read, title, list(_with_before(tx, numbers)), documents)


def _behind(tx: Tx, entries: Sequence[Entry], trade: Sequence[str]) -> list[Entry]:
    """The entries about what a trade is about, but for those of other trades."""
    found = {name for entry in entries for name in _ID.findall(entry.body)}
    names = sorted(name for name in found if name.partition("_")[0] in BEHIND)
    kept = []
    for entry in mentions.about(tx, names, MOST_ENTRIES):
        trades = {name for name in _ID.findall(entry.body) if name.partition("_")[0] in TRADE}
        if trades.issubset(trade):
            kept.append(entry)
    return kept


def _dossiers(tx: Tx, trade: Sequence[str]) -> list[Entry]:
    """The entries of the dossiers that concern a trade."""
    order = market.order(tx, trade[TRADE.index("order")])
    if order is None:
        return []
    found = dossiers.of_trade(tx, order.order, order.product, order.placed_at)
    names = [each.dossier.dossier for each in found]
    return mentions.about(tx, names, MOST_ENTRIES) if names else []


def _keys(tx: Tx, entries: Sequence[Entry]) -> list[Entry]:
    """The entries about the keys that signed a contract, but not what else they signed."""
    names = sorted({name for entry in entries for name in _KEY.findall(entry.body)})
    found = mentions.about(tx, names, MOST_ENTRIES)
    return [entry for entry in found if entry.kind.startswith("agreements.key_")]


def _texts(tx: Tx, contract: str) -> tuple[Document, ...]:
    """The texts of a contract as they are written now, each edition in all its forms."""
    return tuple(
        Document(f"{name} · {contract}, {number}", text)
        for number, name, text in agreements.documents(tx, contract)
    )


def _may_see(by: Actor, entry: Entry) -> bool:
    """Whoever acted, or is named, or supervises."""
    acted = bool(by.person) and by.person == entry.by_person
    ours = bool(by.organisation) and by.organisation == entry.by_organisation
    named = bool(by.organisation) and by.organisation in entry.body
    return acted or ours or named or "supervisor" in by.roles


def _with_before(tx: Tx, numbers: Sequence[int]) -> Iterator[tuple[str, Entry]]:
    """These journal entries, each with the digest of the entry before."""
    for number in numbers:
        found = journal.read(tx, max(number - 2, 0), 2 if number > 1 else 1)
        yield (found[0].digest if number > 1 else ""), found[-1]


def _evidence(
    read: Read,
    title: str,
    entries: Sequence[tuple[str, Entry]],
    documents: tuple[Document, ...] = (),
) -> Evidence:
    note, size = _checkpoint(read, entries[-1][1].seq)
    keys = json.loads(read("keys.json") or b"{}")
    node = Tiles(read, size).node
    shown = tuple(
        Shown(
            index=entry.seq - 1,
            leaf=leaf_of(entry).decode(),
            proof=tuple(
                b64encode(each).decode() for each in inclusion_proof(entry.seq - 1, size, node)
            ),
            content=journal.written(before, entry),
        )
        for before, entry in entries
    )
    return Evidence(FORM, title, keys["key"], tuple(keys["handovers"]), note, shown, documents)


def _checkpoint(read: Read, need: int) -> tuple[str, int]:
    """The checkpoint that witnesses signed if it is late enough, else the last; and its size."""
    for name in ("checkpoint.witnessed", "checkpoint"):
        note = (read(name) or b"").decode()
        size = Checkpoint.read(Note.read(note).text).size if note else 0
        if size >= need:
            return note, size
    raise Refused(Refusal.log_behind)


def standing(tx: Tx, read: Read) -> Standing:
    """Whether the public log keeps up; one that stalls shows since when."""
    note = (read("checkpoint") or b"").decode()
    size = Checkpoint.read(Note.read(note).text).size if note else 0
    waiting = journal.read(tx, size, 1)
    head = journal.head(tx)
    return Standing(note, size, head.seq, waiting[0].at if waiting else None)


def audit(
    tx: Tx, read: Read, size: int, progress: Callable[[int], None] = lambda done: None
) -> list[str]:
    """Each row of the journal that is not what the public log of this size shows, in words.

    A row edited, removed, inserted or moved in the database is found, and any change of a row that
    the log has not taken up yet, for it breaks the chain of digests.
    """
    found: list[str] = []
    digest, number, at = "", 0, 0
    published = _published(read, size)
    while entries := journal.read(tx, number, WIDTH):
        for entry in entries:
            for row in range(number + 1, entry.seq):
                next(published, None)
                found.append(f"Row {row} is missing.{_since(at)}")
            kept = next(published, None)
            if journal.chain(digest, entry) != entry.digest and not found:
                found.append(
                    f"Row {entry.seq} ({entry.kind}) does not fit its digest: it, or the digest of "
                    f"the row before, was changed in the database.{_since(at)}"
                )
            if kept is not None and kept != leaf_of(entry):
                found.append(
                    f"Row {entry.seq} ({entry.kind}) is not the one that was published when it "
                    f"was recorded.{_since(at)}"
                )
            digest, number, at = entry.digest, entry.seq, entry.at
        progress(number)
        if len(found) >= MOST_FOUND:
            return found
    if number < size:
        found.append(
            f"The journal ends at row {number}, and {size:,} were published: the rows between were "
            f"removed, or the database was restored from an older copy.{_since(at)}"
        )
    return found


def _since(at: int) -> str:
    return f" The row before it, of {iso(at)}, is sound." if at else ""


def _published(read: Read, size: int) -> Iterator[bytes]:
    for start in range(0, size, WIDTH):
        try:
            yield from read_entries(read, start // WIDTH, min(WIDTH, size - start))
        except LogError:
            yield from [b""] * min(WIDTH, size - start)
