"""The part of the tour that is about asking, quoting and negotiating."""

from datafloor.contexts import negotiation
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.talking import conclude, look_for, proposal, propose, request
from tests.trading import Trading


def negotiating(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    """A buy request is answered, one negotiation comes to an order, and two to nothing."""
    wanted = look_for(t, buyer)
    offer = t.offer(seller, product, t.terms(seller), 700)
    t.ask(seller, negotiation.AnswerBuyRequest, buy_request=wanted, offer=offer)
    talk = new_id("negotiation")
    t.ask(
        seller,
        negotiation.OfferOnBuyRequest,
        negotiation=talk,
        buy_request=wanted,
        product=product,
        proposal=proposal(t, 900),
        note="For planning.",
    )
    propose(t, buyer, talk, 500)
    propose(t, seller, talk, 600)
    conclude(t, seller, buyer, talk)
    t.ask(operator, negotiation.WithdrawBuyRequest, buy_request=wanted, reason="It names a person.")
    t.ask(
        buyer,
        negotiation.TerminateNegotiation,
        negotiation=request(t, buyer, product, 100),
        why="price",
        note="Too dear.",
    )
    expired = request(t, buyer, product, 100)
    t.now += 7 * DAY
    t.ask(EXCHANGE, negotiation.ExpireNegotiation, negotiation=expired)
