"""What the exchange asks itself again and again, and what its offices look at, walks no table that
grows with the trade: at a hundred thousand products that would hold everybody up."""

from collections.abc import Callable
from typing import Any

import pytest

from datafloor.contexts import (
    auctions,
    billing,
    catalogue,
    delivery,
    invoices,
    market,
    marks,
    negotiation,
    participants,
    settlement,
)
from datafloor.kernel.db import Row, Tx
from tests.trading import Trading, trading

NOW = 2_000_000_000_000_000


class Explained:
    """A snapshot that asks SQLite how it would answer each question."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.walks: list[str] = []

    def rows(self, sql: str, *values: Any) -> list[Row]:
        plan = (row[3] for row in self._tx.rows(f"EXPLAIN QUERY PLAN {sql}", *values))
        self.walks += [step for step in plan if _walks(step)]
        return self._tx.rows(sql, *values)

    def row(self, sql: str, *values: Any) -> Row | None:
        return next(iter(self.rows(sql, *values)), None)


def _walks(step: str) -> bool:
    """Whether a step of a plan reads a whole table."""
    return step.startswith("SCAN") and "INDEX" not in step


def walks(t: Trading, query: Callable[..., Any], *said: Any) -> list[str]:
    def ask(tx: Tx) -> list[str]:
        explained = Explained(tx)
        query(explained, *said)
        return explained.walks

    return t.question(ask)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (market.orders, ("org_1",)),
        (market.offered_cuts, ()),
        (delivery.granted_cuts, ()),
        (delivery.due_statements, ()),
        (marks.due_copies, (NOW,)),
        (auctions.due_bells, (NOW,)),
        (auctions.due_bidders, ()),
        (settlement.due_acceptances, (NOW,)),
        (settlement.payable_bills, ()),
        (settlement.unpaid_bills, (NOW,)),
        (settlement.refunds, ()),
        (settlement.awaited, ()),
        (billing.due_periods, (NOW,)),
        (negotiation.due_negotiations, (NOW,)),
        (invoices.unsent_invoices, ()),
        (catalogue.products, ()),
        (catalogue.queue, ()),
        (catalogue.samples, ()),
        (participants.alike, ("org_1",)),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_no_growing_table_is_walked(
    tmp_path_factory: pytest.TempPathFactory, query: Callable[..., Any], said: tuple[Any, ...]
) -> None:
    with trading(f"sqlite:///{tmp_path_factory.mktemp('plans')}/exchange.db") as t:
        assert walks(t, query, *said) == []


def test_a_walk_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    with trading(f"sqlite:///{tmp_path_factory.mktemp('plans')}/exchange.db") as t:
        asked = "SELECT count(*) FROM market_offer WHERE days = 3"
        assert walks(t, lambda tx: tx.row(asked)) == ["SCAN market_offer"]
