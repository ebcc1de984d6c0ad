"""Price dossiers: reckoned, signed with the key that signs the exchange's contracts, entered in
the journal; and who may read one."""

from datafloor.adapters.secrets import HeldKeys
from datafloor.contexts import catalogue, dossiers, market
from datafloor.contexts.agreements import HoldKey
from datafloor.contexts.dossiers import Dossier, DossierView, IssueDossier
from datafloor.kernel import canonical, clock
from datafloor.kernel.db import Tx
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify import jws
from datafloor.verify.dossiers import FORM
from datafloor.web.dossiers import on_offer
from datafloor.web.exchange import Exchange

OFFICES = ("operator", "supervisor")


def concerned(tx: Tx, product: str, by: Actor) -> bool:
    """Whether somebody may see what a product's price rests on: its seller, the offices, and who
    appraised it."""
    facts = catalogue.product_facts(tx, product)
    if facts is None:
        return False
    known = [facts.organisation, *(each.appraiser for each in catalogue.appraisals(tx, product))]
    return by.organisation in known or not by.roles.isdisjoint(OFFICES)


def read(tx: Tx, name: str, by: Actor) -> DossierView:
    """A dossier, for whom it concerns, and for the buyer of a trade that it is about or that was
    ordered after it. Raises `Refused` for others."""
    found = dossiers.dossier(tx, name)
    if found is None or not (
        concerned(tx, found.dossier.product, by) or _bought(tx, found.dossier, by)
    ):
        raise Refused(Refusal.dossier_unknown)
    return found


def _bought(tx: Tx, found: Dossier, by: Actor) -> bool:
    return any(
        each.product == found.product
        and each.buyer == by.organisation
        and any(shown.dossier == found for shown in of_trade(tx, each))
        for each in market.orders(tx, by.organisation, limit=500)
    )


def of_trade(tx: Tx, order: market.OrderView) -> list[DossierView]:
    """The dossiers that concern a trade."""
    return dossiers.of_trade(tx, order.order, order.product, order.placed_at)


async def issue(
    exchange: Exchange, by: Actor, name: str, product: str, order: str | None, request_id: str
) -> Receipt:
    """Reckon a dossier and enter it. Raises `Refused` for whom the product does not concern, and
    where there is no such trade in it."""
    if not await exchange.question(concerned, product, by):
        raise Refused(Refusal.product_unknown)
    price, form = await exchange.question(_price, product, order)
    found = await exchange.question(on_offer, product, form)
    now = clock.now()
    dossier = Dossier(
        dossier=name,
        product=product,
        order=order,
        at=now,
        price=price,
        grounds=await exchange.references.grounds(*found, now),
    )
    key = await _key(exchange)
    statement = HeldKeys(exchange.key).sign(key, canonical.encode(dossier))
    detached = jws.detached(statement)
    command = IssueDossier(dossier=dossier, key=key, jws=detached)
    return await exchange.door.ask(command, by, request_id)


def _price(tx: Tx, product: str, order: str | None) -> tuple[Money | None, market.PriceForm | None]:
    """The price that was agreed, or that is asked; and its form."""
    if order is not None:
        trade = market.order(tx, order)
        if trade is None or trade.product != product:
            raise Refused(Refusal.order_unknown)
        return trade.price, trade.form
    offers = market.offers(tx, product)
    return (offers[-1].price_from, offers[-1].form) if offers else (None, None)


async def _key(exchange: Exchange) -> str:
    """The exchange's signing key; its first where it has none yet. Should another process be
    quicker, its key counts."""
    found = await exchange.question(dossiers.signing_key)
    if found is None:
        key, public_key = HeldKeys(exchange.key).new()
        hold = HoldKey(key=key, organisation=None, public_key=public_key)
        await exchange.door.ask(hold, EXCHANGE, new_id("request"))
        found = await exchange.question(dossiers.signing_key)
    assert found is not None, "the exchange holds a key"
    return found.key


def file(found: DossierView) -> bytes:
    """A dossier as a file that `datafloor verify` reads."""
    return canonical.encode(
        {
            "form": FORM,
            "dossier": found.dossier,
            "digest": found.digest,
            "key": found.key,
            "public_key": found.public_key,
            "jws": found.jws,
        }
    )
