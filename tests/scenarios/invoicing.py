"""The sentences of scenarios about value added tax and invoices."""

from datafloor.contexts import invoices, settlement
from datafloor.kernel.ids import derived, new_id
from tests.scenarios.language import NAME, SUM, Scenario, dong, minor, same, step
from tests.trading import digest


@step(f"{NAME} pays value added tax (by deduction|directly)")
def tax_method(now: Scenario, seller: str, method: str) -> None:
    said = {"by deduction": "deduction", "directly": "direct"}[method]
    now.exchange.ask(now.actors[seller], settlement.SetTaxMethod, method=said)


@step(f"{NAME} pays {SUM} of the tax of {NAME} to the State, bank entry {NAME}")
def pays_tax(now: Scenario, operator: str, amount: str, seller: str, entry: str) -> None:
    now.exchange.ask(
        now.actors[operator],
        settlement.PayVat,
        entry=digest(entry),
        organisation=now.actors[seller].organisation,
        amount=dong(amount),
    )


def _invoice(now: Scenario, order: str) -> invoices.InvoiceView | None:
    return now.exchange.question(invoices.one_invoice, derived("invoice", now.ids[order]))


@step(f"{NAME} has no invoice")
def no_invoice(now: Scenario, order: str) -> None:
    same(_invoice(now, order), None)


@step(rf"{NAME} has invoice (\d+) over {SUM} (?:without|with {SUM}) tax")
def has_invoice(now: Scenario, order: str, number: str, gross: str, tax: str | None) -> None:
    found = _invoice(now, order)
    assert found is not None
    same((found.number, found.gross.minor), (int(number), minor(gross)))
    same(found.vat and found.vat.amount.minor, minor(tax) if tax else None)


@step(f"{NAME} replaces the invoice of {NAME}")
def replaces(now: Scenario, seller: str, order: str) -> None:
    now.exchange.ask(
        now.actors[seller],
        invoices.ReplaceInvoice,
        invoice=derived("invoice", now.ids[order]),
        replacement=new_id("invoice"),
        reason="The buyer's name was wrong.",
    )
