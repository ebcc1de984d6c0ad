"""Routes declare who may call them, and keep to it."""

import pytest

from tests.tidy.conftest import Make, said
from tools.tidy.routes import routes

WEB = "datafloor/web/api/market.py"
HEAD = "from litestar import get, post\n"


@pytest.mark.parametrize(
    "handler",
    [
        '@get("/", security=OPEN)\nasync def page(): return 1',
        '@get("/", security=[{}])\nasync def page(): return 1',
        '@get("/", security=BEARER)\nasync def page(request): by = await somebody(request)',
        '@post("/", security=[{}, *BEARER])\nasync def page(request): by = await visitor(request)',
        '@get("/", security=BEARER)\nasync def page(request): by = await overseer(request)\n'
        "async def overseer(request): return await somebody(request)",
        'made = post("/", security=BEARER)(handler)',
        'all = {"security": BEARER}\nmade = post("/", **all)(handler)',
        "x = cache.get(1)",
    ],
)
def test_a_route_that_declares_itself_is_fine(make: Make, handler: str) -> None:
    assert not [*routes(make({WEB: HEAD + handler}))]


@pytest.mark.parametrize(
    ("handler", "what"),
    [
        ('@get("/")\nasync def page(): return 1', "a route that does not say who may call it"),
        ('made = post("/")(handler)', "a route that does not say who may call it"),
        (
            'all = {"status_code": 200}\nmade = post("/", **all)(handler)',
            "a route that does not say who may call it",
        ),
        ('@get("/", security=BEARER)\nasync def page(): return 1', "page never asks who calls"),
    ],
)
def test_a_route_that_does_not_is_found(make: Make, handler: str, what: str) -> None:
    assert [line.partition(": ")[2] for line in said([*routes(make({WEB: HEAD + handler}))])] == [
        what
    ]


def test_other_code_may_call_what_it_likes_get(make: Make) -> None:
    assert not [*routes(make({"datafloor/web/a.py": 'get("/")', "datafloor/app/b.py": HEAD}))]
