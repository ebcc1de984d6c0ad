"""`datafloor appraise FILE`: the appraisal of a file of one's own, alone, with one command."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec

from datafloor.analysis.appraisal.classes import thresholds
from datafloor.analysis.appraisal.model import (
    Citizens,
    Expected,
    Options,
    Report,
    Sketch,
    decode,
    encode,
)
from datafloor.kernel import clock, law
from datafloor.kernel.refusal import Refusal, Refused

REFUSED = 1
BLOCKED = 3
INTERRUPTED = 130


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `appraise` may be told."""
    parser.epilog = (
        f"Exit status 0; {BLOCKED} where something stops a listing; 1 where the file was refused."
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE|TABLE",
        help="a file, a folder with a Delta table, or the id of a product with --folder",
    )
    parser.add_argument("--folder", help="where the exchange lies that has the product")
    parser.add_argument("--json", action="store_true", help="print the report as canonical JSON")
    parser.add_argument("--html", type=Path, metavar="OUT", help="also write one HTML page")
    parser.add_argument("--language", choices=("en", "vi"), default="en")
    parser.add_argument(
        "--previous", type=Path, help="the last version: a file, or a report from --json"
    )
    parser.add_argument(
        "--against",
        type=Path,
        action="append",
        default=[],
        metavar="REPORT",
        help="a report (--json) of another table, to recognise copies; may be repeated",
    )
    parser.add_argument(
        "--contract",
        type=Path,
        help="what is promised: a data contract (ODCS), or a JSON list by column",
    )
    parser.add_argument("--quasi", help="columns an outsider may know, instead of the chosen ones")
    parser.add_argument("--sensitive", help="columns an outsider would like to learn")
    parser.add_argument("--promised-days", type=int, help="how fresh the data are promised to be")
    parser.add_argument("--citizens-before", type=int, default=0, help="citizens counted already")
    parser.add_argument("--pack", choices=law.names(), default="vn", help="whose law counts (vn)")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day to judge by (YYYY-MM-DD)")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))


def run(asked: argparse.Namespace) -> int:
    """Appraises and prints; the exit status. An interrupt leaves no file behind."""
    try:
        report = _appraise(asked, _progress())
        if asked.html:
            from datafloor.analysis.appraisal.page import page

            write_whole(asked.html, page(report, asked.language).encode())
        if asked.json:
            sys.stdout.buffer.write(encode(report) + b"\n")
        else:
            from datafloor.analysis.appraisal.text import text

            print(text(report, asked.language), end="")
        sys.stdout.flush()
    except Refused as refused:
        print(refused.text(asked.language), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\ninterrupted; nothing was written", file=sys.stderr)
        return INTERRUPTED
    return BLOCKED if report.grade.letter == "E" and _blocked(report) else 0


def _blocked(report: Report) -> bool:
    return any(finding.severity == "block" for finding in report.findings)


def _appraise(asked: argparse.Namespace, progress: Callable[[int, int, str], None]) -> Report:
    from datafloor.adapters.readfile import open_table
    from datafloor.analysis.appraisal.appraise import appraise

    table = open_table(_of_product(asked) if asked.folder else asked.file)
    day = asked.as_of or clock.day_of(clock.now())
    quasi, sensitive = _names(asked.quasi), _names(asked.sensitive)
    for name in (*(quasi or ()), *(sensitive or ())):
        if name not in table.columns:
            raise Refused(Refusal.no_such_column, column=name)
    return appraise(
        table,
        Options(
            as_of=day,
            previous=_previous(asked.previous, day) if asked.previous else None,
            others=tuple(_sketch(path) for path in asked.against),
            quasi=quasi,
            sensitive=sensitive,
            expected=_contract(asked.contract) if asked.contract else (),
            thresholds=thresholds(law.pack(asked.pack), day),
            before=Citizens(*[asked.citizens_before] * 3),
            promised_days=asked.promised_days,
            threads=asked.threads,
            progress=progress,
        ),
    )


def _names(text: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else None


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Refused(Refusal.file_not_found, name=path.name)
    return path.read_bytes()


def _previous(path: Path, day: date) -> Report:
    """The last version's report, made now where a data file was given."""
    from datafloor.adapters.readfile import open_table
    from datafloor.analysis.appraisal.appraise import appraise

    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        return decode(_read(path))
    return appraise(open_table(path), Options(as_of=day))


def _sketch(path: Path) -> Sketch:
    try:
        return decode(_read(path)).sketch
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(Refusal.file_not_read, problem=f"{path.name}: {error}") from error


def _of_product(asked: argparse.Namespace) -> Path:
    """The folder of the table that a product of an exchange has now."""
    from datafloor.app.build import database
    from datafloor.app.settings import read_settings
    from datafloor.contexts import catalogue

    settings = read_settings(asked.folder)
    store = database(settings, exclusive=False)
    try:
        with store.reading() as tx:
            found = catalogue.product_facts(tx, str(asked.file))
    finally:
        store.close()
    if found is None or found.current is None:
        raise Refused(Refusal.product_unknown)
    return Path(settings.objects) / found.current.location


def _contract(path: Path) -> tuple[Expected, ...]:
    from datafloor.web.protocols.open_catalogue import promised

    if not _read(path).lstrip().startswith(b"["):
        return promised(_read(path))
    try:
        return msgspec.json.decode(_read(path), type=tuple[Expected, ...])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(Refusal.file_not_read, problem=f"{path.name}: {error}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all: beside it first, then in its place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _progress() -> Callable[[int, int, str], None]:
    """A bar on the terminal's error stream; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        return lambda done, of, what: None

    def show(done: int, of: int, what: str) -> None:
        filled = 24 * done // max(1, of)
        name = "".join(c for c in what if c.isprintable())[:32]
        end = "\n" if done == of else ""
        bar = "█" * filled + "░" * (24 - filled)
        print(f"\r\033[K{bar} {done}/{of} {name}", end=end, file=sys.stderr, flush=True)

    return show
