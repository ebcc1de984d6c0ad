"""What a table is like, to look at: its first rows, what each field holds, and its grade.

Rows are shown where the seller shows them, never those of a field that the appraisal takes for
personal, nor of one in which each buyer's copy carries marks: unmarked values never leave. Both
the rows and the report on a version never change, so they are kept in memory.
"""

import asyncio
from functools import lru_cache
from typing import Any

from litestar import Request
from msgspec import Struct

from datafloor.adapters.tables import Tables, first_rows
from datafloor.analysis.appraisal import ColumnReport, Finding, Report, Severity
from datafloor.contexts import catalogue, marks
from datafloor.contexts.catalogue import ProductView, VersionFacts
from datafloor.kernel.db import Tx
from datafloor.web.appraising import Appraising
from datafloor.web.pages.language import Language, marked
from datafloor.web.pages.visit import Visit
from datafloor.web.publishing import Publisher

CELL = 60
"""Signs of a value that are shown."""

WIDTH, HEIGHT = 120, 28
SAME = marked("Always %(value)s")
SPAN = marked("From %(low)s to %(high)s, half of them between %(quarter)s and %(three)s")


class Bar(Struct, frozen=True):
    """A bar of a histogram, in the units of its picture."""

    x: float
    y: float
    width: float
    height: float


class Column(Struct, frozen=True):
    """What one field holds. `says` puts its picture into words."""

    empty: str
    distinct: int
    bars: tuple[Bar, ...]
    says: str
    personal: bool
    top: tuple[str, ...]


class Look(Struct, frozen=True):
    """What is shown of a product's newest version; nothing that is not known."""

    columns: dict[str, Column]
    rows: list[list[str | None]]
    report: Report | None
    findings: tuple[Finding, ...]


NOTHING = Look({}, [], None, ())


class _Known(Struct, frozen=True):
    version: VersionFacts | None
    report: str
    rows: int
    marked: frozenset[str] = frozenset()


def _known(tx: Tx, product: str) -> _Known:
    facts = catalogue.product_facts(tx, product)
    if facts is None or facts.current is None:
        return _Known(None, "", 0)
    found = catalogue.findings(tx, facts.current.version)
    how = marks.marks(tx, product)
    return _Known(
        facts.current,
        found.report if found else "",
        catalogue.rows_shown(tx, product),
        frozenset(each.column for each in how.columns) if how else frozenset(),
    )


async def look(visit: Visit, request: Request[Any, Any, Any], product: ProductView) -> Look:
    """What can be shown of a product's newest version."""
    known = await visit.question(_known, product.product)
    if known.version is None or not known.report:
        return NOTHING
    publisher: Publisher = request.app.state["publisher"]
    report = await asyncio.to_thread(_report, publisher.appraising, known.report)
    if report is None:
        return NOTHING
    names = [field.name for field in product.versions[0].fields]
    if [_plain(name) for name in names] != [_plain(each.name) for each in report.columns]:
        return NOTHING  # a table may name fields more plainly than its file, never in other order
    columns = {
        name: _column(each, visit.language, report)
        for name, each in zip(names, report.columns, strict=True)
    }
    rows: list[list[str]] = []
    if known.rows:
        place = (known.version.location, known.version.delta_version, known.rows)
        rows = await asyncio.to_thread(_rows, publisher.tables, *place)
    hidden = known.marked.union(name for name in columns if columns[name].personal)
    shown = [name in columns and name not in hidden for name in names]
    return Look(
        columns,
        [[text if may else None for may, text in zip(shown, row, strict=True)] for row in rows],
        report,
        tuple(each for each in report.findings if each.severity is not Severity.info),
    )


@lru_cache(maxsize=256)
def _report(appraising: Appraising, digest: str) -> Report | None:
    return appraising.report(digest)


@lru_cache(maxsize=256)
def _rows(tables: Tables, location: str, version: int, count: int) -> list[list[str]]:
    return first_rows(tables, location, version, count, CELL)


def _column(column: ColumnReport, language: Language, report: Report) -> Column:
    share = column.missing / report.rows if report.rows else 0
    return Column(
        empty=language.percent(share),
        distinct=column.distinct,
        bars=_bars(column),
        says=_says(column, language),
        personal=column.personal is not None,
        top=tuple(value.text for value in column.top[:3]) if not column.bins else (),
    )


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _bars(column: ColumnReport) -> tuple[Bar, ...]:
    if column.bins is None or not column.bins.counts or column.minimum == column.maximum:
        return ()
    tallest = max(column.bins.counts) or 1
    step = WIDTH / len(column.bins.counts)
    return tuple(
        Bar(
            round(index * step, 1),
            round(HEIGHT - max(HEIGHT * count / tallest, 1), 1),
            round(max(step - 1, 0.5), 1),
            round(max(HEIGHT * count / tallest, 1), 1),
        )
        for index, count in enumerate(column.bins.counts)
        if count
    )


def _says(column: ColumnReport, language: Language) -> str:
    if not column.quantiles:
        return ""
    if column.minimum == column.maximum:
        return language.say(SAME) % {"value": _local(column.minimum, language)}
    return language.say(SPAN) % {
        "low": _local(column.minimum, language),
        "high": _local(column.maximum, language),
        "quarter": _local(column.quantiles[len(column.quantiles) // 4], language),
        "three": _local(column.quantiles[3 * len(column.quantiles) // 4], language),
    }


def _local(text: str, language: Language) -> str:
    """A decimal text as the language writes it."""
    return text.replace(".", ",") if language.code == "vi" else text
