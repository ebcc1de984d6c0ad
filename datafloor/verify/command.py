"""`datafloor verify FILE…`: what a stranger runs to check an exchange, without asking it."""

import argparse
import json
import sys
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from .dossiers import FORM as DOSSIER
from .dossiers import check_dossier_file
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

SHOWS = """\
What this shows: the exchange has committed itself to these records, at these places in its
public log, and can neither change nor withdraw them without being found out.
What it does not show: that what was recorded is true; that nothing was left out of the log; that
the dates are right (they only follow one another, and precede the date of a witness); and,
without a witness whom you trust, that others are shown the same history.

Điều được chứng minh: sàn đã cam kết với các bản ghi này, tại đúng vị trí này trong nhật ký công
khai, và không thể sửa hay rút lại mà không bị phát hiện.
Điều không được chứng minh: nội dung được ghi là đúng sự thật; không có gì bị bỏ ngoài nhật ký;
ngày giờ là chính xác (chỉ biết chúng nối tiếp nhau và có trước thời điểm của bên chứng kiến); và,
nếu không có bên chứng kiến mà bạn tin, người khác cũng được xem cùng một lịch sử."""

SHOWS_NOTHING = """\
As long as something is wrong, this evidence shows nothing that could be relied on.
Khi còn điều sai, không thể dựa vào bằng chứng này."""

IF_SETTLED = """\
Only once what is open is settled: (Chỉ khi các điểm còn bỏ ngỏ được làm rõ:)"""

RESULTS = {
    0: "Result: all holds. (Kết quả: tất cả đều đúng.)",
    1: "Result: SOMETHING IS WRONG, see the lines with an exclamation mark.\n"
    "(Kết quả: CÓ ĐIỀU SAI, xem các dòng có dấu chấm than.)",
    3: "Result: nothing is wrong, and something is left open, see the lines with a question mark.\n"
    "(Kết quả: không có gì sai, nhưng còn điều bỏ ngỏ, xem các dòng có dấu hỏi.)",
}


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
    except (OSError, HTTPException, NoteError, UnicodeDecodeError) as error:
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
    say({0: SHOWS, 1: SHOWS_NOTHING, 3: f"{IF_SETTLED}\n{SHOWS}"}[code])
    say(f"\n{RESULTS[code]}")
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
    """The answer about a receipt, bundle, dossier, proof or checkpoint."""
    return check_text(name, Path(name).read_text(encoding="utf-8"), trust)


def check_text(name: str, text: str, trust: Trust) -> Answer:
    """The answer about what a receipt, bundle, dossier, proof or checkpoint says."""
    if text.startswith(PROOF):
        return check_tlog_proof(name, text, trust)
    try:
        if text.startswith("<"):
            return check_evidence(name, read_page(text), trust)
        if text.startswith("{"):
            data = json.loads(text)
            if data.get("form") == DOSSIER:
                return check_dossier_file(name, data)
            return check_evidence(name, data, trust)
    except (NoteError, ValueError, KeyError, TypeError) as error:
        return Answer(name, wrong=[f"It is cut short or damaged: {error}."])
    return check_checkpoint(name, text, trust)


def reader(base: str) -> Read:
    """Reads files of a log that lies in a folder or behind a URL."""
    if base.startswith(("http://", "https://")):
        return _Site(base).read
    return lambda path: _load(Path(base, path))


class _Site:
    """A log behind a URL, asked over one connection for as long as it holds."""

    def __init__(self, base: str) -> None:
        self._url = urlsplit(base)
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        self._connection = kind(self._url.netloc, timeout=30)

    def read(self, path: str) -> bytes | None:
        """A file. Raises `OSError` where the site does not give it and does not lack it."""
        try:
            status, data = self._get(path)
        except (HTTPException, ConnectionError):  # it closes connections now and then
            self._connection.close()
            status, data = self._get(path)
        if status in (403, 404, 410):
            return None
        if status != 200:
            raise OSError(f"{self._url.geturl()} answers {status} for {path}")
        return data

    def _get(self, path: str) -> tuple[int, bytes]:
        self._connection.request("GET", f"{self._url.path.rstrip('/')}/{path}")
        reply = self._connection.getresponse()
        return reply.status, reply.read()


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
