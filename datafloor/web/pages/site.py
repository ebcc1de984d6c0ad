"""All pages, in both languages."""

from litestar import Router
from litestar.types import ControllerRouterHandler

from datafloor.web.pages import account, everyone, operating, selling
from datafloor.web.pages.assets import static
from datafloor.web.pages.language import LANGUAGES

_PAGES = [*everyone.ROUTES, *account.ROUTES, *selling.ROUTES, *operating.ROUTES]

ROUTES: list[ControllerRouterHandler] = [
    everyone.root,
    static,
    *(Router(f"/{code}", route_handlers=_PAGES, include_in_schema=False) for code in LANGUAGES),
]
"""What the application serves besides the API and the protocols."""
