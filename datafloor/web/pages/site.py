"""All pages, in both languages."""

from typing import Any

from litestar import Router
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import ControllerRouterHandler

from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages import (
    account,
    accounts,
    auctioning,
    bank,
    basket,
    buying,
    claiming,
    contracts,
    describing,
    everyone,
    explaining,
    exporting,
    finding,
    front,
    identity,
    manual,
    marking,
    meaning,
    money,
    negotiating,
    offering,
    operating,
    overseeing,
    papers,
    paying,
    preparing,
    price_help,
    prices,
    proving,
    publishing,
    selling,
    sharing,
    sleeping,
    standing,
    stating,
    submitting,
    trading,
    verifying,
    wanting,
    withdrawing,
)
from datafloor.web.pages.assets import static
from datafloor.web.pages.language import LANGUAGES

_PARTS = (
    everyone,
    front,
    standing,
    finding,
    sleeping,
    account,
    papers,
    identity,
    selling,
    sharing,
    describing,
    preparing,
    submitting,
    claiming,
    meaning,
    publishing,
    stating,
    offering,
    explaining,
    price_help,
    prices,
    buying,
    basket,
    paying,
    wanting,
    negotiating,
    trading,
    auctioning,
    contracts,
    money,
    accounts,
    bank,
    operating,
    verifying,
    overseeing,
    exporting,
    marking,
    proving,
    withdrawing,
)
PAGES = [*manual.ROUTES, *(route for part in _PARTS for route in part.ROUTES)]


def in_our_words(asked: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Pages are there in our languages only. Raises `Refused` for another."""
    if asked.path_params["code"] not in LANGUAGES:
        raise Refused(Refusal.page_unknown)


ROUTES: list[ControllerRouterHandler] = [
    everyone.root,
    static,
    manual.docs,
    Router("/{code:str}", route_handlers=PAGES, guards=[in_our_words], include_in_schema=False),
]
"""What the application serves besides the API and the protocols. Each page is there once, whatever
its language: a route costs milliseconds of every start, and memory."""
