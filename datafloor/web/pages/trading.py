"""The page of one trade, for its buyer, its seller and its overseers, with all that can be done."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.adapters import vietqr
from datafloor.contexts import catalogue, delivery, participants, people, policy, settlement
from datafloor.contexts.billing import CancelSubscription, KeepSubscription
from datafloor.contexts.catalogue import ListingView
from datafloor.contexts.delivery import (
    AcknowledgeDelivery,
    ConfirmDelivery,
    CredentialView,
    DeliveryStated,
    RevokeCredential,
    StatementView,
)
from datafloor.contexts.market import CancelOrder, EndContract
from datafloor.contexts.participants import OrganisationView
from datafloor.contexts.policy import AccessFacts, Decision, Purpose, TermsView
from datafloor.contexts.settlement import PayFromWallet, RefundOrder
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.banking import Payment, payment
from datafloor.web.api.billing import Billed, billed
from datafloor.web.api.delivery import Made, NewCredential, make_credential
from datafloor.web.api.journal import EntryView, of_trade
from datafloor.web.api.market import Trade, trade
from datafloor.web.api.marks import marking_of
from datafloor.web.pages.access import BUYER, SIGNED_IN
from datafloor.web.pages.buying import state_of
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Code
from datafloor.web.pages.marking import OwnCopy, own_copy
from datafloor.web.pages.reading import ways
from datafloor.web.pages.timeline import timeline
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive


class Told(Struct, frozen=True):
    """A trade with everything that its page shows."""

    trade: Trade
    title: str
    table: str
    terms: TermsView
    listing: ListingView
    decision: Decision | None
    payment: Payment | None
    in_wallet: bool
    buyer: OrganisationView
    seller: OrganisationView
    credentials: list[CredentialView]
    splits: frozenset[str]
    entries: list[EntryView]
    names: dict[str, str]
    billed: Billed
    own_copy: OwnCopy | None
    statement: StatementView | None


def _decision(tx: Tx, found: Trade, now: int) -> Decision | None:
    """What the terms say to reading now, as at every access; `None` before there is a contract."""
    order, grant = found.order, found.grant
    if grant is None or order.starts_at is None:
        return None
    published = policy.terms_facts(tx, order.terms)
    return policy.evaluate(
        published.text if published else None,
        AccessFacts(
            at=now,
            started_at=order.starts_at,
            purpose=Purpose(order.purpose),
            country=order.country,
            active=grant.revoked_at is None,
            ends_at=order.ends_at,
        ),
    )


def _payment(tx: Tx, order: str, by: Actor) -> Payment | None:
    """What is to be paid and where, or `None` where nothing is, or nobody has said where."""
    try:
        return payment(tx, order, by)
    except Refused:
        return None


def _in_wallet(tx: Tx, found: Trade) -> bool:
    """Whether the buyer has the whole price on the exchange."""
    price = found.order.price
    has = settlement.balance(tx, settlement.wallet(found.order.buyer), price.currency)
    return has >= price.minor


def _told(tx: Tx, code: Code, order: str, by: Actor, now: int) -> Told:
    found = trade(tx, order, by)
    facts = catalogue.product_facts(tx, found.order.product)
    assert facts is not None, "an order is for a product"
    entries = of_trade(tx, derived("contract", order), by)
    return Told(
        trade=found,
        title=catalogue.titles(tx, [found.order.product])[found.order.product][code == "vi"],
        table=facts.table,
        terms=policy.terms(tx, found.order.terms),
        listing=catalogue.listing(tx, found.order.product),
        decision=_decision(tx, found, now),
        payment=_payment(tx, order, by),
        in_wallet=_in_wallet(tx, found),
        buyer=participants.organisation(tx, found.order.buyer),
        seller=participants.organisation(tx, found.order.seller),
        credentials=delivery.credentials(tx, derived("grant", order)),
        splits=people.splits(tx, order),
        entries=entries,
        names=participants.names(tx, (each.by_organisation for each in entries)),
        billed=billed(tx, derived("contract", order), by),
        own_copy=own_copy(tx, order),
        statement=delivery.statement(tx, derived("contract", order)),
    )


async def _page(visit: Visit, order: str, form: Form, made: Made | None = None) -> Page:
    told = await visit.question(_told, visit.language.code, order, visit.by, clock.now())
    found = told.trade.order
    share = found.contract or ""
    return visit.page(
        "order.html",
        form.status,
        form=form,
        told=told,
        order=found,
        hold=told.trade.hold,
        grant=told.trade.grant,
        delivered=lambda view: msgspec.json.decode(view.statement, type=DeliveryStated),
        copying=marking_of(visit.request).progress(derived("grant", order)),
        state=state_of(found),
        is_buyer=found.buyer == visit.by.organisation and visit.holds("buyer"),
        is_seller=found.seller == visit.by.organisation and visit.holds("seller"),
        moments=timeline(visit.language, told.entries, told.names),
        ways=ways(visit.exchange.base_url, told.table, share),
        profile=_profile(made) if made else "",
    )


def _profile(made: Made) -> str:
    return msgspec.json.format(msgspec.json.encode(made.profile), indent=2).decode()


@get("/orders/{order:str}", security=SIGNED_IN)
async def one(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """One trade."""
    visit = await arrive(request)
    return await _page(visit, order, Form())


@get("/orders/{order:str}/payment.svg", security=SIGNED_IN)
async def picture(request: Request[Any, Any, Any], order: FromPath[str]) -> Response[bytes]:
    """The VietQR code of what is to be paid."""
    visit = await arrive(request)
    asked = await visit.question(payment, order, visit.by)
    if asked.vietqr is None:
        raise Refused(Refusal.page_unknown)
    headers = {**HEADERS, "cache-control": "no-store"}
    return Response(vietqr.picture(asked.vietqr), headers=headers, media_type="image/svg+xml")


async def _do(visit: Visit, order: str, form: Form, command: Command | None, done: str) -> Page:
    if await visit.ask(command, form):
        return visit.go(f"/orders/{order}", done)
    return await _page(visit, order, form)


@post("/orders/{order:str}/cancellation", security=SIGNED_IN)
async def cancel(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Cancel an order that is not paid."""
    visit = await arrive(request)
    form = await visit.form()
    return await _do(visit, order, form, form.read(CancelOrder, order=order), "cancelled")


