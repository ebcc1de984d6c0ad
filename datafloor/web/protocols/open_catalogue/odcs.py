"""A product as a data contract, and a data contract as the draft of a product.

The Open Data Contract Standard 3.1 of Bitol. Contracts are YAML; what is written here is JSON,
which every reader of YAML 1.2 reads.
"""

import re
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from datafloor.contexts.catalogue import Field, FieldMeaning, Origin
from datafloor.kernel import clock
from datafloor.kernel.money import DECIMALS, Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.protocols.open_catalogue.products import Described
from datafloor.web.protocols.open_catalogue.vocabulary import address

MEDIA_TYPE = "application/yaml"
API_VERSION = "v3.1.0"
DEEPEST = 40
"""Levels of a contract; no honest one comes near it."""

TYPES = {
    "boolean": "boolean",
    "byte": "integer",
    "short": "integer",
    "integer": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp_ntz": "timestamp",
}


def as_contract(base: str, of: Described) -> bytes:
    """One product as a data contract."""
    view = of.view
    found: dict[str, Any] = {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": view.product,
        "name": view.title_en,
        "version": f"{len(view.versions)}.0.0",
        "status": "active" if view.state == "listed" else "retired",
        "dataProduct": view.title_en,
        "description": {
            "purpose": view.description_en,
            "authoritativeDefinitions": [
                {"type": "canonicalUrl", "url": address(base, view.product)}
            ],
        },
        "schema": [
            {
                "name": "table",
                "physicalType": "table",
                "properties": [
                    _property(each, view.meaning.get(each.name)) for each in version.fields
                ],
            }
            for version in view.versions[:1]
        ],
        "customProperties": [
            {"property": "titleVi", "value": view.title_vi},
            {"property": "descriptionVi", "value": view.description_vi},
            {"property": "origin", "value": view.origin},
            {"property": "originNote", "value": view.origin_note},
            {"property": "provider", "value": of.seller},
            {"property": "provinces", "value": list(view.coverage.provinces)},
        ],
    }
    if view.coverage.theme is not None:
        found["domain"] = view.coverage.theme.value
    if view.coverage.frequency is not None:
        found["slaProperties"] = [{"property": "frequency", "value": view.coverage.frequency.value}]
    if view.versions:
        found["contractCreatedTs"] = clock.iso(view.versions[-1].added_at)
    price = next((known for each in of.offers if (known := each.price_from)), None)
    if price is not None:
        found["price"] = _price(price)
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def _property(field: Field, meaning: FieldMeaning | None) -> dict[str, Any]:
    logical = "number" if field.type.startswith("decimal") else TYPES.get(field.type, "string")
    found: dict[str, Any] = {
        "name": field.name,
        "physicalName": field.name,
        "logicalType": logical,
        "physicalType": field.type,
        "required": not field.nullable,
    }
    if meaning is not None:
        found["description"] = meaning.meaning_en or meaning.meaning_vi
        more = {"descriptionVi": meaning.meaning_vi, "unit": meaning.unit}
        found["customProperties"] = [
            {"property": name, "value": value} for name, value in more.items() if value
        ]
    return found


def _price(price: Money) -> dict[str, Any]:
    """What the first offer that has a price costs, for a licence."""
    return {
        "priceAmount": msgspec.Raw(_decimal(price).encode()),
        "priceCurrency": price.currency,
        "priceUnit": "licence",
    }


def _decimal(money: Money) -> str:
    """A sum as a decimal number, exact."""
    places = DECIMALS[money.currency]
    digits = str(money.minor).rjust(places + 1, "0")
    return digits if not places else f"{digits[:-places]}.{digits[-places:]}"


class Prefilled(Struct, frozen=True):
    """What a contract says of a product."""

    title_en: str
    title_vi: str
    description_en: str
    description_vi: str
    origin: Origin
    origin_note: str


def prefilled(text: bytes) -> Prefilled:
    """The draft that a contract comes to. Raises `Refused` for what is no contract.

    A contract speaks one language; what it does not say in Vietnamese is taken as it is, for the
    seller to translate before the product is submitted.
    """
    said = parsed(text)
    more = {
        each.get("property"): each.get("value")
        for each in _list(said.get("customProperties"))
        if isinstance(each, dict)
    }
    title = _text(said.get("name")) or _text(said.get("dataProduct")) or _text(said.get("id"))
    if len(title) < 3:
        raise Refused(Refusal.contract_unreadable, problem="name")
    parts = said.get("description")
    parts = parts if isinstance(parts, dict) else {"purpose": parts}
    description = "\n".join(filter(None, map(_text, map(parts.get, _DESCRIPTION)))) or title
    origin = _text(more.get("origin"))
    note = f"{_text(said.get('id'))} {_text(said.get('version'))}".strip()
    return Prefilled(
        title_en=title[:300],
        title_vi=(_text(more.get("titleVi")) or title)[:300],
        description_en=description[:4000],
        description_vi=(_text(more.get("descriptionVi")) or description)[:4000],
        origin=Origin(origin) if origin in set(Origin) else Origin.collected,
        origin_note=(_text(more.get("originNote")) or note or title)[:4000],
    )


_DESCRIPTION = ("purpose", "usage", "limitations")


def parsed(text: bytes) -> dict[str, Any]:
    """The contract's own values. Raises `Refused` for what is no contract.

    An alias could stand for a thousand others, so none is read.
    """
    try:
        deep = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            deep += isinstance(event, yaml.CollectionStartEvent)
            deep -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or deep > DEEPEST:
                raise Refused(Refusal.contract_unreadable, problem=_place(event.start_mark))
        found = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as wrong:
        where = _place(getattr(wrong, "problem_mark", None))
        raise Refused(Refusal.contract_unreadable, problem=where) from wrong
    if not isinstance(found, dict):
        raise Refused(Refusal.contract_unreadable, problem="YAML")
    if found.get("kind") != "DataContract" or not str(found.get("apiVersion")).startswith("v3."):
        raise Refused(Refusal.contract_unreadable, problem="kind DataContract, apiVersion v3")
    return found


def _place(mark: Any) -> str:
    return f"{mark.line + 1}:{mark.column + 1}" if mark is not None else "YAML"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A text without what no text holds; a number as it is written; else nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", str(value)).strip()
