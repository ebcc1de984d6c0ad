"""How a command or a question becomes a route, so that all of them are alike."""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Request, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, JSONBody

from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id, whole
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange
from datafloor.web.problems import answers
from datafloor.web.signing_in import BEARER as BEARER
from datafloor.web.signing_in import somebody

OPEN: list[dict[str, list[str]]] = [{}]

_BODY: Any = JSONBody
"""The marker of a body, where its type is known only when the route is made."""

RequestId = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        pattern=whole("[!-~]{8,100}"),
        description="Your id of this request. Sent again with the same content it is answered"
        " alike and carried out once; with other content it is refused.",
    ),
]


def exchange_of(request: Request[Any, Any, Any]) -> Exchange:
    """The exchange that this application serves."""
    found: Exchange = request.app.state["exchange"]
    return found


async def office(request: Request[Any, Any, Any], *roles: str) -> Actor:
    """Whoever sends the token, holding one of these roles. Raises `Refused` for others."""
    by = await somebody(request, exchange_of(request))
    if by.roles.isdisjoint(roles):
        raise Refused(Refusal.role_missing)
    return by


def request_id_or_new(request_id: str | None) -> str:
    """What the asker calls this request, or a name that is never used again."""
    return request_id or new_id("request")


def asks(path: str, command: type[Command], tag: str) -> HTTPRouteHandler:
    """The route that asks one command in the name of whoever sends the token."""

    async def ask(
        request: Request[Any, Any, Any], data: Command, request_id: RequestId = None
    ) -> Receipt:
        exchange = exchange_of(request)
        by = await somebody(request, exchange)
        return await exchange.door.ask(data, by, request_id_or_new(request_id))

    ask.__annotations__["data"] = _BODY[command]
    verb = command.kind.partition(".")[2]
    ask.__name__ = verb
    return post(
        path,
        operation_id=verb,
        summary=verb.replace("_", " ").capitalize(),
        description=" ".join((command.__doc__ or "").split()),
        tags=[tag],
        security=BEARER,
        responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
    )(ask)


def table(routes: Sequence[tuple[str, type[Command]]], tag: str) -> list[HTTPRouteHandler]:
    """The routes of a context's commands."""
    return [asks(path, command, tag) for path, command in routes]
