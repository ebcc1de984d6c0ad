"""Pages for everyone: what is on offer, one product, who takes part."""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from datafloor.contexts import catalogue, certificates, market, marks, participants, policy
from datafloor.contexts.catalogue import ProductCard, ProductState, ProductView
from datafloor.contexts.certificates import CertificateEntry
from datafloor.contexts.market import OfferView
from datafloor.contexts.marks import Marks
from datafloor.contexts.participants import OrganisationView
from datafloor.contexts.policy import TermsView
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.access import OPEN
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code, marked
from datafloor.web.pages.listed import standing
from datafloor.web.pages.looking import look
from datafloor.web.pages.reading import ways
from datafloor.web.pages.tracing_back import told
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive
from datafloor.web.problems import language as preferred

PAGE = 24
"""Products on one page."""

YOUR_CONTRACT = marked("YOUR_CONTRACT")
"""What stands for the contract where the reader has none yet."""

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
    price: Money | None
    offers: int


def card(found: ProductCard, code: Code, who: str = "", offers: Sequence[OfferView] = ()) -> Card:
    """A product's card in one language."""
    line = found.line_vi if code == "vi" else found.line_en
    return Card(
        product=found.product,
        title=found.title_vi if code == "vi" else found.title_en,
        line=first_sentence(line),
        who=who,
        origin=found.origin,
        state=found.state,
        state_at=found.state_at,
        rows=found.rows,
        fresh_at=found.fresh_at,
        price=lowest(offers),
        offers=len(offers),
    )


def lowest(offers: Sequence[OfferView]) -> Money | None:
    """The lowest price of these offers, among those that have one."""
    known = [price for each in offers if (price := each.price_from) is not None]
    return min(known, key=_in_order, default=None)


def _in_order(price: Money) -> tuple[bool, int]:
    """Prices in đồng first, then by their amount: other currencies are not compared with it."""
    return price.currency != "VND", price.minor


def first_sentence(text: str) -> str:
    """The first sentence of a description, or as much of it as a line holds."""
    first = text.splitlines()[0]
    end = first.find(". ")
    if end > 0:
        return first[: end + 1]
    if len(first) < 150:
        return first
    end = first.rfind(" ", 0, 150)
    return first[: end if end > 0 else 149] + "…"


class Offered(Struct, frozen=True):
    """An offer with its terms."""

    offer: OfferView
    terms: TermsView


class Shown(Struct, frozen=True):
    """A product with who offers it and how."""

    product: ProductView
    title: str
    description: str
    seller: OrganisationView
    offers: list[Offered]
    table: str
    about_people: bool
    marks: Marks | None


def shown(tx: Tx, code: Code, product: str) -> Shown:
    """A product in one language. Raises `Refused` where there is none."""
    found = catalogue.product(tx, product)
    facts = catalogue.product_facts(tx, product)
    statement = catalogue.listing(tx, product).statement
    return Shown(
        about_people=statement is not None and statement.about_people is True,
        product=found,
        table=facts.table if facts else "",
        title=found.title_vi if code == "vi" else found.title_en,
        description=found.description_vi if code == "vi" else found.description_en,
        seller=participants.organisation(tx, found.organisation),
        marks=marks.marks(tx, product),
        offers=[Offered(each, policy.terms(tx, each.terms)) for each in market.offers(tx, product)],
    )


def may_see(found: ProductView, visit: Visit) -> bool:
    """What is not listed is seen by its seller and by the offices."""
    return (
        found.state in (ProductState.listed, ProductState.suspended, ProductState.delisted)
        or found.organisation == visit.by.organisation
        or visit.holds("operator", "supervisor")
    )


async def product_page(visit: Visit, product: str, form: Form, which: str = "") -> Page:
    """The page of a product, with a form that is shown again."""
    found = await visit.question(shown, visit.language.code, product)
    if not may_see(found.product, visit):
        raise Refused(Refusal.product_unknown)
    return visit.page(
        "product.html",
        form.status,
        form=form,
        which=which,
        shown=found,
        product=found.product,
        standing=await visit.question(standing, product, visit.by, clock.now()),
        look=await look(visit, visit.request, found.product),
        trail=await told(visit, product),
        ways=ways(visit.exchange.base_url, found.table, visit.language.say(YOUR_CONTRACT)),
    )


@get("/products/{product:str}", security=OPEN)
async def product(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """One product."""
    return await product_page(await arrive(request), product, Form())


def _certified(tx: Tx, now: int) -> tuple[list[CertificateEntry], dict[str, str]]:
    found = certificates.register(tx, now, limit=500)
    return found, participants.names(tx, (each.organisation for each in found))


@get("/register", security=OPEN)
async def register(
    request: Request[Any, Any, Any],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Page:
    """The public register of organisations."""
    visit = await arrive(request)
    found = await visit.question(participants.organisations, after, 101)
    listed, names = await visit.question(_certified, clock.now())
    return visit.page(
        "register.html",
        certificates=listed,
        names=names,
        organisations=found[:100],
        more=found[99].organisation if len(found) > 100 else "",
    )


@get("/", security=OPEN, include_in_schema=False)
async def root(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The front page in the reader's language."""
    headers = {**HEADERS, "location": f"/{preferred(request)}/", "vary": "accept-language"}
    return Response(b"", status_code=302, headers=headers, media_type="text/html")


ROUTES = [product, register]
