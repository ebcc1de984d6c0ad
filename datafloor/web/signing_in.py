"""Who asks: a bearer token, or the session cookie of a browser. Nothing else says so."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

NOBODY = Actor("", "")

BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
"""What a route says that needs a token."""

COOKIE = "datafloor_session"


def bearer(request: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The secret in the `Authorization` header, if it is a bearer's."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


async def first_who(
    connection: ASGIConnection[Any, Any, Any, Any], route: BaseRouteHandler
) -> None:
    """Before a route that needs a token reads anything else of a request: who asks? So a stranger
    is told nothing of what the route would find wrong."""
    if isinstance(route, HTTPRouteHandler) and route.security == BEARER:
        exchange: Exchange = connection.app.state["exchange"]
        connection.scope["user"] = await somebody(connection, exchange)


def address_of(request: Request[Any, Any, Any]) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""


def oversees(by: Actor) -> bool:
    """Whether somebody operates or supervises the exchange, and so sees what concerns others."""
    return not by.roles.isdisjoint(("operator", "supervisor"))


async def somebody(request: ASGIConnection[Any, Any, Any, Any], exchange: Exchange) -> Actor:
    """Whoever sends a token with the request. Raises `Refused` for none, or a wrong one."""
    known: Actor | None = request.scope.get("user")
    if known is not None:
        return known
    secret = bearer(request)
    if secret is None:
        raise Refused(Refusal.sign_in_required)
    return await exchange.actor(secret)


async def visitor(request: Request[Any, Any, Any], exchange: Exchange) -> Actor:
    """Whoever has signed in with this browser, or nobody."""
    secret = request.cookies.get(COOKIE)
    if not secret:
        return NOBODY
    try:
        return await exchange.actor(secret)
    except Refused:  # an old cookie is as good as none
        return NOBODY
