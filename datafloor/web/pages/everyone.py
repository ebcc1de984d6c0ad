"""Pages for everyone: what is on offer, one product, who takes part."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter
from msgspec import Struct

from datafloor.contexts import catalogue, participants
from datafloor.contexts.catalogue import ProductCard, ProductState, ProductView
from datafloor.contexts.participants import OrganisationView
from datafloor.kernel.db import Tx
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.language import Code
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive
from datafloor.web.problems import language as preferred

PAGE = 24
"""Products on one page."""

LAST = "product_Z"
"""After every id of a product."""


class Card(Struct, frozen=True):
    """A product as a list shows it, in one language."""

    product: str
    title: str
    line: str
    who: str
    origin: str
    state: str
    state_at: int
    rows: int | None
    fresh_at: int | None


def card(found: ProductCard, code: Code, who: str = "") -> Card:
    """A product's card in one language."""
    line = found.line_vi if code == "vi" else found.line_en
    return Card(
        product=found.product,
        title=found.title_vi if code == "vi" else found.title_en,
        line=_first_sentence(line),
        who=who,
        origin=found.origin,
        state=found.state,
        state_at=found.state_at,
        rows=found.rows,
        fresh_at=found.fresh_at,
    )


def _first_sentence(text: str) -> str:
    first = text.splitlines()[0]
    end = first.find(". ")
    if end > 0:
        return first[: end + 1]
    return first if len(first) < 150 else first[: first.rfind(" ", 0, 150)] + "…"


def names(tx: Tx, organisations: set[str]) -> dict[str, str]:
    """The names of these organisations."""
    return {each: participants.organisation(tx, each).name for each in organisations}


def _front(tx: Tx, code: Code, before: str) -> list[Card]:
    found = catalogue.products(tx, before=before, limit=PAGE + 1)
    who = names(tx, {each.organisation for each in found})
    return [card(each, code, who[each.organisation]) for each in found]


@get("/")
async def front(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = LAST,
) -> Page:
    """What is on offer, the newest first."""
    visit = await arrive(request)
    cards = await visit.question(_front, visit.language.code, before)
    return visit.page(
        "front.html",
        cards=cards[:PAGE],
        more=cards[PAGE - 1].product if len(cards) > PAGE else "",
        first=before == LAST,
    )


class Shown(Struct, frozen=True):
    """A product with who offers it."""

    product: ProductView
    title: str
    description: str
    seller: OrganisationView


def shown(tx: Tx, code: Code, product: str) -> Shown:
    """A product in one language. Raises `Refused` where there is none."""
    found = catalogue.product(tx, product)
    return Shown(
        product=found,
        title=found.title_vi if code == "vi" else found.title_en,
        description=found.description_vi if code == "vi" else found.description_en,
        seller=participants.organisation(tx, found.organisation),
    )


def may_see(found: ProductView, visit: Visit) -> bool:
    """What is not listed is seen by its seller and by the offices."""
    return (
        found.state in (ProductState.listed, ProductState.delisted)
        or found.organisation == visit.by.organisation
        or visit.holds("operator", "supervisor")
    )


@get("/products/{product:str}")
async def product(request: Request[Any, Any, Any], product: str) -> Page:
    """One product."""
    visit = await arrive(request)
    found = await visit.question(shown, visit.language.code, product)
    if not may_see(found.product, visit):
        raise Refused(Refusal.product_unknown)
    return visit.page(
        "product.html", shown=found, product=found.product, base=visit.exchange.base_url
    )


@get("/register")
async def register(
    request: Request[Any, Any, Any],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """The public register of organisations."""
    visit = await arrive(request)
    found = await visit.question(participants.organisations, after, 101)
    return visit.page(
        "register.html",
        organisations=found[:100],
        more=found[99].organisation if len(found) > 100 else "",
    )


@get("/", include_in_schema=False)
async def root(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The front page in the reader's language."""
    headers = {**HEADERS, "location": f"/{preferred(request)}/", "vary": "accept-language"}
    return Response(b"", status_code=302, headers=headers, media_type="text/html")


ROUTES = [front, product, register]
