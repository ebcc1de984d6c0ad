"""`datafloor trace LEAK`: whose marked copy a leaked file, or a part of one, comes from.

With `--product` a running exchange is asked. Without, it takes the original, both shares of the key
and the buyers' copies. The leak may be a part, shuffled, with columns
renamed, dropped or in other types, mixed from several copies, with noise added.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from datafloor.app.marking import Original, Tolerances, add_marking, open_original, said, tolerances
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    from datafloor.analysis.marks import Traced

CANNOT_TELL = 3
SHOWN = 10
"""How many scores are printed; `--json` has up to 500."""

ROWS = (
    "{0}: {1:,} rows, of which {2:,} are rows of the original.",
    "{0}: {1:,} dòng, trong đó {2:,} là dòng của bản gốc.",
)
FOUND = ("  {0} is here, called {1}", "  có cột {0}, tên ở đây là {1}")
GONE = ("  {0} is not here", "  không có cột {0}")
SCORES = (
    "Scores of {0:,} buyers on {1:,} marked values, in deviations of somebody innocent:",
    "Điểm của {0:,} bên mua trên {1:,} giá trị có dấu, tính theo độ lệch của người vô can:",
)
SCORE = (
    "  {0:<32} {1:8.1f}   chance at most {2:.1g}",
    "  {0:<32} {1:8.1f}   xác suất tối đa {2:.1g}",
)
MORE = ("  and {0:,} with lower scores", "  và {0:,} bên mua có điểm thấp hơn")
BOUND = (
    "Somebody is accused where the chance that anyone innocent, of all buyers together, scores so"
    " high is at most {0:g}.",
    "Chỉ nêu tên khi xác suất để bất kỳ ai vô can, tính chung mọi bên mua, đạt điểm cao như vậy"
    " tối đa là {0:g}.",
)
CANNOT = (
    "It cannot be told whose copy this is.",
    "Không thể xác định đây là bản sao của ai.",
)
WHY = {
    "no_rows": (
        "None of its rows could be recognised: it is another table, or the columns that tell rows"
        " apart are gone.",
        "Không nhận ra được dòng nào: đây là bảng khác, hoặc các cột phân biệt dòng đã bị bỏ.",
    ),
    "no_column": (
        "No marked column is in it, or its values were changed far beyond the tolerance.",
        "Không còn cột nào có dấu, hoặc giá trị đã bị đổi vượt xa dung sai.",
    ),
    "unmarked": (
        "Where copies are marked it has the original's own values: it is no copy, or too small a"
        " part of one.",
        "Ở những chỗ có dấu, tệp mang đúng giá trị của bản gốc: đây không phải bản sao, hoặc chỉ"
        " là một phần quá nhỏ.",
    ),
    "too_little": (
        "What it has of the marks is too little, too much was changed, or its owner is not among"
        " these buyers. It clears nobody.",
        "Số dấu còn lại quá ít, bị thay đổi quá nhiều, hoặc chủ bản sao không có trong danh sách"
        " này. Kết quả không minh oan cho ai.",
    ),
}
NAMED = (
    "This file has the marks of {0}.\nIt does not say who passed the file on, nor that nobody else"
    " took part.",
    "Tệp này mang dấu của {0}.\nKết quả không cho biết ai đã chuyển tệp đi, cũng không khẳng định"
    " không còn ai khác tham gia.",
)


def arguments(command: argparse.ArgumentParser) -> None:
    """What leaked, and what it is compared with."""
    command.description = __doc__
    command.epilog = (
        f"Exit status 0 where somebody is named; 1 refused; {CANNOT_TELL} where it cannot be told;"
        " 4 where an exchange waits for its trace to be unlocked."
    )
    command.add_argument("leak", type=Path, help="the leaked file: CSV, Parquet or JSON lines")
    command.add_argument("--product", metavar="ID", help="a product of a running exchange")
    command.add_argument(
        "--exchange", default="http://localhost:8000", metavar="URL", help="where it is reached"
    )
    command.add_argument("--token", help="your API token there (DATAFLOOR_TOKEN)")
    command.add_argument("--wait", action="store_true", help="until it is unlocked and traced")
    command.add_argument("--original", type=Path, metavar="TABLE")
    add_marking(command, needed=False)
    command.add_argument(
        "--buyers",
        type=Path,
        metavar="FILE",
        help="all who got a copy: one id a line, or the file of `mark apply --record`",
    )
    command.add_argument("--json", action="store_true", help="print everything as JSON")


def run(asked: argparse.Namespace) -> int:
    """Trace and tell."""
    try:
        files = (asked.original, asked.shares, asked.buyers)
        if asked.product and not any(files):
            from datafloor.app import trace_asked

            return trace_asked.run(asked)
        if asked.product or not all(files):
            raise Refused(Refusal.trace_half_said)
        answer = traced(asked)
    except Refused as refused:
        print(refused.text(asked.language), file=sys.stderr)
        return 1
    if asked.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(answer.plain())) + b"\n")
    else:
        print(answer.text(asked.language))
    return 0 if answer.traced.accused else CANNOT_TELL


@dataclass(frozen=True)
class Answer:
    """What a trace found: the rows and columns that came through, and the scores."""

    leak: str
    rows: int
    recognised: int
    columns: dict[str, str | None]
    traced: "Traced"
    family_error: float

    @property
    def why_not(self) -> str:
        """Why it cannot be told; empty where somebody is named."""
        from datafloor.analysis.marks.leak import why_not

        return why_not(self.traced, self.recognised, self.columns)

    def plain(self) -> dict[str, object]:
        """Everything, as values of JSON."""
        accused = {each.buyer for each in self.traced.accused}
        return {
            "leak": self.leak,
            "rows": self.rows,
            "recognised_rows": self.recognised,
            "columns": self.columns,
            "marked_values": self.traced.rows,
            "buyers": self.traced.buyers,
            "family_error": self.family_error,
            "accused": [each.buyer for each in self.traced.accused],
            "cannot_tell_because": self.why_not or None,
            "scores": [
                {
                    "buyer": each.buyer,
                    "deviations": each.score,
                    "chance_at_most": each.chance,
                    "accused": each.buyer in accused,
                }
                for each in self.traced.highest
            ],
        }

    def text(self, language: str) -> str:
        """The answer in words."""
        vi = language == "vi"
        lines = [ROWS[vi].format(self.leak, self.rows, self.recognised)]
        for name, called in self.columns.items():
            lines.append(FOUND[vi].format(name, called) if called else GONE[vi].format(name))
        shown = self.traced.highest[: max(SHOWN, len(self.traced.accused))]
        if shown:
            lines.append(SCORES[vi].format(self.traced.buyers, self.traced.rows))
            lines += [SCORE[vi].format(each.buyer, each.score, each.chance) for each in shown]
            if self.traced.buyers > len(shown):
                lines.append(MORE[vi].format(self.traced.buyers - len(shown)))
            lines.append(BOUND[vi].format(self.family_error))
        if self.traced.accused:
            lines.append(NAMED[vi].format(", ".join(each.buyer for each in self.traced.accused)))
        else:
            lines += [CANNOT[vi], WHY[self.why_not][vi]]
        return "\n".join(lines)


def traced(asked: argparse.Namespace) -> Answer:
    """Reads everything, finds the rows and the columns, and scores all buyers."""
    from datafloor.adapters.readfile import open_table
    from datafloor.adapters.shares import join_shares
    from datafloor.analysis.marks import trace_columns
    from datafloor.analysis.marks.leak import find_marks
    from datafloor.analysis.marks.trace import FAMILY_ERROR

    secret = join_shares(*asked.shares)
    buyers, original = sides(asked)
    leak = open_table(asked.leak)
    unmarked = tuple(name for name in original.frame.columns if name not in original.markings)
    found = find_marks(original.table(unmarked), original.values, original.markings, leak)
    outcome = trace_columns(found.marks, secret, original.version, buyers, shown=500)
    return Answer(
        asked.leak.name, leak.rows, found.recognised, found.columns, outcome, FAMILY_ERROR
    )


def sides(asked: argparse.Namespace) -> tuple[tuple[str, ...], Original]:
    """Who had a copy, and the original as it was marked for them.

    Raises `mark_original_other` where the copies that the file tells of are of another table, and
    `mark_differs` where they were not all marked alike.
    """
    from datafloor.adapters.copies import read_buyers

    buyers, copies = read_buyers(asked.buyers)
    if not copies:
        return buyers, open_original(asked.original, tolerances(asked.columns or ""), asked.one_in)
    for columns, rows_in in dict.fromkeys((copy.columns, copy.one_in) for copy in copies):
        original = _of_copies(asked.original, columns, rows_in)
        if original is None:
            continue
        same = [copy for copy in copies if copy.version == original.version]
        if not same:
            continue
        for copy in same:
            if (copy.columns, copy.one_in) != (columns, rows_in):
                raise Refused(Refusal.mark_differs, before=said(copy.columns), one_in=copy.one_in)
        return tuple(dict.fromkeys(copy.buyer for copy in same)), original
    raise Refused(Refusal.mark_original_other, name=asked.buyers.name)


def _of_copies(path: Path, columns: Tolerances, rows_in: int) -> Original | None:
    """The original as some copies were marked; `None` where it has no such columns."""
    try:
        return open_original(path, columns, rows_in)
    except Refused as refused:
        if refused.why in (Refusal.no_such_column, Refusal.mark_forbidden, Refusal.mark_no_room):
            return None
        raise
