"""The lines of an answer, in parquet and in delta format.

A line is cut where the link to a file goes. The pieces around it depend on the version alone and
are kept; only links differ from grant to grant and from minute to minute.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from datafloor.adapters.tables import Change, File, Snapshot

KEPT_LINES = 200_000
MODES = ["url"]


class Line(Struct, frozen=True):
    """A line about a file: the object's key, and what stands before and after its link."""

    key: str
    before: bytes
    after: bytes


def _text(value: Any) -> bytes:
    return msgspec.json.encode(value)


def _told(action: dict[str, Any], *left_out: str) -> dict[str, Any]:
    """An action without what it leaves open and without what is said elsewhere."""
    return {k: v for k, v in action.items() if v is not None and k not in left_out}


def protocol_line(protocol: dict[str, Any], style: str, version: int | None = None) -> bytes:
    """The first line: what a reader must understand. `version` is told where history is asked."""
    if style == "parquet":
        return b'{"protocol":{"minReaderVersion":1}}\n'
    content: dict[str, Any] = {"deltaProtocol": _told(protocol)}
    if version is not None:
        content["version"] = version
    return _text({"protocol": content}) + b"\n"


def metadata_line(
    metadata: dict[str, Any], style: str, version: int | None, snapshot: Snapshot | None
) -> bytes:
    """The second line: fields, partition columns, and the size where a whole version is told."""
    more: dict[str, Any] = {"accessModes": MODES}
    if version is not None:
        more["version"] = version
    if snapshot is not None:
        more |= {"size": snapshot.bytes, "numFiles": len(snapshot.files)}
    if style == "delta":
        return _text({"metaData": {"deltaMetadata": _told(metadata), **more}}) + b"\n"
    kept = _told(metadata, "createdTime", "format")
    return _text({"metaData": {**kept, "format": {"provider": "parquet"}, **more}}) + b"\n"


def file_line(file: File, style: str) -> Line:
    """A file of a version."""
    return _line("file", "add", file.id, file.key, file.action, style, {})


def change_line(change: Change, style: str) -> Line:
    """A file by which a version changed the table, with the version and its time."""
    when = {"version": change.version, "timestamp": change.timestamp}
    wrapper = {"cdc": "cdf"}.get(change.kind, change.kind) if style == "parquet" else "file"
    return _line(wrapper, change.kind, change.id, change.key, change.action, style, when)


def _line(
    wrapper: str, kind: str, id_: str, key: str, action: dict[str, Any], style: str, when: Any
) -> Line:
    size = action.get("size") or 0
    if style == "delta":
        said = {"id": id_, "size": size, **when}
        before = _text({wrapper: said})[:-2] + f',"deltaSingleAction":{{"{kind}":'.encode()
        before += _text(_told(action, "path"))[:-1] + b',"path":"'
        return Line(key, before, b'"}}')
    said = {"id": id_, "partitionValues": action.get("partitionValues") or {}, "size": size, **when}
    if action.get("stats"):
        said["stats"] = action["stats"]
    before = f'{{"{wrapper}":{{"url":"'.encode()
    return Line(key, before, b'",' + _text(said)[1:-1])


def told(lines: Sequence[Line], links: Sequence[str], ends: int, when: bytes = b"") -> bytes:
    """The lines with their links in place, each with the millisecond at which its link ends."""
    tail = when + b',"expirationTimestamp":%d}}\n' % (ends * 1000)
    return b"".join(
        [
            piece
            for line, link in zip(lines, links, strict=True)
            for piece in (line.before, link.encode(), line.after, tail)
        ]
    )


def end_line(**content: Any) -> bytes:
    """The last line, which tells a client that nothing is missing."""
    return _text({"endStreamAction": {k: v for k, v in content.items() if v is not None}}) + b"\n"


class Rendered:
    """The lines of whole versions, kept while they fit."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, str], dict[str, Line]] = OrderedDict()
        self._lines = 0

    def of(self, snapshot: Snapshot, files: Iterable[File], style: str) -> list[Line]:
        """The lines of some files of a version."""
        at = (snapshot.location, snapshot.version, style)
        lines = self._kept.get(at)
        if lines is None:
            lines = {file.id: file_line(file, style) for file in snapshot.files}
            self._kept[at] = lines
            self._lines += len(lines)
            while self._lines > KEPT_LINES and len(self._kept) > 1:
                self._lines -= len(self._kept.popitem(last=False)[1])
        return [lines[file.id] for file in files]


class Answers:
    """Whole answers to the commonest question, kept while they fit: all files of a version.

    An answer belongs to one grant and to the minute whose links it holds. It is given out only
    after the shelf has said, for this very request, that the grant is open.
    """

    def __init__(self, most_bytes: int = 64 << 20) -> None:
        self._kept: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._bytes = 0
        self._most = most_bytes

    def get(self, key: tuple[Any, ...]) -> bytes | None:
        return self._kept.get(key)

    def keep(self, key: tuple[Any, ...], answer: bytes) -> None:
        self._kept[key] = answer
        self._bytes += len(answer)
        while self._bytes > self._most:
            self._bytes -= len(self._kept.popitem(last=False)[1])
