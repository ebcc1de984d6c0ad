"""All pages, in both languages."""

from litestar import Router
from litestar.types import ControllerRouterHandler

from datafloor.web.pages import (
    account,
    buying,
    covering,
    everyone,
    finding,
    identity,
    manual,
    marking,
    money,
    offering,
    operating,
    overseeing,
    prices,
    proving,
    publishing,
    selling,
    stating,
    trading,
)
from datafloor.web.pages.assets import static
from datafloor.web.pages.language import LANGUAGES

_PARTS = (
    everyone,
    finding,
    account,
    identity,
    selling,
    covering,
    publishing,
    stating,
    offering,
    prices,
    buying,
    trading,
    money,
    operating,
    overseeing,
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
