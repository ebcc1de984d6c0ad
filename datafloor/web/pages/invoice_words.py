"""The words of invoices, value added tax and statements of account, for `wording`."""

from datafloor.web.pages.language import marked

EVENTS = {
    "invoices.invoice_issued.v1": marked("An invoice was issued"),
    "invoices.invoice_sent.v1": marked("An invoice was sent to the tax authority"),
    "settlement.tax_method_set.v1": marked("A seller said how it pays value added tax"),
    "settlement.vat_paid.v1": marked("Value added tax was paid to the State"),
}
WORDS = {
    "invoice.vat": marked("VAT invoice"),
    "invoice.sales": marked("Sales invoice"),
    "sending.sent": marked("Sent"),
    "sending.waits": marked("Waits to be sent"),
    "sending.late": marked("Late"),
    "tax.deduction": marked(
        "By deduction: the exchange sets the tax apart and my invoices show it"
    ),
    "tax.direct": marked("Directly on my sales: I see to it myself"),
    "kept.wallet": marked("Wallet"),
    "kept.vat": marked("Value added tax set apart"),
    "field.method": marked("How you pay value added tax"),
    "field.since": marked("From"),
    "field.until": marked("Until"),
    "field.account_kept": marked("Account"),
    "field.currency": marked("Currency"),
}
HINTS = {
    "since": marked("The first day."),
    "until": marked("The last day."),
}
DONE = {
    "tax_method_set": marked("It holds for what you are paid from now on."),
    "invoice_replaced": marked("The new invoice has taken the place of the old one."),
}
TONES = {"sending.sent": "done", "sending.waits": "waits", "sending.late": "danger"}
