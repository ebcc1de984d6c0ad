"""Reading a pack from its folder. What is not understood is refused, with its file and rule named.

A pack is a folder of TOML files. Together they hold one `[pack]`, and any number of
`[[instrument]]`, `[[rule]]` and `[labels]` tables; how they are spread over files means nothing.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

import datafloor
from datafloor.kernel import canonical
from datafloor.kernel.law.kinds import words_of
from datafloor.kernel.law.pack import Pack
from datafloor.kernel.law.timed import DeadlineWorkingDays, WindowWorkingDays
from datafloor.kernel.law.values import Dated, Header, Instrument, Label, Rule, instrument_of

FOLDER = Path(datafloor.__file__).parent / "law"
T = TypeVar("T")


class BadPack(ValueError):
    """A pack that cannot be used; nothing of it is. The text names each file and rule at fault."""


def names() -> tuple[str, ...]:
    """The packs that come with the program."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/pack.toml")))


@cache
def pack(name: str) -> Pack:
    """One of the packs that come with the program, read once when it is first asked for.

    Raises `BadPack` where there is none by this name or it cannot be used.
    """
    if name not in names():
        raise BadPack(f"no pack is called {name}; there are: {', '.join(names())}")
    return load(FOLDER / name)


def load(folder: Path) -> Pack:
    """The pack in a folder. Raises `BadPack` with all that is wrong with it."""
    headers: list[Header] = []
    instruments: list[Instrument] = []
    rules: list[Rule] = []
    labels: dict[str, Label] = {}
    for path in sorted(folder.glob("*.toml")):
        where = f"{folder.name}/{path.name}"
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise BadPack(f"{where}: {problem}") from problem
        if strange := content.keys() - {"pack", "instrument", "rule", "labels"}:
            raise BadPack(f"{where}: unknown table {', '.join(sorted(strange))}")
        if "pack" in content:
            headers.append(_convert(content["pack"], Header, f"{where}: pack"))
        for row in content.get("instrument", []):
            instruments.append(_convert(row, Instrument, f"{where}: instrument {row.get('id')}"))
        for row in content.get("rule", []):
            rules.append(_convert(row, Rule, f"{where}: rule {row.get('id')}"))
        for name, row in content.get("labels", {}).items():
            if name in labels:
                raise BadPack(f"{where}: label {name} is there twice")
            labels[name] = _convert(row, Label, f"{where}: label {name}")
    if len(headers) != 1:
        raise BadPack(f"{folder.name}: one [pack] is needed, {len(headers)} are there")
    instruments.sort(key=lambda row: row.id)
    rules.sort(key=lambda row: (row.id, row.since.isoformat() if row.since else ""))
    if faults := [*_faults(headers[0], instruments, rules, labels)]:
        raise BadPack("\n".join(f"{folder.name}: {fault}" for fault in faults))
    content = {"pack": headers[0], "instruments": instruments, "rules": rules, "labels": labels}
    versions: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        versions[rule.id].append(rule)
    return Pack(
        header=headers[0],
        instruments=MappingProxyType({row.id: row for row in instruments}),
        rules=tuple(rules),
        labels=MappingProxyType(labels),
        versions=MappingProxyType({name: tuple(rows) for name, rows in versions.items()}),
        digest=canonical.digest(content),
    )


def _convert(row: Any, kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as problem:
        raise BadPack(f"{where}: {problem}") from problem


def _faults(
    header: Header, instruments: list[Instrument], rules: list[Rule], labels: dict[str, Label]
) -> Iterator[str]:
    known = {row.id for row in instruments}
    for name, times in Counter(row.id for row in instruments).items():
        if times > 1:
            yield f"instrument {name} is there {times} times"
    for row in instruments:
        for other in (*row.replaces, *row.repealed_by, *row.amended_by):
            if other not in known:
                yield f"instrument {row.id} names {other}, which is not there"
    every: list[Dated] = [*instruments, *rules]
    for dated in every:
        if dated.since and dated.until and dated.until < dated.since:
            yield f"{dated.id} ends before it begins"
    for rule in rules:
        for citation in rule.cites:
            if instrument_of(citation) not in known:
                yield f"rule {rule.id} cites {citation}, which is no instrument here"
        for word in words_of(rule.check):
            if word not in labels:
                yield f"rule {rule.id} uses the word {word}, which has no label"
        counts_working_days = isinstance(rule.check, DeadlineWorkingDays | WindowWorkingDays)
        if counts_working_days and header.calendar != "VN":
            yield f"rule {rule.id} counts working days, but the pack names no calendar"
    for earlier, later in pairwise(rules):
        if earlier.id == later.id and (
            earlier.until is None or later.since is None or later.since <= earlier.until
        ):
            yield f"rule {earlier.id} has two versions on one day"
