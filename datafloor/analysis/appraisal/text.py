"""The report for a terminal: what blocks first, then what to do, then the columns in a line each.

Control characters from the data are taken out, so that a file cannot write to the terminal.
"""

import unicodedata

from datafloor.analysis.appraisal.labels import KINDS, label
from datafloor.analysis.appraisal.model import ColumnReport, Report
from datafloor.analysis.appraisal.personal import WHAT
from datafloor.analysis.appraisal.words import MEASURES, number, percent

_SPARKS = "▁▂▃▄▅▆▇█"


def plain(text: str) -> str:
    """The text without control and formatting characters."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "�" for c in text)


def spark(column: ColumnReport) -> str:
    """A column's distribution in one line of block characters; empty where none is shown."""
    if column.bins is None:
        return ""
    tallest = max(column.bins.counts) or 1
    return "".join(_SPARKS[min(7, 8 * count // tallest)] for count in column.bins.counts)


def text(report: Report, language: str = "en") -> str:
    """The report as plain lines in English (`en`) or Vietnamese (`vi`)."""
    vi = language == "vi"

    def t(key: str, *values: str) -> str:
        return label(key, language, *values)

    lines = [
        f"{t('title')}: {plain(report.name)}",
        f"{number(report.rows, language)} {t('rows')}, {len(report.columns)} {t('columns')},"
        f" {t('as_of')} {report.as_of}",
        "",
        f"{t('grade')} {report.grade.letter}: {report.grade.vi if vi else report.grade.en}",
    ]
    for part in report.grade.parts:
        name = MEASURES[part.measure][vi]
        lines.append(f"  {name:<18} {part.score:>3}  {part.vi if vi else part.en}")
    for severity in ("block", "warn", "info"):
        found = [one for one in report.findings if one.severity == severity]
        if not found:
            continue
        lines += ["", f"{t(severity)} ({len(found)})"]
        for one in found:
            law = f" [{one.law}]" if one.law else ""
            lines.append(f"  - {plain(one.vi if vi else one.en)}{law}")
            lines.append(f"    → {one.do_vi if vi else one.do_en}")
    if report.privacy:
        lines += ["", t("people")]
        for step in report.privacy.attack:
            share = percent(step.singled_out, step.of, language)
            of = t("attack_of", number(step.of, language), step.low, step.high)
            lines.append(f"  + {plain(step.column):<24} {share:>8}  {of}")
    lines += ["", t("each_column")]
    width = min(32, max((len(column.name) for column in report.columns), default=0))
    for column in report.columns:
        facts = [KINDS[column.kind][vi]]
        if column.missing:
            facts.append(f"{percent(column.missing, report.rows, language)} {t('missing')}")
        facts.append(
            ("" if column.exact_distinct else t("about") + " ")
            + f"{number(column.distinct, language)} {t('distinct')}"
        )
        if column.personal:
            facts.append(f"{t('personal')}: {WHAT[column.personal.kind][vi]}")
        if column.is_key:
            facts.append(t("key"))
        if column.minimum:
            facts.append(t("from_to", column.minimum, column.maximum))
        name = plain(column.name)[:32]
        lines.append(f"  {name:<{width}}  {spark(column):<24}  {', '.join(facts)}")
    return "\n".join(lines) + "\n"
