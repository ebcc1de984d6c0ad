"""Questions about bills and subscriptions."""

from msgspec import Struct
from msgspec.json import Decoder

from datafloor.contexts.billing.model import BillingFacts, BillLine, Regular
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.money import Money

_form: Decoder[Regular] = Decoder(Regular)
_lines = Decoder(tuple[BillLine, ...])

_BILLING = (
    "contract, order_id, buyer, seller, minor, currency, form, started_at, ends_at, period_number,"
    " period_starts_at, period_ends_at, billed_count, stops_at, ended_at"
)


class BillView(Struct, frozen=True):
    """A bill with its lines."""

    bill: str
    contract: str
    amount: Money
    period_number: int
    since: int
    until: int
    units_count: int
    lines: tuple[BillLine, ...]
    issued_at: int


def billing_facts(tx: Tx, contract: str) -> BillingFacts | None:
    """What is billed under a contract, or `None` where nothing is."""
    row = tx.row(f"SELECT {_BILLING} FROM billing_contract WHERE contract = ?", contract)
    if row is None:
        return None
    contract, order, buyer, seller, minor, currency, form, *times, ended_at = row
    stands = (*times, ended_at is not None)
    how, price = _form.decode(form), Money(minor, currency)
    return BillingFacts(contract, order, buyer, seller, price, how, *stands)


def bills(tx: Tx, contract: str) -> list[BillView]:
    """The bills under a contract, the latest first."""
    rows = tx.rows(
        "SELECT bill, contract, minor, currency, period_number, since, until, units_count, lines,"
        " issued_at FROM billing_bill WHERE contract = ? ORDER BY since DESC, issued_at DESC",
        contract,
    )
    return [_bill(row) for row in rows]


def _bill(row: Row) -> BillView:
    bill, contract, minor, currency, number, since, until, units, lines, issued_at = row
    amount, parts = Money(minor, currency), _lines.decode(lines)
    return BillView(bill, contract, amount, number, since, until, units, parts, issued_at)


def due_periods(tx: Tx, now: int, limit: int = 100) -> list[str]:
    """The contracts of which a period is over and not closed yet, the longest over first."""
    rows = tx.rows(
        "SELECT contract FROM billing_contract WHERE ended_at IS NULL AND closes_at <= ?"
        " ORDER BY closes_at, contract LIMIT ?",
        now,
        limit,
    )
    return [row[0] for row in rows]
