"""All pages, in both languages."""

from litestar import Router
from litestar.types import ControllerRouterHandler

from datafloor.web.pages import (
    account,
    accounts,
    auctioning,
    bank,
    basket,
    buying,
    contracts,
    describing,
    everyone,
    exporting,
    finding,
    identity,
    manual,
    marking,
    money,
    negotiating,
    offering,
    operating,
    overseeing,
    papers,
    preparing,
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
)
from datafloor.web.pages.assets import static
from datafloor.web.pages.language import LANGUAGES

_PARTS = (
    everyone,
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
    publishing,
    stating,
    offering,
    prices,
    buying,
    basket,
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
)
PAGES = [*manual.ROUTES, *(route for part in _PARTS for route in part.ROUTES)]

ROUTES: list[ControllerRouterHandler] = [
    everyone.root,
    static,
    manual.docs,
    *(Router(f"/{code}", route_handlers=PAGES, include_in_schema=False) for code in LANGUAGES),
]
"""What the application serves besides the API and the protocols."""
