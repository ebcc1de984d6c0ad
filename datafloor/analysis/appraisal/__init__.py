"""Appraisal of a table: what it holds, what is wrong with it, and whether it may be listed.

Pure: a table that can be read column by column goes in, a frozen report comes out. The same
table, day and options give the same report to the last bit, on any number of threads: samples
are drawn by a fixed mixing function, sums run in one order, and the report holds counts (whole
numbers) and decimal texts, never a float.

Start at `appraise.appraise`. This face imports no table library, so that a program that only
shows a report stays light; `model` holds the report's words, `page` and `text` draw it.
"""

from datafloor.analysis.appraisal.model import (
    Citizens,
    ColumnReport,
    Expected,
    Finding,
    Options,
    Report,
    Severity,
    Sketch,
    Threshold,
)

__all__ = [
    "Citizens",
    "ColumnReport",
    "Expected",
    "Finding",
    "Options",
    "Report",
    "Severity",
    "Sketch",
    "Threshold",
]
