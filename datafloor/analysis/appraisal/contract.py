"""Whether a table keeps what its data contract promises: columns, kinds, gaps, ranges, lists."""

from collections.abc import Sequence

import polars as pl

from datafloor.analysis.appraisal import kinds
from datafloor.analysis.appraisal.model import ColumnReport, Expected, Finding, Table
from datafloor.analysis.appraisal.words import say


def conform(
    expected: Sequence[Expected], reports: dict[str, ColumnReport], table: Table
) -> list[Finding]:
    """What breaks the promises; nothing where all are kept."""
    found = []
    for promise in expected:
        name = (promise.name,)
        report = reports.get(promise.name)
        if report is None:
            found.append(say("contract_missing", name))
            continue
        whole_is_number = promise.kind == "decimal" and report.kind == "integer"
        if promise.kind and promise.kind != report.kind and not whole_is_number:
            found.append(say("contract_kind", name, promised=promise.kind, held=report.kind))
            continue
        found += _broken(promise, report, table)
    return found


def _broken(promise: Expected, report: ColumnReport, table: Table) -> list[Finding]:
    name = (promise.name,)
    found = []

    def broken(count: int, rule: str, rule_vi: str) -> None:
        if count:
            found.append(say("contract_broken", name, count, rule=rule, rule_vi=rule_vi))

    if promise.required:
        broken(report.missing, "no value may be missing", "không được để trống")
    if promise.unique:
        repeats = table.rows - report.missing - report.distinct
        broken(repeats, "every value must be unique", "mỗi giá trị phải là duy nhất")
    if not (promise.minimum or promise.maximum or promise.values):
        return found
    values = kinds.read(table.column(promise.name)).values
    if promise.values:
        texts = values.drop_nulls().cast(pl.String)
        wrong = int((~texts.is_in(list(promise.values))).sum())
        broken(wrong, "only listed values", "chỉ nhận giá trị trong danh mục")
    if promise.minimum:
        wrong = int((values < float(promise.minimum)).sum())
        broken(wrong, f"at least {promise.minimum}", f"ít nhất {promise.minimum}")
    if promise.maximum:
        wrong = int((values > float(promise.maximum)).sum())
        broken(wrong, f"at most {promise.maximum}", f"nhiều nhất {promise.maximum}")
    return found
