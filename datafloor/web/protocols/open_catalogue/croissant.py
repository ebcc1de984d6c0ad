"""A product for machine learning, as Croissant 1.0 (MLCommons), a profile of schema.org.

It tells what the columns are and where the data are had. The files are behind a contract and
change with each version, so it is a live data set: the checksum that a buyer relies on is that of
the version in the evidence, not of one file.
"""

from typing import Any
from urllib.parse import quote

import msgspec

from datafloor.contexts.catalogue import PROVINCE_NAMES, Field, FieldMeaning
from datafloor.kernel import clock
from datafloor.web.protocols.open_catalogue.products import Described
from datafloor.web.protocols.open_catalogue.vocabulary import address

MEDIA_TYPE = "application/ld+json"

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        name: f"cr:{name}"
        for name in (
            *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty"),
            *("fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key"),
            *("md5", "parentField", "path", "recordSet", "references", "regex", "repeated"),
            *("replace", "samplingRate", "separator", "source", "subField", "transform"),
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
"""The context that every Croissant file states (Croissant 1.0, appendix 1)."""

TYPES = {
    "boolean": "sc:Boolean",
    "byte": "sc:Integer",
    "short": "sc:Integer",
    "integer": "sc:Integer",
    "long": "sc:Integer",
    "float": "sc:Float",
    "double": "sc:Float",
    "date": "sc:Date",
    "timestamp": "sc:DateTime",
    "timestamp_ntz": "sc:DateTime",
}
"""What a type of Delta tables is there; every other is read as text, a decimal as a number."""


def as_croissant(base: str, of: Described) -> bytes:
    """One product."""
    view = of.view
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": address(base, view.product),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": view.title_en,
        "alternateName": view.title_vi,
        "description": view.description_en,
        "url": address(base, view.product),
        "isLiveDataset": True,
        "creator": {"@type": "Organization", "name": of.seller},
        "citeAs": f"{of.seller}: {view.title_en}. {address(base, view.product)}",
    }
    coverage = view.coverage
    if coverage.theme is not None:
        found["keywords"] = [coverage.theme.value]
    if coverage.provinces:
        found["spatialCoverage"] = [
            {"@type": "sc:Place", "name": PROVINCE_NAMES[each]} for each in coverage.provinces
        ]
    if of.offers:
        found["license"] = [f"{base}/api/terms/{offer.terms}" for offer in of.offers]
    if view.versions:
        newest = view.versions[0]
        found |= {
            "version": f"{len(view.versions)}.0.0",
            "datePublished": clock.iso(view.versions[-1].added_at),
            "dateModified": clock.iso(newest.added_at),
            "distribution": [
                {
                    "@type": "cr:FileObject",
                    "@id": "table",
                    "name": "table",
                    "description": "The table, read with Delta Sharing under a contract.",
                    "contentUrl": f"{base}/delta-sharing",
                    "contentSize": f"{newest.bytes} B",
                    "encodingFormat": "application/vnd.apache.parquet",
                }
            ],
            "recordSet": [
                {
                    "@type": "cr:RecordSet",
                    "@id": "rows",
                    "name": "rows",
                    "field": [_field(each, view.meaning.get(each.name)) for each in newest.fields],
                }
            ],
        }
    return msgspec.json.encode(found)


def _field(field: Field, meaning: FieldMeaning | None) -> dict[str, Any]:
    kind = "sc:Float" if field.type.startswith("decimal") else TYPES.get(field.type, "sc:Text")
    said = (meaning.meaning_en or meaning.meaning_vi, meaning.unit) if meaning else ()
    return {
        "@type": "cr:Field",
        "@id": f"rows/{quote(field.name, safe='')}",
        "name": field.name,
        "dataType": kind,
        "source": {"fileObject": {"@id": "table"}, "extract": {"column": field.name}},
    } | ({"description": " · ".join(filter(None, said))} if said else {})
