"""The addresses of the catalogue, and the form in which each is answered."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import PathParameter
from litestar.response import Stream

from datafloor.kernel.ids import is_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import OPEN, exchange_of
from datafloor.web.problems import language
from datafloor.web.protocols.open_catalogue import croissant, odcs
from datafloor.web.protocols.open_catalogue.products import Described, listed, one
from datafloor.web.protocols.open_catalogue.stream import (
    JSON_LD,
    TURTLE,
    as_json_ld,
    as_turtle,
    whole_as,
)

HTML = "text/html"

Write = Callable[[str, Described], bytes]

ENDINGS: dict[str, tuple[str, Write]] = {
    "ttl": (TURTLE, as_turtle),
    "jsonld": (JSON_LD, as_json_ld),
    "croissant.json": (croissant.MEDIA_TYPE, croissant.as_croissant),
    "odcs.yaml": (odcs.MEDIA_TYPE, odcs.as_contract),
}
"""The forms of a product by the ending of its address, each with its media type and writer."""

FORMS = (JSON_LD, TURTLE, HTML)
"""What can be answered; the first for whom anything will do."""

HEADERS = {
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=60",
    "vary": "accept",
}

ProductName = Annotated[
    str,
    PathParameter(
        pattern=r"^product_[0-9A-Z]{26}(\.[a-z.]{1,20})?$",
        description="The id of a product, with or without an ending: .ttl, .jsonld,"
        " .croissant.json, .odcs.yaml.",
    ),
]


def preferred(accept: str) -> str:
    """The form that an Accept header prefers (RFC 9110, section 12.5.1); the first if none is."""
    best, most = FORMS[0], 0.0
    for part in accept.split(","):
        kind, *parameters = (each.strip().lower() for each in part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            quality = float(weight)
        except ValueError:
            continue
        form = next((each for each in FORMS if kind in (each, f"{each.split('/')[0]}/*")), None)
        if kind == "*/*":
            form = FORMS[0]
        if form is not None and quality > most:
            best, most = form, quality
    return best


def _onward(request: Request[Any, Any, Any], path: str) -> Response[bytes]:
    """A person is sent on to the page."""
    where = f"/{language(request)}{path}"
    headers = {"location": where, "vary": "accept, accept-language"}
    return Response(b"", status_code=303, headers=headers, media_type=HTML)


async def _whole(request: Request[Any, Any, Any], form: str) -> Response[Any]:
    exchange = exchange_of(request)
    pieces = whole_as(form, exchange.base_url, listed(exchange.database))
    return Stream(_beside(pieces), media_type=form, headers=HEADERS)


async def _beside(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each piece made in a thread, when the reader has taken the one before."""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


@get("/catalog", security=OPEN, include_in_schema=False)
async def catalog(request: Request[Any, Any, Any]) -> Response[Any]:
    """All that is listed as DCAT-AP 3: JSON-LD, or Turtle, as the Accept header prefers."""
    form = preferred(request.headers.get("accept", ""))
    return _onward(request, "/") if form == HTML else await _whole(request, form)


@get("/catalog.ttl", security=OPEN, include_in_schema=False)
async def catalog_turtle(request: Request[Any, Any, Any]) -> Response[Any]:
    """All that is listed, in Turtle."""
    return await _whole(request, TURTLE)


@get("/catalog.jsonld", security=OPEN, include_in_schema=False)
async def catalog_json_ld(request: Request[Any, Any, Any]) -> Response[Any]:
    """All that is listed, in JSON-LD."""
    return await _whole(request, JSON_LD)


@get(
    "/catalog/{name:str}",
    security=OPEN,
    include_in_schema=False,
)
async def catalog_product(request: Request[Any, Any, Any], name: ProductName) -> Response[bytes]:
    """One product as DCAT-AP 3, for machine learning as Croissant, or as a data contract (ODCS).

    The ending says which; without one, JSON-LD or Turtle as the Accept header prefers.
    """
    product, _, ending = name.partition(".")
    form = "" if ending else preferred(request.headers.get("accept", ""))
    ending = ending or ("ttl" if form == TURTLE else "jsonld")
    if ending not in ENDINGS or not is_id("product", product):
        raise Refused(Refusal.page_unknown)
    exchange = exchange_of(request)
    found = await exchange.question(one, product)
    if form == HTML:
        return _onward(request, f"/products/{product}")
    kind, write = ENDINGS[ending]
    return Response(write(exchange.base_url, found), media_type=kind, headers=HEADERS)


ROUTES = [catalog, catalog_turtle, catalog_json_ld, catalog_product]
