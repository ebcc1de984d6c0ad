"""Tax, invoices and statements through the built house."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datafloor.adapters.secrets import Key
from datafloor.adapters.tax_office import InvoiceFolder
from datafloor.contexts import invoices, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.web.exchange import Exchange
from datafloor.web.invoicing import send_invoices
from tests.trading import Trading, digest, trading


class Place:
    """A seller with a product, a buyer with money, an operator with a fee of five per cent."""

    def __init__(self, t: Trading) -> None:
        self.t = t
        self.operator, self.seller = t.join("operator"), t.join("seller")
        self.buyer = t.join("buyer")
        self.product = t.product(self.seller)
        t.list(self.seller, self.operator, self.product)
        t.ask(self.operator, settlement.SetFee, basis_points=500)
        t.pay(self.operator, self.buyer, 10_000_000)

    def sell(self, price: int) -> str:
        """An order that is paid, delivered and accepted by time."""
        order = self.order(price)
        self.t.now += 8 * DAY
        self.t.ask(EXCHANGE, settlement.EndAcceptance, order=order)
        return order

    def order(self, price: int) -> str:
        offer = self.t.offer(self.seller, self.product, self.t.terms(self.seller), price)
        return self.t.order(self.buyer, offer)

    def vat(self) -> int:
        return self.t.question(settlement.balance, settlement.vat(self.seller.organisation))

    def numbers(self) -> list[tuple[str, int]]:
        found = self.t.question(invoices.invoices_of, self.seller.organisation)
        return sorted((each.series, each.number) for each in found)


def test_the_tax_is_set_apart_invoiced_and_paid(database_url: str) -> None:
    with trading(database_url) as t:
        place = Place(t)
        direct = place.sell(110_000)
        assert (t.wallet(place.seller), place.vat()) == (104_500, 0)
        t.ask(place.seller, settlement.SetTaxMethod, method="deduction")
        order = place.sell(110_000)
        assert (t.wallet(place.seller), place.vat()) == (104_500 + 94_500, 10_000)
        found = t.question(invoices.one_invoice, derived("invoice", order))
        assert found is not None
        assert found.vat is not None
        assert (found.form, found.number) == ("vat", 2)
        assert (found.net.minor, found.vat.amount.minor, found.gross.minor) == (
            100_000,
            10_000,
            110_000,
        )
        sales = t.question(invoices.one_invoice, derived("invoice", direct))
        assert sales is not None
        assert (sales.form, sales.vat, sales.number) == ("sales", None, 1)
        t.ask(
            place.operator,
            settlement.PayVat,
            entry=digest("tax"),
            organisation=place.seller.organisation,
            amount={"minor": 10_000, "currency": "VND"},
        )
        assert place.vat() == 0
        (report,) = t.question(settlement.reconciliation)
        assert report.agrees, report.agreements
        assert t.question(settlement.trial_balance) == {"VND": 0}
        assert t.replayed().different == []


def test_numbers_have_no_gaps_and_begin_anew_each_year(database_url: str) -> None:
    with trading(database_url) as t:
        place = Place(t)
        first, second = place.sell(1_000), place.sell(2_000)
        free = place.order(0)
        refunded = place.order(3_000)
        t.ask(place.operator, settlement.RefundOrder, order=refunded, reason="Not readable.")
        for order in (free, refunded):
            assert t.question(invoices.one_invoice, derived("invoice", order)) is None
        t.ask(
            place.seller,
            invoices.ReplaceInvoice,
            invoice=derived("invoice", first),
            replacement=new_id("invoice"),
            reason="The name was wrong.",
        )
        assert place.numbers() == [("K26TDF", 1), ("K26TDF", 2), ("K26TDF", 3)]
        t.now += 60 * DAY
        place.sell(4_000)
        assert place.numbers()[-1] == ("K27TDF", 1)
        assert second


def test_invoices_are_sent_in_time_or_said_to_be_late(tmp_path: Path) -> None:
    import asyncio

    with trading(f"sqlite:///{tmp_path}/x.db") as t:
        place = Place(t)
        order = place.sell(1_000)
        exchange = Exchange(t.door, t.database, Key(bytes(32)), "http://localhost")
        assert t.question(invoices.late_invoices, t.now) == []
        t.now += 5 * DAY
        (late,) = t.question(invoices.late_invoices, t.now)
        assert late.invoice == derived("invoice", order)

        broken = tmp_path / "broken"
        broken.write_text("no folder")
        asyncio.run(send_invoices(exchange, InvoiceFolder(broken)))
        assert len(t.question(invoices.unsent_invoices)) == 1

        asyncio.run(send_invoices(exchange, InvoiceFolder(tmp_path / "invoices")))
        (file,) = (tmp_path / "invoices").rglob("*.xml")
        assert file.name == "00000001.xml"
        sent = t.question(invoices.one_invoice, late.invoice)
        assert sent is not None
        assert sent.file_digest == sha256(file.read_bytes()).hexdigest()
        assert t.question(invoices.unsent_invoices) == []
        assert [each.invoice for each in t.question(invoices.late_invoices, t.now)] == [
            late.invoice
        ]
        before = t.rows("SELECT count(*) FROM journal")
        asyncio.run(send_invoices(exchange, InvoiceFolder(tmp_path / "invoices")))
        assert t.rows("SELECT count(*) FROM journal") == before


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trading, Actor, list[int]]:
    """A seller and what moved in its wallet, over three weeks."""
    folder = tmp_path_factory.mktemp("busy")
    t = Trading(f"sqlite:///{folder}/x.db")
    place = Place(t)
    instants = [t.now]
    for price in (1_000, 20_000, 300):
        place.sell(price)
        instants += [t.now - 1, t.now, t.now + 1]
    return t, place.seller, instants


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_opening_and_movements_are_closing_whatever_the_period(
    busy: tuple[Trading, Actor, list[int]], data: st.DataObject
) -> None:
    t, seller, instants = busy
    moments = st.one_of(st.sampled_from(instants), st.integers(0, 2**52))
    since, middle, until = sorted(data.draw(moments) for _ in range(3))
    whole, one, two = (
        t.question(settlement.account_statement, seller.organisation, begin, end)
        for begin, end in ((since, until), (since, middle), (middle, until))
    )
    for each in (whole, one, two):
        assert each.opening_minor + sum(line.minor for line in each.lines) == each.closing_minor
    assert (one.opening_minor, two.closing_minor) == (whole.opening_minor, whole.closing_minor)
    assert one.closing_minor == two.opening_minor
    assert one.lines + two.lines == whole.lines


def test_the_whole_statement_is_the_wallet(busy: tuple[Trading, Actor, list[int]]) -> None:
    t, seller, _ = busy
    found = t.question(settlement.account_statement, seller.organisation, 0, t.now + 1)
    assert found.closing_minor == t.wallet(seller)
    assert [line.minor for line in found.lines] == [950, 19_000, 285]