@post("/orders/{order:str}/wallet-payment", security=SIGNED_IN)
async def pay(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Pay an awaited order with what the wallet has."""
    visit = await arrive(request)
    form = await visit.form()
    return await _do(visit, order, form, form.read(PayFromWallet, order=order), "paid")


@post("/orders/{order:str}/confirmation", security=SIGNED_IN)
async def confirm(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """The buyer says that the data came."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(ConfirmDelivery, contract=derived("contract", order))
    return await _do(visit, order, form, command, "confirmed")


@post("/orders/{order:str}/acknowledgement", security=SIGNED_IN)
async def acknowledge(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """The buyer says that it has what the exchange stated."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(AcknowledgeDelivery, contract=derived("contract", order), jws=None)
    return await _do(visit, order, form, command, "acknowledged")


@post("/orders/{order:str}/ending", security=SIGNED_IN)
async def end(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """End the contract before its term."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(EndContract, contract=derived("contract", order))
    return await _do(visit, order, form, command, "ended")


@post("/orders/{order:str}/refund", security=SIGNED_IN)
async def refund(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Give back what is held."""
    visit = await arrive(request)
    form = await visit.form()
    return await _do(visit, order, form, form.read(RefundOrder, order=order), "refunded")


@post("/orders/{order:str}/subscription/cancellation", security=SIGNED_IN)
async def cancel_subscription(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Cancel a subscription for the end of a period that is paid."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(CancelSubscription, contract=derived("contract", order))
    return await _do(visit, order, form, command, "subscription_cancelled")


@post("/orders/{order:str}/subscription/continuation", security=BUYER)
async def keep_subscription(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Have a subscription go on."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(KeepSubscription, contract=derived("contract", order))
    return await _do(visit, order, form, command, "subscription_kept")


@post("/orders/{order:str}/credentials", security=BUYER)
async def credential(request: Request[Any, Any, Any], order: FromPath[str]) -> Page:
    """Make a credential, and show its profile in this answer only: on the page, or as a file."""
    visit = await arrive(request)
    form = await visit.form()
    asked = NewCredential(form.id("credential"), derived("grant", order))
    try:
        made = await make_credential(visit.exchange, visit.by, asked, form.request_id)
    except Refused as refused:
        form.refused = refused
        return await _page(visit, order, form)
    if form["as"] == "file":
        headers = {**HEADERS, "content-disposition": 'attachment; filename="profile.share"'}
        headers["cache-control"] = "no-store"
        return Response(
            _profile(made).encode(), headers=headers, media_type="application/octet-stream"
        )
    return await _page(visit, order, form, made)


@post("/orders/{order:str}/credentials/{name:str}/revocation", security=SIGNED_IN)
async def revoke(
    request: Request[Any, Any, Any], order: FromPath[str], name: FromPath[str]
) -> Page:
    """End a credential."""
    visit = await arrive(request)
    form = await visit.form()
    command = form.read(RevokeCredential, credential=name)
    return await _do(visit, order, form, command, "credential_ended")


ROUTES = [
    one,
    picture,
    cancel,
    pay,
    confirm,
    acknowledge,
    end,
    refund,
    cancel_subscription,
    keep_subscription,
    credential,
    revoke,
]
