"""Small tables for the tests, and the report on one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from datafloor.analysis.appraisal.appraise import appraise
from datafloor.analysis.appraisal.model import Finding, Options, Report, Table

TODAY = date(2026, 11, 21)


def table(columns: Mapping[str, Sequence[Any] | pl.Series], name: str = "t.csv") -> Table:
    """A table in memory."""
    frame = pl.DataFrame(columns, strict=False)
    return Table(name, "csv", frame.height, tuple(frame.columns), frame.get_column)


def report(columns: Mapping[str, Sequence[Any] | pl.Series], **options: Any) -> Report:
    """The appraisal of a table in memory."""
    return appraise(table(columns), Options(as_of=TODAY, **options))


def codes(found: Report) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in found.findings}


def finding(found: Report, code: str) -> Finding:
    """The one finding with this code."""
    (one,) = [finding for finding in found.findings if finding.code == code]
    return one
