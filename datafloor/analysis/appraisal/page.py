"""The report as one HTML page that needs nothing else: no script, no font, no image, no network.

Whatever comes from the data is escaped by the template; the pictures are SVG made from counts.
"""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from datafloor.analysis.appraisal.labels import KINDS, label
from datafloor.analysis.appraisal.model import Bins, ColumnReport, Report, Value
from datafloor.analysis.appraisal.personal import WHAT
from datafloor.analysis.appraisal.words import MEASURES, number, percent

WIDTH, HEIGHT = 240, 56


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("datafloor.analysis.appraisal", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def bars(bins: Bins) -> Markup:
    """A histogram as SVG paths; heights are shares of the tallest bar."""
    tallest = max(bins.counts, default=0) or 1
    step = WIDTH / max(1, len(bins.counts))
    parts = []
    for index, count in enumerate(bins.counts):
        height = round(HEIGHT * count / tallest, 1)
        if count:
            height = max(height, 1)
        parts.append(
            f'<rect x="{index * step:.1f}" y="{HEIGHT - height:.1f}"'
            f' width="{max(step - 1, 0.5):.1f}" height="{height:.1f}"/>'
        )
    return Markup("".join(parts))


def widths(top: tuple[Value, ...]) -> list[tuple[Value, int]]:
    """Values with the width of their bar in per cent of the most common one."""
    most = max((value.count for value in top), default=1)
    return [(value, max(1, 100 * value.count // most)) for value in top]


def local(text: str, language: str) -> str:
    """A decimal text as the language writes it: `2.5` is `2,5` in Vietnamese."""
    return text.replace(".", ",") if language == "vi" else text


def _sentence(column: ColumnReport, language: str) -> str:
    """What a column's picture shows, for whoever cannot or would not look."""
    if column.quantiles:
        ends = (column.minimum, column.maximum, column.quantiles[5], column.quantiles[15])
        return label("shown", language, column.name, *(local(end, language) for end in ends))
    names = ", ".join(value.text for value in column.top[:3])
    return label("shown_top", language, column.name, names)


def page(report: Report, language: str = "en") -> str:
    """The page in English (`en`) or Vietnamese (`vi`)."""
    vi = language == "vi"

    def texts(thing: Any, stem: str = "") -> str:
        name = f"{stem}_vi" if stem else "vi"
        other = f"{stem}_en" if stem else "en"
        return str(getattr(thing, name if vi else other))

    return (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            language=language,
            t=lambda key, *values: label(key, language, *values),
            say=texts,
            number=lambda value: number(value, language),
            percent=lambda count, of: percent(count, of, language),
            measure=lambda name: MEASURES[name][vi],
            kind=lambda name: KINDS[name][vi],
            what=lambda name: WHAT[name][vi],
            local=lambda text: local(text, language),
            bars=bars,
            widths=widths,
            sentence=lambda column: _sentence(column, language),
            groups={
                severity: [one for one in report.findings if one.severity == severity]
                for severity in ("block", "warn", "info")
            },
            width=WIDTH,
            height=HEIGHT,
        )
    )
