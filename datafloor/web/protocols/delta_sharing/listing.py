"""What a credential opens: shares, schemas and tables, in pages."""

from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response

from datafloor.adapters.shelf import SharedTable, Shelf, check_names
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.protocols.delta_sharing import asked
from datafloor.web.protocols.delta_sharing.asked import AnyRequest, caller
from datafloor.web.protocols.delta_sharing.lines import MODES

PAGE = 500


class ListRoutes:
    """The lists of the protocol, each from what the shelf says for this very request."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __deepcopy__(self, memo: dict[int, Any]) -> "ListRoutes":
        return self  # Litestar copies the routers that it is given; this is one all the same

    async def list_shares(self, request: AnyRequest) -> Response[bytes]:
        shares = await self._shelf.shares(caller(request))
        return _page(
            request, {share.name: {"name": share.name, "id": share.id} for share in shares}
        )

    async def get_share(self, request: AnyRequest) -> Response[bytes]:
        name = request.path_params["share"]
        check_names(name)
        for share in await self._shelf.shares(caller(request)):
            if share.name.lower() == name.lower():
                found = {"name": share.name, "id": share.id}
                return _json({"share": found, **found})  # the text says one, its OpenAPI the other
        raise Refused(Refusal.share_unknown, share=name)

    async def list_schemas(self, request: AnyRequest) -> Response[bytes]:
        found = {}
        for table in await self._tables_of(request):
            found[table.schema] = {"name": table.schema, "share": table.share}
        return _page(request, found)

    async def list_tables(self, request: AnyRequest) -> Response[bytes]:
        schema = request.path_params["schema"]
        check_names(request.path_params["share"], schema)
        there = [
            table
            for table in await self._tables_of(request)
            if table.schema.lower() == schema.lower()
        ]
        if not there:
            raise Refused(Refusal.schema_unknown, schema=schema, share=request.path_params["share"])
        return _page(request, {table.table: _listed(table) for table in there})

    async def list_all_tables(self, request: AnyRequest) -> Response[bytes]:
        there = await self._tables_of(request)
        return _page(request, {f"{t.schema}.{t.table}": _listed(t) for t in there})

    async def _tables_of(self, request: AnyRequest) -> Sequence[SharedTable]:
        name = request.path_params["share"]
        check_names(name)
        for share in await self._shelf.shares(caller(request)):
            if share.name.lower() == name.lower():
                return share.tables
        raise Refused(Refusal.share_unknown, share=name)


def _listed(table: SharedTable) -> dict[str, Any]:
    return {
        "name": table.table,
        "schema": table.schema,
        "share": table.share,
        "id": table.table_id,
        "accessModes": MODES,
    }


def _json(content: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(content), media_type="application/json")


def _page(request: AnyRequest, items: dict[str, Any]) -> Response[bytes]:
    """One page of a list, by name; the token of the next page names the last item of this one."""
    most = asked.number(request.query_params, "maxResults", 2**31)
    token = request.query_params.get("pageToken")
    after = _after(token) if token else ""
    left = [name for name in sorted(items, key=str.lower) if name.lower() > after]
    page = left[: PAGE if most is None else min(most, PAGE)]
    follows = ""
    if len(page) < len(left):
        last = page[-1].lower() if page else after
        follows = urlsafe_b64encode(f">{last}".encode()).decode()
    return _json({"items": [items[name] for name in page], "nextPageToken": follows})


def _after(token: str) -> str:
    """The name after which a page begins."""
    try:
        text = b64decode(token.encode(), altchars=b"-_", validate=True).decode()
    except (NoBase64, ValueError):
        raise Refused(Refusal.page_token_unknown) from None
    return text[1:]
