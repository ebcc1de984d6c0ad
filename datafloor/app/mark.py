"""`datafloor mark`: a copy of a table for one buyer, by which a leak of it can be traced.

`mark key` draws the key and gives it to two persons; `mark apply` makes a copy with both.
"""

import argparse
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from datafloor.app.marking import Original, add_marking, open_original, said, tolerances
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    from datafloor.adapters.copies import Copy
    from datafloor.analysis.marks import Effect

MOST_SHIFT = 0.001
"""How far a distribution may shift (KS) before the copy's maker is warned."""

FEW = 200
"""Marked rows that a leak of one copy needs, about, to be traced."""

KEY = (
    "Two shares of a new key: {0} and {1}.\n"
    "Give each to another person, best of another organisation, and delete it here. Either alone\n"
    "is worthless; both together can trace every copy, and could frame a buyer. Without both no\n"
    "copy can be traced, and neither can be made again.",
    "Hai nửa của một khóa mới: {0} và {1}.\n"
    "Hãy giao mỗi nửa cho một người, tốt nhất thuộc hai tổ chức khác nhau, rồi xóa tại đây. Một\n"
    "nửa riêng lẻ là vô giá trị; cả hai cùng nhau truy được mọi bản sao và có thể vu oan bên mua.\n"
    "Thiếu một nửa thì không truy được bản sao nào, và không thể tạo lại.",
)
COPY = ("{0}: the copy for {1}, {2:,} rows", "{0}: bản sao cho {1}, {2:,} dòng")
COLUMN = (
    "  {0}: {1:,} values moved by {2:g}; mean {3:+.2g}, variance {4:+.2g} %,"
    " distribution (KS) {5:.2g}",
    "  {0}: {1:,} giá trị dịch {2:g}; trung bình {3:+.2g}, phương sai {4:+.2g} %,"
    " phân bố (KS) {5:.2g}",
)
SEEN = (
    "  Statistics may see it: the shift (KS) is {0:.2g}. A larger --one-in makes it smaller.",
    "  Thống kê có thể nhận ra: độ lệch (KS) là {0:.2g}. Tăng --one-in để giảm.",
)
TOO_FEW = (
    "  The whole copy has {0:,} marks; about 200 must leak for a buyer to be named. A smaller"
    " --one-in or more columns give more.",
    "  Cả bản sao có {0:,} dấu; cần lộ khoảng 200 dấu mới nêu được tên bên mua. Giảm --one-in"
    " hoặc thêm cột để có nhiều hơn.",
)


def arguments(command: argparse.ArgumentParser) -> None:
    """What to do."""
    command.description = __doc__
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    key = actions.add_parser("key", help="make a marking key as two files for two persons")
    key.add_argument("out", type=Path, metavar="OUT", help="writes OUT-1.share and OUT-2.share")
    key.add_argument("--language", choices=("en", "vi"), default="en")
    key.set_defaults(act=make_key)
    apply = actions.add_parser("apply", help="make a buyer's copy of a table")
    apply.add_argument("table", type=Path, help="Parquet, CSV, JSON lines or a Delta folder")
    add_marking(apply)
    apply.add_argument("--buyer", required=True, metavar="ID", help="for whom the copy is")
    apply.add_argument("--out", type=Path, required=True, metavar="FILE", help="a Parquet file")
    apply.add_argument(
        "--record", type=Path, metavar="FILE", help="append the copy to this file, for `trace`"
    )
    apply.set_defaults(act=make_copy)


def run(asked: argparse.Namespace) -> int:
    """Carry it out: 0 done, 1 refused."""
    import sys

    try:
        asked.act(asked)
    except Refused as refused:
        print(refused.text(asked.language), file=sys.stderr)
        return 1
    return 0


def make_key(asked: argparse.Namespace) -> None:
    """Writes the two shares and says what to do with them."""
    from datafloor.adapters.shares import make_shares

    one, other = make_shares(asked.out)
    print(KEY[asked.language == "vi"].format(one, other))


def make_copy(asked: argparse.Namespace) -> None:
    """Writes a buyer's copy, whole or not at all, and says what marking changed.

    The record comes first: a power cut then leaves a record without a copy, never a copy that
    nobody knows of.
    """
    from datafloor.adapters.copies import Copy, add_copy
    from datafloor.adapters.shares import join_shares

    if asked.out.exists():
        raise Refused(Refusal.file_exists, name=asked.out.name)
    buyer = asked.buyer.strip()
    if not buyer or not buyer.isprintable():
        raise Refused(Refusal.malformed, problem="the buyer has no name")
    secret = join_shares(*asked.shares)
    original = open_original(asked.table, tolerances(asked.columns or ""), asked.one_in)
    refuse_columns(original)
    if asked.record:
        refuse_other_marks(original, asked)
    beside = asked.out.with_name(f".{asked.out.name}.{os.getpid()}")
    try:
        effects = write_copy(original, secret, buyer, beside)
        if asked.record:
            digest = _digest(beside)
            columns = original.columns
            copy = Copy(buyer, original.version, columns, asked.one_in, digest)
            add_copy(asked.record, copy)
        beside.replace(asked.out)
    finally:
        beside.unlink(missing_ok=True)
    vi = asked.language == "vi"
    print(COPY[vi].format(asked.out.name, buyer, original.frame.height))
    for name, found in effects.items():
        shift = original.markings[name].shift
        change = (found.mean, 100 * found.variance, found.ks)
        print(COLUMN[vi].format(name, found.changed, shift, *change))
        if found.ks >= MOST_SHIFT:
            print(SEEN[vi].format(found.ks))
    if (marks := sum(found.changed for found in effects.values())) < FEW:
        print(TOO_FEW[vi].format(marks))


def refuse_columns(original: Original) -> None:
    """Raises `mark_forbidden` where a column must never be marked, with the reason."""
    from datafloor.analysis.appraisal.marks import REASONS
    from datafloor.analysis.marks.judge import against

    names = tuple(name for name, _ in original.columns)
    judged = against(original.table(), names, clock.day_of(clock.now()))
    for name, (why, other) in judged.items():
        if why:
            reason = REASONS[why]
            if other:
                reason = f"it follows from {other}", f"cột này suy ra được từ {other}"
            raise Refused(Refusal.mark_forbidden, column=name, reason=reason)


def refuse_other_marks(original: Original, asked: argparse.Namespace) -> None:
    """Raises `mark_differs` where the record has a copy of this table that is marked otherwise."""
    from datafloor.adapters.copies import read_copies

    copies: tuple[Copy, ...] = read_copies(asked.record) if asked.record.exists() else ()
    for copy in copies:
        same_table = copy.version == original.version
        if same_table and (copy.columns, copy.one_in) != (original.columns, asked.one_in):
            raise Refused(Refusal.mark_differs, before=said(copy.columns), one_in=copy.one_in)


def write_copy(original: Original, secret: bytes, buyer: str, path: Path) -> "dict[str, Effect]":
    """Writes the buyer's copy with the original's columns and types; what marking changed."""
    import polars as pl

    from datafloor.analysis.marks import effect, mark

    effects, changed = {}, []
    for name, marking in original.markings.items():
        before = original.values[name]
        after = mark(before, secret, original.version, marking, buyer)
        effects[name] = effect(before, after)
        kept = pl.Series(name, after).fill_nan(None)
        changed.append(kept.cast(original.frame.schema[name]))
    original.frame.with_columns(changed).write_parquet(path)
    return effects


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        from hashlib import file_digest

        return file_digest(file, sha256).hexdigest()
