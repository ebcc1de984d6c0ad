"""The routes of the protocol, and the shape in which it tells an error."""

from typing import Any

import msgspec
from litestar import Response, Router, get, post, route
from litestar.exceptions import HTTPException

from datafloor.adapters.links import Links
from datafloor.adapters.shelf import Shelf
from datafloor.adapters.tables import Tables
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.counting import Requests
from datafloor.web.problems import as_refused, retry
from datafloor.web.protocols.delta_sharing.asked import AnyRequest
from datafloor.web.protocols.delta_sharing.listing import ListRoutes
from datafloor.web.protocols.delta_sharing.reading import TableRoutes

TABLE = "/shares/{share:str}/schemas/{schema:str}/tables/{table:str}"


def delta_sharing(
    shelf: Shelf, tables: Tables, links: Links, requests: Requests | None = None
) -> Router:
    """The router of the whole protocol, to be mounted under the prefix of the endpoint."""
    listing, reading = ListRoutes(shelf), TableRoutes(shelf, tables, links, requests or Requests())
    quiet: dict[str, Any] = {
        "include_in_schema": False,
        "status_code": 200,
        "security": [{"bearer": []}],
    }
    return Router(
        "/",
        route_handlers=[
            get("/shares", **quiet)(listing.list_shares),
            get("/shares/{share:str}", **quiet)(listing.get_share),
            get("/shares/{share:str}/schemas", **quiet)(listing.list_schemas),
            get("/shares/{share:str}/schemas/{schema:str}/tables", **quiet)(listing.list_tables),
            get("/shares/{share:str}/all-tables", **quiet)(listing.list_all_tables),
            # HEAD on the table is how the version was asked for once; old clients still do.
            route(TABLE, http_method=["HEAD"], **quiet)(reading.version),
            get(f"{TABLE}/version", **quiet)(reading.version),
            get(f"{TABLE}/metadata", **quiet)(reading.metadata),
            post(f"{TABLE}/query", **quiet)(reading.query),
            get(f"{TABLE}/changes", **quiet)(reading.changes),
            post(f"{TABLE}/queries/{{query_id:str}}", **quiet)(reading.poll),
            post(f"{TABLE}/temporary-table-credentials", **quiet)(reading.credentials),
        ],
        before_request=_refuse_hidden_slash,
        exception_handlers={Refused: protocol_error, HTTPException: protocol_error},
    )


def protocol_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """An error in the shape of the protocol; the message gives the reason of a refusal.

    The application uses it for paths under the endpoint that have no route, too.
    """
    headers: dict[str, str] = {}
    if isinstance(error, HTTPException) and b"%2f" in request.scope["raw_path"].lower():
        error = Refused(Refusal.name_malformed, name=request.scope["path"])
    if isinstance(error, Refused):
        said = error.why.value
        status, code = said.status, error.why.name
        language = "vi" if request.headers.get("accept-language", "").startswith("vi") else "en"
        message = error.text(language) + (f" ({said.law})" if said.law else "")
        headers |= retry(error)
        if status == 401:
            headers["www-authenticate"] = "Bearer"
    elif not isinstance(error, HTTPException):
        return protocol_error(request, as_refused(error))
    else:
        status, code, message = error.status_code, "request_refused", error.detail
        headers = dict(error.headers or {})
    content = msgspec.json.encode({"errorCode": code, "message": message})
    return Response(content, status_code=status, headers=headers, media_type="application/json")


def _refuse_hidden_slash(request: AnyRequest) -> None:
    """A `/` written as `%2F` would be taken for a part of the route."""
    raw: bytes = request.scope["raw_path"]
    if b"%2f" in raw.lower():
        raise Refused(Refusal.name_malformed, name=request.scope["path"])
