"""Receipts and bundles: some entries of the log, with what shows that they are in it.

One form for both, in JSON. A bundle comes dressed as a page for people (`page`), and its page
must say exactly what its evidence says.

    {"form": "datafloor/evidence/v1", "title": …, "key": …, "handovers": [note…],
     "checkpoint": note, "entries": [{"index", "leaf", "proof": [base64…], "content"}…],
     "documents": [{"name", "text"}…]}

A leaf is what the public log shows: the number, instant and kind of a row of the exchange's
journal, ids of things, and the SHA-256 of the row's content. The content itself is known to the
parties, and travels with the evidence: nine lines, see `FIELDS`.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from .contracts import check_contracts
from .deliveries import check_deliveries
from .dossiers import check_dossiers
from .merkle import ProofError, check_inclusion, leaf_hash
from .note import Checkpoint, Note, NoteError, from_base64
from .trust import Answer, Trust, moment

FORM = "datafloor/evidence/v1"
FIELDS = (
    *("digest of the row before", "number", "recorded", "person", "organisation", "request"),
    *("digest of what was asked", "kind", "body"),
)
PROOF = "c2sp.org/tlog-proof@v1"


def check_evidence(name: str, data: dict[str, Any], trust: Trust) -> Answer:
    """Check a receipt or a bundle."""
    answer = Answer(f"{name}: {data.get('title') or 'evidence'}")
    try:
        if data["form"] != FORM:
            raise NoteError(f"its form is {data['form']!r}, and this program reads {FORM}")
        note = Note.read(data["checkpoint"])
        trust.judge(answer, note, data["handovers"], data["key"])
        if answer.checkpoint:
            contents = [check_entry(answer, answer.checkpoint, entry) for entry in data["entries"]]
            for document in data["documents"]:
                check_document(answer, document["name"], document["text"], contents)
            events = [_event(content) for content in contents if content]
            check_contracts(answer, events)
            check_deliveries(answer, events)
            check_dossiers(answer, events)
            if not contents:
                answer.wrong.append("It holds no entry: it is evidence of nothing.")
    except (NoteError, ValueError, KeyError, TypeError, AttributeError) as error:
        answer.wrong.append(f"It is cut short or damaged: {error!r}.")
    return answer


def check_entry(answer: Answer, point: Checkpoint, entry: dict[str, Any]) -> str:
    """Say in `answer` whether an entry is in the log; its content, where that is its own."""
    index, leaf, content = entry["index"], entry["leaf"], entry["content"]
    row = json.loads(leaf)
    what = f"Entry {index} ({row['kind']}, recorded {moment(row['at'])})"
    try:
        proof = [from_base64(line) for line in entry["proof"]]
        check_inclusion(index, point.size, leaf_hash(leaf.encode()), proof, point.root)
    except ProofError as error:
        answer.wrong.append(f"{what} is not in the log that was signed: {error}.")
        return ""
    if row["seq"] != index + 1:
        answer.wrong.append(f"{what} says that it is row {row['seq']} of the journal.")
    if sha256(content.encode()).hexdigest() != row["digest"]:
        answer.wrong.append(f"{what} is in the log, but not with the content that is shown here.")
        return ""
    fields = read_content(content)
    if [fields[name] for name in ("number", "recorded", "kind")] != [
        *(str(row["seq"]), str(row["at"]), row["kind"])
    ]:
        answer.wrong.append(f"{what} is labelled otherwise than its content says.")
    answer.holds.append(f"{what} is in the log, with exactly the content that is shown here.")
    return str(content)


def read_content(content: str) -> dict[str, str]:
    """The lines of a row's content, by name. Raises `NoteError`."""
    lines = content.split("\n")
    if len(lines) != len(FIELDS):
        raise NoteError("the content of an entry is not a row of a journal")
    return dict(zip(FIELDS, lines, strict=True))


def _event(content: str) -> tuple[str, dict[str, Any]]:
    fields = read_content(content)
    return fields["kind"], json.loads(fields["body"])


def check_document(answer: Answer, name: str, text: str, contents: Sequence[str]) -> None:
    """Say in `answer` whether an entry names a document by its digest."""
    digest = sha256(text.encode()).hexdigest()
    if any(digest in content for content in contents):
        answer.holds.append(f"The document {name} is, byte for byte, the one that an entry names.")
    else:
        answer.wrong.append(f"The document {name} is named by no entry: it may be another text.")


def check_tlog_proof(name: str, text: str, trust: Trust) -> Answer:
    """Check a proof in the C2SP tlog-proof form; its extra data is the entry."""
    answer = Answer(f"{name}: a proof that an entry is in a log")
    head, _, rest = text.partition("\n\n")
    lines = head.split("\n")
    try:
        extra, index = lines[1].removeprefix("extra "), int(lines[2].removeprefix("index "))
        trust.judge(answer, Note.read(rest), [], "")
        if answer.checkpoint:
            leaf = from_base64(extra)
            proof = [from_base64(line) for line in lines[3:]]
            point = answer.checkpoint
            check_inclusion(index, point.size, leaf_hash(leaf), proof, point.root)
            answer.holds.append(f"Entry {index} is in the log: {leaf[:200]!r}.")
    except (ProofError, NoteError, ValueError, IndexError) as error:
        answer.wrong.append(f"It proves nothing: {error}.")
    return answer


def check_checkpoint(name: str, text: str, trust: Trust) -> Answer:
    """Check a checkpoint on its own."""
    answer = Answer(f"{name}: a checkpoint")
    try:
        trust.judge(answer, Note.read(text), [], "")
    except NoteError as error:
        answer.wrong.append(f"It is no checkpoint: {error}.")
    return answer


def compare_histories(answers: Sequence[Answer]) -> Answer | None:
    """What several pieces of evidence say together: whether one log signed two histories."""
    points: dict[tuple[str, int], tuple[str, bytes]] = {}
    answer = Answer("All together")
    for each in answers:
        point = each.checkpoint
        if point is None:
            continue
        title, root = points.setdefault((point.origin, point.size), (each.title, point.root))
        if root != point.root:
            answer.wrong.append(
                f"{point.origin} signed two histories of {point.size:,} entries: one in {title}, "
                f"another in {each.title}. Either is proof against the exchange; keep both."
            )
    return answer if answer.wrong else None
