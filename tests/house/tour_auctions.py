"""The part of the tour that is about auctions: one of each end that a bidder can come to."""

from datafloor.contexts import auctions, catalogue
from datafloor.kernel.clock import DAY
from datafloor.kernel.message import Actor
from tests.auctions.trading import Auctioning
from tests.trading import Trading


def auctioning(t: Trading, operator: Actor, seller: Actor, buyer: Actor, other: Actor) -> None:
    """Bids open and sealed; a winner that pays, one that does not, one that cannot be served."""
    a = Auctioning(t)
    for bidder in (buyer, other):
        t.pay(operator, bidder, 100_000)
    product, terms = t.product(seller), t.terms(seller)
    t.list(seller, operator, product)
    ascending = a.announce(seller, product, terms, extension_seconds=600)
    a.bid(buyer, ascending, 1_000)
    a.bid(other, ascending, 1_100)
    sealed = a.announce(seller, product, terms, mechanism="second_price")
    a.bid(buyer, sealed, 5_000_000)
    a.bid(other, sealed, 4_000_000)
    stopped = a.announce(seller, product, terms, mechanism="many_winners")
    a.bid(buyer, stopped, 3_000)
    t.ask(operator, auctions.CancelAuction, auction=stopped, reason="The data are withdrawn.")
    a.bell()
    a.bell(t.now + 6 * DAY)  # nobody has paid four million
    gone = a.announce(seller, product, terms)
    a.bid(buyer, gone, 2_000)
    t.ask(
        operator,
        catalogue.SuspendProduct,
        product=product,
        reason="A complaint.",
    )
    a.bell()
