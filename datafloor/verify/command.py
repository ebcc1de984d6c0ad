"""`datafloor verify FILE…`: what a stranger runs to check an exchange, without asking it."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from .evidence import (
    PROOF,
    check_checkpoint,
    check_evidence,
    check_tlog_proof,
    compare_histories,
)
from .log import check_log
from .note import Key, NoteError
from .page import read_page
from .tiles import Read
from .trust import Answer, Trust

ABOUT = """\
Checks receipts, bundles, checkpoints and whole logs of a data exchange, without the exchange.
Give the exchange's key, got from somewhere else than the evidence. Several files are compared
with one another; with a log, everything else must fit into it.

Exit code: 0 all holds, 1 something is wrong, 2 cannot be read, 3 something is left open."""

PROVES = """\
What this shows: the exchange has committed itself to these records, at these places in its
public log, and can neither change nor withdraw them without being found out.
What it does not show: that what was recorded is true; that nothing was left out of the log; that
the dates are right (they only follow one another, and precede the date of a witness); and,
without a witness whom you trust, that others are shown the same history."""

PROVES_NOTHING = """\
As long as something is wrong, this evidence shows nothing that could be relied on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.description = ABOUT
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("files", nargs="+", metavar="FILE", help="file, folder or URL of a log")
    parser.add_argument(
        "--key", action="append", default=[], help="key of the exchange, or a file with keys"
    )
    parser.add_argument(
        "--witness", action="append", default=[], help="key of a witness, or a file with keys"
    )
    parser.add_argument(
        "--quorum", type=int, default=0, help="how many of the witnesses must have signed"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def run(
    arguments: argparse.Namespace,
    say: Callable[[str], None],
    progress: Callable[[int, int], None] = lambda done, size: None,
) -> int:
    """Check what the arguments name, tell it through `say`, and give the exit code."""
    try:
        trust = Trust(read_keys(arguments.key), read_keys(arguments.witness), arguments.quorum)
        found = check(arguments.files, trust, progress)
    except (OSError, NoteError, UnicodeDecodeError) as error:
        say(f"Cannot be read: {error}.")
        return 2
    codes = {answer.code for answer in found}
    code = 1 if 1 in codes else max(codes)
    if arguments.json:
        parts = ("title", "holds", "open", "wrong")
        answers = [{part: getattr(answer, part) for part in parts} for answer in found]
        say(json.dumps({"code": code, "answers": answers}, ensure_ascii=False, indent=2))
        return code
    for answer in found:
        say(answer.title)
        for mark, texts in (("+", answer.holds), ("?", answer.open), ("!", answer.wrong)):
            for text in texts:
                say(f"  {mark} {text}")
        say("")
    say({0: PROVES, 1: PROVES_NOTHING, 3: f"Once what is open is settled:\n{PROVES}"}[code])
    ends = {
        0: "Result: all holds.",
        1: "Result: SOMETHING IS WRONG, see the lines with an exclamation mark.",
        3: "Result: nothing is wrong, and something is left open, see the lines with a ?.",
    }
    say(f"\n{ends[code]}")
    return code


def check(
    files: list[str], trust: Trust, progress: Callable[[int, int], None] = lambda done, size: None
) -> list[Answer]:
    """The answers about some files, each on its own and then together.

    Raises `OSError` or `UnicodeDecodeError` where one cannot be read.
    """
    logs = [
        name for name in files if name.startswith(("http://", "https://")) or Path(name).is_dir()
    ]
    answers = [check_file(name, trust) for name in files if name not in logs]
    wholes = [check_log(name, reader(name), trust, answers, progress) for name in logs]
    together = compare_histories([*answers, *wholes])
    return [*answers, *wholes, *([together] if together else [])]


def check_file(name: str, trust: Trust) -> Answer:
    """The answer about a receipt, bundle, proof or checkpoint."""
    text = Path(name).read_text(encoding="utf-8")
    if text.startswith(PROOF):
        return check_tlog_proof(name, text, trust)
    try:
        if text.startswith("<"):
            return check_evidence(name, read_page(text), trust)
        if text.startswith("{"):
            return check_evidence(name, json.loads(text), trust)
    except (NoteError, ValueError, KeyError, TypeError) as error:
        return Answer(name, wrong=[f"It is cut short or damaged: {error}."])
    return check_checkpoint(name, text, trust)


def reader(base: str) -> Read:
    """Reads files of a log that lies in a folder or behind a URL."""
    if base.startswith(("http://", "https://")):
        return lambda path: _fetch(f"{base.rstrip('/')}/{path}")
    return lambda path: _load(Path(base, path))


def _fetch(url: str) -> bytes | None:
    try:
        with urlopen(url, timeout=30) as reply:  # only http and https come here
            data: bytes = reply.read()
            return data
    except HTTPError as error:
        with error:
            if error.code in (403, 404, 410):
                return None
            raise


def _load(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def read_keys(given: list[str]) -> tuple[Key, ...]:
    """The keys that are given, themselves or in files. Raises `NoteError`, `OSError`."""
    lines: list[str] = []
    for each in given:
        path = Path(each)
        in_file = "+" not in each or path.is_file()
        lines += path.read_text(encoding="utf-8").splitlines() if in_file else [each]
    return tuple(Key.read(line) for line in lines if line.strip() and not line.startswith("#"))


def main() -> int:
    """Run as `python -m datafloor.verify`."""
    parser = argparse.ArgumentParser(prog="datafloor verify")
    add_arguments(parser)
    return run(parser.parse_args(), write_line)


def write_line(text: str) -> None:
    """Say a line on standard output."""
    sys.stdout.write(text + "\n")
