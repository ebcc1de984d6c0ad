"""The decisions about value added tax.

Prices on the exchange include it. What a seller under the deduction method is paid is parted at
the release: the tax goes to an account of its own, the fee to the exchange, the rest to the seller.
"""

from collections.abc import Sequence

from datafloor.contexts.settlement.commands import PayVat, SetTaxMethod
from datafloor.contexts.settlement.events import TaxMethodSet, VatPaid
from datafloor.contexts.settlement.model import BANK, Cause, EntryFacts, PayoutFacts
from datafloor.contexts.settlement.model.tax import TaxFacts, TaxMethod, Vat, vat
from datafloor.contexts.settlement.rules.moves import check_entry, transferred
from datafloor.kernel import law
from datafloor.kernel.message import Call, Event
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused

RULE = "tax.vat"


def vat_within(price: Money, method: TaxMethod, most: int, call: Call) -> Vat | None:
    """The tax in a price, by the rate of the day; never more than `most`. `None` where the seller
    pays directly, or this law knows no such tax."""
    rate = call.law.check(RULE, call.now, law.Rate)
    rule = call.law.rule(RULE, call.now) if rate else None
    if method is not TaxMethod.deduction or rate is None or rule is None:
        return None
    return Vat(
        amount=Money(min(rate.within(price.minor), most), price.currency),
        percent=rate.percent,
        rule=rule.id,
        cites=rule.cites,
        status=rule.status,
    )


def set_tax_method(facts: TaxFacts, asked: SetTaxMethod, call: Call) -> Sequence[Event]:
    """What was paid before stays as it was parted."""
    if facts.method is asked.method:
        return []
    return [TaxMethodSet(organisation=call.by.organisation, method=asked.method)]


def pay_vat(facts: PayoutFacts, asked: PayVat, call: Call) -> Sequence[Event]:
    """Never more than was set apart."""
    amount = asked.amount
    if amount.minor == 0:
        raise Refused(Refusal.amount_zero)
    check_entry(facts.entry, EntryFacts(asked.organisation, -amount.minor, amount.currency))
    if facts.wallet < amount.minor:
        raise Refused(Refusal.vat_short)
    return [
        transferred(vat(asked.organisation), BANK, amount, Cause.vat_paid, asked.entry),
        VatPaid(entry=asked.entry, organisation=asked.organisation, amount=amount),
    ]
