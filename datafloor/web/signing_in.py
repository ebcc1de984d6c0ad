"""Who asks: a bearer token, or the session cookie of a browser. Nothing else says so."""

from typing import Any

from litestar import Request

from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

NOBODY = Actor("", "")

COOKIE = "datafloor_session"


def bearer(request: Request[Any, Any, Any]) -> str | None:
    """The secret in the `Authorization` header, if it is a bearer's."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


async def somebody(request: Request[Any, Any, Any], exchange: Exchange) -> Actor:
    """Whoever sends a token with the request. Raises `Refused` for none, or a wrong one."""
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
