"""What a data contract promises of its table: of each column, and of the whole.

Of the Open Data Contract Standard 3: `logicalType` with its options, `required`, `unique`, and the
quality metrics of its library (section "Data quality"); the rest is for people and is passed over.
"""

from typing import Any

from datafloor.analysis.appraisal.model import Expected
from datafloor.contexts.catalogue import (
    Coverage,
    FieldMeaning,
    Frequency,
    Province,
    Statement,
    Theme,
)
from datafloor.web.protocols.open_catalogue.odcs import parsed

KINDS = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "date",
}
"""What a logical type is called in an appraisal; a text may be anything."""

OFTEN = {
    "hour": Frequency.hourly,
    "day": Frequency.daily,
    "week": Frequency.weekly,
    "month": Frequency.monthly,
    "quarter": Frequency.quarterly,
    "year": Frequency.annual,
}


def promised(text: bytes) -> tuple[Expected, ...]:
    """What is promised of each column of the contract's first table. Raises `Refused`
    (`contract_unreadable`) for what is no contract."""
    tables = _structs(parsed(text).get("schema"))
    return tuple(
        _column(each) for each in _structs(tables[0].get("properties") if tables else None)
    )


def _column(said: dict[str, Any]) -> Expected:
    options = said.get("logicalTypeOptions")
    options = options if isinstance(options, dict) else {}
    rules = _structs(said.get("quality"))
    never = {
        str(each.get("metric") or each.get("rule"))
        for each in rules
        if each.get("mustBe") == 0 or each.get("mustBeLessThan") == 1
    }
    listed = [_arguments(each).get("validValues", each.get("validValues")) for each in rules]
    values = next((each for each in listed if isinstance(each, list)), [])
    return Expected(
        name=str(said.get("physicalName") or said.get("name") or ""),
        kind=KINDS.get(str(said.get("logicalType")), ""),
        required=said.get("required") is True or "nullValues" in never,
        unique=said.get("unique") is True or "duplicateValues" in never,
        minimum=_number(options.get("minimum")),
        maximum=_number(options.get("maximum")),
        values=tuple(str(each) for each in values),
    )


def meanings(text: bytes) -> tuple[FieldMeaning, ...]:
    """What the contract's first table says its columns mean. It speaks one language, which is
    taken for English unless Vietnamese is given beside it."""
    tables = _structs(parsed(text).get("schema"))
    columns = _structs(tables[0].get("properties") if tables else None)
    found = []
    for each in columns[:2_000]:
        more = {str(part.get("property")): part.get("value") for part in _custom(each)}
        name = _short(each.get("physicalName") or each.get("name"))
        meaning = FieldMeaning(
            field=name or "",
            meaning_en=_line(each.get("description"), 500),
            meaning_vi=_line(more.get("descriptionVi"), 500),
            unit=_line(more.get("unit"), 40),
        )
        if name and (meaning.meaning_en or meaning.meaning_vi or meaning.unit):
            found.append(meaning)
    return tuple(found)


def claims(text: bytes) -> tuple[Coverage, Statement]:
    """What a contract claims of the whole table: under what it is found, and how good it is."""
    said = parsed(text)
    theme = str(said.get("domain") or "")
    sla = {str(each.get("property")): each for each in _structs(said.get("slaProperties"))}
    more = {str(each.get("property")): each.get("value") for each in _custom(said)}
    codes = more.get("provinces")
    known = {each.value for each in Province}
    parts = said.get("description")
    limits = parts.get("limitations") if isinstance(parts, dict) else None
    tables = _structs(said.get("schema"))
    rules = [
        str(rule.get("description"))
        for table in tables[:1]
        for owner in (table, *_structs(table.get("properties")))
        for rule in _structs(owner.get("quality"))
        if rule.get("description")
    ]
    coverage = Coverage(
        theme=Theme(theme) if theme in set(Theme) else None,
        provinces=tuple(
            Province(each)
            for each in (codes if isinstance(codes, list) else [])
            if isinstance(each, str) and each in known
        )[:34],
        frequency=_frequency(sla.get("frequency", {})),
    )
    statement = Statement(
        quality=_short("; ".join(rules)),
        limitations=_short(limits),
        update_frequency=_short(_with_unit(sla.get("frequency", {}))),
        update_level=_short(_with_unit(sla.get("latency", {}))),
    )
    return coverage, statement


def _frequency(said: dict[str, Any]) -> Frequency | None:
    value, unit = str(said.get("value", "")).lower(), str(said.get("unit", "")).lower()
    if value in set(Frequency):
        return Frequency(value)
    unit = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}.get(unit, unit)
    return OFTEN.get(unit.removesuffix("s")) if value == "1" else None


def _with_unit(said: dict[str, Any]) -> str:
    return f"{said.get('value', '')} {said.get('unit', '')}".strip()


def _custom(said: dict[str, Any]) -> list[dict[str, Any]]:
    return _structs(said.get("customProperties"))


def _arguments(said: dict[str, Any]) -> dict[str, Any]:
    found = said.get("arguments")
    return found if isinstance(found, dict) else {}


def _structs(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _number(value: Any) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _line(text: Any, most: int) -> str:
    return " ".join(text.split())[:most] if isinstance(text, str) else ""


def _short(text: Any) -> str | None:
    return text.strip()[:4_000] or None if isinstance(text, str) else None
