"""The sentences of scenarios about marks and the trace of a leak."""

from decimal import Decimal

from datafloor.contexts import delivery, marks
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE
from tests.house.tour_delivery import acknowledge, state
from tests.house.tour_marks import copied
from tests.scenarios.language import NAME, Scenario, same, step
from tests.trading import digest


def current(now: Scenario, product: str) -> str:
    rows = now.exchange.rows("SELECT version FROM catalogue_product WHERE id = ?", now.ids[product])
    return str(rows[0][0])


@step(rf"the exchange finds in {NAME} a temperature on a grid of (\S+), and a price")
def finds_columns(now: Scenario, product: str, grid: str) -> None:
    columns = [
        {"column": "station", "against": "key", "step_millionths": 0},
        {
            "column": "temperature",
            "against": None,
            "step_millionths": int(Decimal(grid).scaleb(6)),
        },
        {"column": "price", "against": "money", "step_millionths": 0},
    ]
    now.exchange.ask(
        EXCHANGE,
        marks.JudgeColumns,
        version=current(now, product),
        columns=columns,
        row_columns=["station", "temperature"],
    )


@step(rf"{NAME} declares the (\w+) of {NAME} uncertain by (\S+)(, official figures)?")
def declares(
    now: Scenario, seller: str, column: str, product: str, by: str, official: str | None
) -> None:
    now.exchange.ask(
        now.actors[seller],
        marks.DeclareMarks,
        product=now.ids[product],
        columns=[{"column": column, "tolerance_millionths": int(Decimal(by).scaleb(6))}],
        official_statistics=official is not None,
    )


@step(rf"the copy of {NAME} is made from {NAME}")
def copy_made(now: Scenario, order: str, product: str) -> None:
    copied(now.exchange, now.ids[product], derived("grant", now.ids[order]))


@step(rf"the copy of {NAME} is (awaited|there|withdrawn)")
def copy_is(now: Scenario, order: str, how: str) -> None:
    copy = now.exchange.question(marks.copy, derived("grant", now.ids[order]))
    assert copy is not None
    found = "withdrawn" if copy.withdrawn_at else "there" if copy.version else "awaited"
    same(found, how)


@step(rf"{NAME} has no copy of its own")
def no_copy(now: Scenario, order: str) -> None:
    same(now.exchange.question(marks.copy, derived("grant", now.ids[order])), None)


@step(rf"{NAME} asks whose copy of {NAME} the file {NAME} is")
def asks_trace(now: Scenario, who: str, product: str, trace: str) -> None:
    now.ids[trace] = new_id("trace")
    now.exchange.ask(
        now.actors[who],
        marks.AskTrace,
        trace=now.ids[trace],
        product=now.ids[product],
        leak=digest(trace),
    )


@step(rf"{NAME} unlocks {NAME}")
def unlocks(now: Scenario, who: str, trace: str) -> None:
    now.exchange.ask(now.actors[who], marks.UnlockTrace, trace=now.ids[trace])


@step(rf"the trace of {NAME} names {NAME}")
def names(now: Scenario, trace: str, order: str) -> None:
    score = {
        "grant": derived("grant", now.ids[order]),
        "deviations_thousandths": 14_000,
        "chance_exponent": -40,
        "accused": True,
    }
    now.exchange.ask(
        EXCHANGE,
        marks.RecordTrace,
        trace=now.ids[trace],
        outcome="named",
        why_not=None,
        leak_rows=500,
        recognised_rows=480,
        marked_count=210,
        copies_count=1,
        scores=[score],
    )


@step(rf"the exchange states what was delivered of {NAME}")
def states_delivery(now: Scenario, order: str) -> None:
    state(now.exchange, now.ids[order])


@step(rf"{NAME} acknowledges what was delivered of {NAME}( as something else)?")
def acknowledges(now: Scenario, buyer: str, order: str, other: str | None) -> None:
    but = {"statement": digest("something else")} if other else {}
    acknowledge(now.exchange, now.actors[buyer], now.ids[order], **but)
    view = now.exchange.question(delivery.statement, derived("contract", now.ids[order]))
    assert view is not None
    assert view.acknowledged_at
