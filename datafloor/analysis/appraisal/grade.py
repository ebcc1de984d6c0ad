"""The grade: a letter, never alone. Sub-scores by characteristic of ISO/IEC 25012, and reasons.

Each sub-score begins at 100 and falls with what was found; ISO/IEC 25024 sets measures but no
pass marks, so the slopes below are this project's and stated with each score. A finding that
blocks makes the letter E whatever the sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from datafloor.analysis.appraisal.model import (
    ColumnReport,
    Finding,
    Grade,
    Privacy,
    Score,
    Severity,
)
from datafloor.analysis.appraisal.words import number, percent

WEIGHTS = {
    "confidentiality": 25,
    "accuracy": 20,
    "completeness": 20,
    "consistency": 15,
    "currentness": 10,
    "understandability": 5,
    "portability": 5,
}
USUAL_DAYS = 365
LETTERS = ((90, "A"), (75, "B"), (60, "C"), (40, "D"))


def _score(measure: str, score: int, en: str, vi: str) -> Score:
    return Score(measure, max(0, min(100, score)), WEIGHTS[measure], en, vi)


@dataclass(frozen=True)
class Seen:
    """What the grade looks at: the size, the columns, the findings, and how old the newest date."""

    rows: int
    columns: Sequence[ColumnReport]
    findings: Sequence[Finding]
    duplicates: int
    privacy: Privacy | None
    age_days: int | None
    promised: int | None


def parts(seen: Seen) -> tuple[Score, ...]:
    """The sub-scores that can be given; what cannot be judged is left out, not guessed."""
    scores = [_confidentiality(seen)]
    if seen.rows and seen.columns:
        scores += [_accuracy(seen), _completeness(seen), _consistency(seen)]
    if seen.age_days is not None:
        scores.append(_currentness(seen.age_days, seen.promised))
    scores.append(
        _obstacles(seen, "understandability", 15, "names that say too little", "tên chưa rõ nghĩa")
    )
    scores.append(_obstacles(seen, "portability", 20, "obstacles to reading", "trở ngại khi đọc"))
    return tuple(scores)


WRONG = frozenset(
    (
        "bad_values",
        "unknown_codes",
        "out_of_range",
        "future_dates",
        "wrong_check_digit",
        "placeholder",
    )
)


def _accuracy(seen: Seen) -> Score:
    missing = sum(column.missing for column in seen.columns)
    held = max(1, seen.rows * len(seen.columns) - missing)
    wrong = sum(finding.count for finding in seen.findings if finding.code in WRONG)
    return _score(
        "accuracy",
        100 - _points(wrong, held, 1000),
        f"{number(wrong, 'en')} of {number(held, 'en')} values are wrong"
        " (10 points for each per cent)",
        f"{number(wrong, 'vi')} trên {number(held, 'vi')} giá trị sai (mỗi phần trăm trừ 10 điểm)",
    )


def _completeness(seen: Seen) -> Score:
    cells = seen.rows * len(seen.columns)
    missing = sum(column.missing for column in seen.columns)
    return _score(
        "completeness",
        100 - _points(missing, cells, 100),
        f"{percent(missing, cells, 'en')} of all cells are empty",
        f"{percent(missing, cells, 'vi')} số ô trống",
    )


def _currentness(age_days: int, promised: int | None) -> Score:
    limit = USUAL_DAYS if promised is None else max(1, promised)
    return _score(
        "currentness",
        100 if age_days <= limit else 100 * limit // age_days,
        f"newest date {age_days} days old; {limit} "
        + ("usual" if promised is None else "promised"),
        f"ngày mới nhất cách {age_days} ngày; "
        + (f"thường là {limit} ngày" if promised is None else f"cam kết {limit} ngày"),
    )


def _obstacles(seen: Seen, measure: str, per: int, en: str, vi: str) -> Score:
    count = sum(
        finding.measure == measure and finding.code != "other_encoding" for finding in seen.findings
    )
    return _score(
        measure,
        100 - per * count,
        f"{count} {en} ({per} points each)",
        f"{count} {vi} (mỗi mục trừ {per} điểm)",
    )


def _points(count: int, of: int, slope: int) -> int:
    """`slope` times the share, rounded up: a single fault is never free."""
    return -(-count * slope // of)


def _confidentiality(seen: Seen) -> Score:
    direct = sum(finding.code == "personal_column" for finding in seen.findings)
    if direct:
        return _score(
            "confidentiality",
            0,
            f"{direct} columns hold personal data",
            f"{direct} cột chứa dữ liệu cá nhân",
        )
    softer = 15 * sum(
        finding.severity is Severity.warn and finding.measure == "confidentiality"
        for finding in seen.findings
    )
    privacy, rows = seen.privacy, seen.rows
    if privacy is None:
        return _score(
            "confidentiality",
            100 - softer,
            "no column about people was recognised",
            "không nhận ra cột nào về con người",
        )
    hidden = 100 - _points(privacy.under_five, max(1, rows), 100)
    return _score(
        "confidentiality",
        hidden - softer,
        f"k = {privacy.k}; {number(privacy.under_five, 'en')} of {number(rows, 'en')} rows are in"
        " groups under five",
        f"k = {privacy.k}; {number(privacy.under_five, 'vi')} trên {number(rows, 'vi')} dòng thuộc"
        " nhóm dưới năm",
    )


def _consistency(seen: Seen) -> Score:
    rows, duplicates = seen.rows, seen.duplicates
    crossed = sum(
        finding.count
        for finding in seen.findings
        if finding.code in ("date_order", "ward_outside_province", "unclear_dates", "ragged_lines")
    )
    mixed = sum(finding.code in ("mixed_dates", "key_repeats") for finding in seen.findings)
    return _score(
        "consistency",
        100 - _points(duplicates + crossed, max(1, rows), 500) - 10 * mixed,
        f"{number(duplicates, 'en')} repeated rows, {number(crossed, 'en')} contradictions"
        f" (5 points for each per cent), {mixed} mixed columns (10 points each)",
        f"{number(duplicates, 'vi')} dòng trùng, {number(crossed, 'vi')} mâu thuẫn (mỗi phần trăm"
        f" trừ 5 điểm), {mixed} cột lẫn lộn (mỗi cột trừ 10 điểm)",
    )


def grade(scores: Sequence[Score], findings: Sequence[Finding]) -> Grade:
    """The weighted mean of the sub-scores, and its letter; E where something blocks."""
    weight = sum(score.weight for score in scores)
    total = sum(score.score * score.weight for score in scores)
    whole = (2 * total + weight) // (2 * weight) if weight else 0
    blocks = sum(finding.severity is Severity.block for finding in findings)
    if blocks:
        return Grade(
            "E",
            whole,
            tuple(scores),
            f"{blocks} findings stop a listing, so the grade is E; without them {whole} of 100.",
            f"{blocks} phát hiện chặn niêm yết nên xếp hạng E; nếu không kể, {whole} trên 100.",
        )
    letter = next((name for least, name in LETTERS if whole >= least), "E")
    return Grade(
        letter,
        whole,
        tuple(scores),
        f"Nothing stops a listing; {whole} of 100 weighed over {len(scores)} characteristics.",
        f"Không có gì chặn niêm yết; {whole} trên 100, tính theo {len(scores)} đặc tính.",
    )
