"""The part of the tour that is about tax and invoices."""

from datafloor.contexts import invoices, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.trading import Trading, digest


def invoicing(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    """A seller under the deduction method is paid, the tax goes to the State, and the invoice is
    sent and replaced."""
    t.ask(seller, settlement.SetTaxMethod, method="deduction")
    order = t.order(buyer, t.offer(seller, product, t.terms(seller), 11_000))
    t.pay(operator, buyer, 11_000)
    t.now += 60 * DAY
    t.ask(EXCHANGE, settlement.EndAcceptance, order=order)
    t.ask(
        operator,
        settlement.PayVat,
        entry=digest("tax"),
        organisation=seller.organisation,
        amount={"minor": 1_000, "currency": "VND"},
    )
    invoice = order.replace("order", "invoice")
    t.ask(EXCHANGE, invoices.RecordSending, invoice=invoice, digest=digest("file"))
    t.ask(
        seller,
        invoices.ReplaceInvoice,
        invoice=invoice,
        replacement=new_id("invoice"),
        reason="The name was written wrong.",
    )
