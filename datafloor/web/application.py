"""The web application, put together from its routes."""

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from datafloor import __version__
from datafloor.web.api import catalogue, participants
from datafloor.web.exchange import Exchange
from datafloor.web.pages import faults, site

LARGEST_BODY = 1_000_000
"""Bytes of a command. Tables have a route of their own, without this limit."""


def application(exchange: Exchange) -> Litestar:
    """The application that serves one exchange."""
    api = Router("/api", route_handlers=[*participants.ROUTES, *catalogue.ROUTES])
    return Litestar(
        [api, *site.ROUTES],
        state=State({"exchange": exchange}),
        exception_handlers={Exception: faults.handle},
        request_max_body_size=LARGEST_BODY,
        openapi_config=OpenAPIConfig(
            title="Datafloor",
            version=__version__,
            description="An open data exchange. Every change is a command: it is answered with a"
            " receipt, or refused with problem details (RFC 9457).",
            path="/api",
            components=Components(
                security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}
            ),
            create_examples=False,
            render_plugins=[],
        ),
        logging_config=None,
    )
