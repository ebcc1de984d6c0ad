"""The five steps in which a product is published: where each stands, and what their pages share.

The draft is the product itself and the offer that is prepared for it, so a step that was kept is
kept for good: whoever signs in again, on whichever machine, finds it. The steps can be taken in any
order. Each form says what it was filled from; where that has changed since, in another tab or by a
colleague, the form comes back with what is so now beside what was typed.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct, to_builtins

from datafloor.contexts import catalogue, market, participants
from datafloor.contexts.catalogue import ListingView, ProductState, ProductView
from datafloor.contexts.market import OfferView, Prepared
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import Page, Visit
from datafloor.web.working import Work, Works

NAMES = ("data", "about", "terms", "price", "listing")
UNTITLED = {"title_en": "Untitled data", "title_vi": "Dữ liệu chưa đặt tên"}
UNDESCRIBED = {"description_en": "Not described yet.", "description_vi": "Chưa có mô tả."}
"""What a draft says of itself until its seller describes it."""

OPEN = (ProductState.draft, ProductState.refused)


class Step(Struct, frozen=True):
    """One of the five; `state` is `done`, `running`, `wrong` or `todo`."""

    name: str
    path: str
    state: str


class Journey(Struct, frozen=True):
    """A product on its way to being offered, as its seller sees it."""

    product: ProductView
    title: str
    seller: str
    prepared: Prepared
    offers: list[OfferView]
    listing: ListingView
    work: Work | None
    steps: list[Step]

    @property
    def described(self) -> bool:
        """Whether the seller has said what it is."""
        return described(self.product)

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((each for each in self.steps if each.state != "done"), None)


def described(product: ProductView) -> bool:
    """Whether a product says more of itself than its draft did."""
    return product.description_en != UNDESCRIBED["description_en"]


class _Found(Struct, frozen=True):
    product: ProductView
    seller: str
    prepared: Prepared
    offers: list[OfferView]
    listing: ListingView


def _found(tx: Tx, product: str) -> _Found:
    found = catalogue.product(tx, product)
    return _Found(
        found,
        participants.organisation(tx, found.organisation).name,
        market.prepared(tx, product),
        market.offers(tx, product),
        catalogue.listing(tx, product),
    )


async def journey(visit: Visit, product: str) -> Journey:
    """A product of the visitor's. Raises `Refused` for any other."""
    found = await visit.question(_found, product)
    if found.product.organisation != visit.by.organisation:
        raise Refused(Refusal.product_unknown)
    works: Works = visit.request.app.state["works"]
    work = works.latest(product, visit.by.organisation)
    states = (
        _of_data(found, work),
        "done" if described(found.product) else "todo",
        "done" if found.prepared.licence or found.offers else "todo",
        "done" if found.prepared.price or found.offers else "todo",
        "todo" if found.product.state in OPEN else "done",
    )
    vi = visit.language.code == "vi"
    return Journey(
        product=found.product,
        title=found.product.title_vi if vi else found.product.title_en,
        seller=found.seller,
        prepared=found.prepared,
        offers=found.offers,
        listing=found.listing,
        work=work,
        steps=[
            Step(name, f"/sell/{product}/{name}", state)
            for name, state in zip(NAMES, states, strict=True)
        ],
    )


async def own(visit: Visit, product: str) -> ProductView:
    """A product of the visitor's. Raises `Refused` for any other."""
    found = await visit.question(catalogue.product, product)
    if found.organisation != visit.by.organisation:
        raise Refused(Refusal.product_unknown)
    return found


def _of_data(found: _Found, work: Work | None) -> str:
    if work is not None and work.ended_at is None:
        return "running"
    if found.product.versions:
        return "done"
    return "wrong" if work is not None and work.refused is not None else "todo"


def show(visit: Visit, on: Journey, here: str, form: Form, **values: Any) -> Page:
    """The page of a step, with a form that is shown again."""
    return visit.page(
        f"step-{here}.html",
        form.status,
        form=form,
        on=on,
        product=on.product,
        at=here,
        number=NAMES.index(here) + 1,
        **values,
    )


def seen(what: object) -> str:
    """What a form was filled from, in a few signs."""
    return sha256(canonical.encode(to_builtins(what))).hexdigest()[:16]


def check_seen(form: Form, now: Mapping[str, object]) -> list[tuple[str, str]]:
    """What is so now and was not typed, where the form was filled from something else; it is then
    refused, and can be sent again by whoever has seen that."""
    if not form["seen"] or form["seen"] == seen(now):
        return []
    form.refused = Refused(Refusal.page_outdated)
    form.fill(seen=seen(now))
    return [
        (name, str(value))
        for name, value in now.items()
        if isinstance(value, str) and value != form[name]
    ]
