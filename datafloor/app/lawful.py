"""What the demo's seller states about its products, so that the law has no objection."""

from hashlib import sha256
from typing import Any


def _document(name: str) -> str:
    """The digest that stands for a document of the demo."""
    return sha256(f"the demo's {name}".encode()).hexdigest()


COMMON: dict[str, Any] = {
    "source": "non_state_party",
    "right_covers_scope": True,
    "about_people": False,
    "data_class": "other_data",
    "harms_state_security": False,
    "is_state_secret": False,
    "banned_by_other_law": False,
    "infringes_third_party_rights": False,
    "originality": "original_data",
}

FLIGHTS: dict[str, Any] = COMMON | {
    "basis_of_right": "Collected from the airports' own notices; invented for the demo.",
    "right_evidence": _document("file of origin of the flights"),
    "recipients": "abroad_too",
    "quality": "Compared with the timetable, flight by flight.",
    "accuracy": "Times to the minute, as the airlines reported them.",
    "completeness": "Every departure of the year; 2.5 % have no arrival.",
    "update_level": "Final; the year is over.",
    "limitations": "Three airports of one city, in one year.",
}

COUNTED: dict[str, Any] = FLIGHTS | {
    "originality": "value_added_data",
    "processing_method": "Departures are counted and their delays averaged, group by group.",
    "input_sources": "Every departure from three airports in one year.",
    "update_frequency": "Never again: the year is over.",
    "quality": "Sums compared with the table of departures.",
    "accuracy": "Means to a tenth of a minute.",
}

CALENDAR: dict[str, Any] = COMMON | {
    "basis_of_right": "Compiled by the seller from published holidays; invented for the demo.",
    "right_evidence": _document("file of origin of the calendar"),
    "recipients": "domestic_only",
    "quality": "Compared with the calendars of earlier years.",
    "accuracy": "To the day.",
    "completeness": "Every day from 2020 to 2030.",
    "update_level": "Each year, when the days that are moved have been decided.",
    "limitations": "Days that a later decision moves are not in it.",
}

NAMES: dict[str, Any] = CALENDAR | {
    "basis_of_right": "Published by others under an open licence that lets it be passed on.",
    "accuracy": "Names as they were published.",
    "completeness": "Every country that has a currency.",
    "quality": "Each code once.",
    "limitations": "Names in two languages only.",
}

WARDS: dict[str, Any] = COMMON | {
    "basis_of_right": "Published by others under an open licence that lets it be passed on.",
    "right_evidence": _document("file of origin of the wards"),
    "recipients": "domestic_only",
    "quality": "Every ward once, each with its province.",
    "accuracy": "Areas and positions as they were published.",
    "completeness": "All wards since 1 July 2025.",
    "update_level": "After each change of boundaries.",
    "limitations": "Boundaries themselves are not in it.",
}

PAPERS: dict[str, Any] = {
    "documents": [_document("certificate of enterprise registration")],
    "payment_account": _document("payment account"),
    "lawful_entity": True,
    "conditional_line": False,
}

IDENTITY = _document("representative's electronic identity")
