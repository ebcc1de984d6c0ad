"""Loading and applying what concerns value added tax."""

from datafloor.contexts.settlement.commands import PayVat, SetTaxMethod
from datafloor.contexts.settlement.events import TaxMethodSet, VatPaid
from datafloor.contexts.settlement.model import PayoutFacts
from datafloor.contexts.settlement.model.tax import TaxFacts, TaxMethod, vat
from datafloor.contexts.settlement.store.shared import balance_of, by_hand, entry_facts
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call


def load_set_tax_method(tx: Tx, asked: SetTaxMethod, call: Call) -> TaxFacts:
    """How the organisation pays now; directly where it said nothing."""
    row = tx.row("SELECT method FROM settlement_tax WHERE organisation = ?", call.by.organisation)
    return TaxFacts(TaxMethod(row[0]) if row else TaxMethod.direct)


def load_pay_vat(tx: Tx, asked: PayVat, call: Call) -> PayoutFacts:
    """What was set apart."""
    return PayoutFacts(
        entry_facts(tx, asked.entry),
        balance_of(tx, vat(asked.organisation), asked.amount.currency),
    )


def _tax_method_set(tx: Tx, event: TaxMethodSet, at: int) -> None:
    tx.run(
        "INSERT INTO settlement_tax (organisation, method) VALUES (?, ?)"
        " ON CONFLICT (organisation) DO UPDATE SET method = excluded.method",
        event.organisation,
        event.method.value,
    )


def _vat_paid(tx: Tx, event: VatPaid, at: int) -> None:
    by_hand(tx, event.entry, event.organisation, -event.amount.minor, event.amount.currency, at)


APPLY: Apply = {TaxMethodSet: _tax_method_set, VatPaid: _vat_paid}
