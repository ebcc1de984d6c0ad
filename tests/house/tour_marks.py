"""The part of the tour that is about marks: declared, a copy made and deleted, a leak traced."""

from typing import Any

from datafloor.contexts import market, marks
from datafloor.contexts.marks.model import KEPT
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.trading import Trading, digest


def marking(
    t: Trading, operator: Actor, supervisor: Actor, seller: Actor, buyer: Actor, terms: str
) -> None:
    """A marked product is bought, its contract ends, and a leak names the buyer."""
    product = declared(t, seller)
    t.list(seller, operator, product)
    order = t.order(buyer, t.offer(seller, product, terms, 0))
    grant = derived("grant", order)
    copied(t, product, grant)
    t.ask(seller, market.EndContract, contract=derived("contract", order), reason="Misused.")
    t.ask(EXCHANGE, marks.RecordDeletion, grant=grant)

    late = new_id("trace")
    t.ask(seller, marks.AskTrace, trace=late, product=product, leak=digest("late"))
    t.now += KEPT
    t.ask(EXCHANGE, marks.LapseTrace, trace=late)
    trace = new_id("trace")
    t.ask(seller, marks.AskTrace, trace=trace, product=product, leak=digest("leak"))
    t.ask(operator, marks.UnlockTrace, trace=trace)
    t.ask(supervisor, marks.UnlockTrace, trace=trace)
    score = {"grant": grant, "deviations_thousandths": 14_100, "chance_exponent": -40}
    found: dict[str, Any] = {
        "leak_rows": 500,
        "recognised_rows": 480,
        "marked_count": 210,
        "copies_count": 1,
        "scores": [score | {"accused": True}],
    }
    t.ask(EXCHANGE, marks.RecordTrace, trace=trace, outcome="named", why_not=None, **found)


def declared(t: Trading, seller: Actor) -> str:
    """A product with marks in its temperature."""
    product = t.product(seller)
    ((version,),) = t.rows("SELECT version FROM catalogue_product WHERE id = ?", product)
    columns = [
        {"column": "station", "against": "key", "step_millionths": 0},
        {"column": "temperature", "against": None, "step_millionths": 100_000},
    ]
    known_by = ["station", "temperature"]
    t.ask(EXCHANGE, marks.JudgeColumns, version=version, columns=columns, row_columns=known_by)
    t.ask(
        seller,
        marks.DeclareMarks,
        product=product,
        columns=[{"column": "temperature", "tolerance_millionths": 200_000}],
        official_statistics=False,
    )
    return product


def copied(t: Trading, product: str, grant: str) -> None:
    """The grant's copy is made."""
    ((version,),) = t.rows("SELECT version FROM catalogue_product WHERE id = ?", product)
    effect: dict[str, Any] = {
        "column": "temperature",
        "changed_rows": 10,
        "mean_millionths": -12,
        "variance_millionths": 3,
        "gap_millionths": 400,
    }
    said: dict[str, Any] = {"delta_version": 0, "rows": 1000, "bytes": 50_100}
    t.ask(
        EXCHANGE,
        marks.RecordCopy,
        grant=grant,
        version=version,
        digest=digest("copy"),
        effects=[effect],
        **said,
    )
