"""Two buyers read copies that differ; a leak of one tells whose it was, when two unlock it."""

import asyncio
import json
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import delta_sharing
import httpx
import numpy as np
import pandas as pd
import polars as pl
import pytest

from datafloor.app import cli
from datafloor.contexts.marks.model import KEPT
from datafloor.kernel.ids import derived, new_id
from tests.marks.selling import ROWS, Selling, air, done, refused, wait

pytestmark = pytest.mark.filterwarnings("default")  # the warnings of others' code


def read(url: str, **how: Any) -> pd.DataFrame:
    frame: pd.DataFrame = delta_sharing.load_as_pandas(url, **how)
    return frame.sort_values(["time", "station"]).reset_index(drop=True)


def ours(frame: pl.DataFrame) -> pd.DataFrame:
    return frame.sort(["time", "station"]).to_pandas()


@dataclass(frozen=True)
class Sold:
    """A marked product that two buyers bought, and what their clients read."""

    product: str
    orders: list[str]
    urls: list[str]


@pytest.fixture(scope="module")
def sold(selling: Selling, tmp_path_factory: pytest.TempPathFactory) -> Sold:
    folder = tmp_path_factory.mktemp("profiles")
    product = selling.drafted(air())
    done(selling.declare(product))
    offer = selling.offered(product)
    orders = [selling.bought(buyer, offer) for buyer in selling.buyers]
    for buyer, order in zip(selling.buyers, orders, strict=True):
        selling.copy(buyer, order)
    urls = [
        selling.url(buyer, order, folder)
        for buyer, order in zip(selling.buyers, orders, strict=True)
    ]
    return Sold(product, orders, urls)


def test_two_buyers_read_copies_that_differ_within_the_tolerance(sold: Sold) -> None:
    original = ours(air())
    one, other = (read(url) for url in sold.urls)
    for copy in (one, other):
        assert len(copy) == ROWS
        for name in ("station", "count"):
            assert (copy[name] == original[name]).all()
        for name, half in (("temperature", 0.1), ("pm25", 0.05)):
            moved = (copy[name] - original[name]).abs()
            assert moved.max() <= half + 1e-9
            assert 0.03 < (moved > 0).mean() < 0.06
    assert (one.temperature != other.temperature).mean() > 0.01
    assert np.array_equal(one.temperature, one.temperature.round(1))


def test_the_effect_is_measured_and_told(selling: Selling, sold: Sold) -> None:
    copy = selling.copy(selling.buyers[0], sold.orders[0])
    assert copy["rows"] == ROWS
    effects = {each["column"]: each for each in copy["effects"]}
    assert set(effects) == {"temperature", "pm25"}
    for each in effects.values():
        assert 1_500 < each["changed_rows"] < 2_500
        assert abs(each["mean_millionths"]) < 1_000
        assert abs(each["variance_millionths"]) < 1_000
        assert 0 < each["gap_millionths"] < 2_000
    said = done(selling.exchange.client.get(f"/api/products/{sold.product}/marks"))
    assert [each["column"] for each in said["columns"]] == ["temperature", "pm25"]


def test_what_was_delivered_is_stated_with_the_digests_of_the_buyers_own_files(
    selling: Selling, sold: Sold
) -> None:
    read(sold.urls[0])
    contract, buyer = derived("contract", sold.orders[0]), selling.buyers[0]

    def stated() -> Any:
        answer = buyer.get(f"/api/deliveries/{contract}")
        return answer.json() if answer.is_success else refused(answer, "delivery_unstated") and None

    view = wait(stated)
    said = json.loads(view["statement"])
    place = selling.objects / "copies" / derived("grant", sold.orders[0])
    digests = [sha256(file.read_bytes()).hexdigest() for file in sorted(place.glob("*.parquet"))]
    assert [each["digest"] for each in said["files"]] == digests
    assert said["rows"] == ROWS
    assert view["digest"] == sha256(view["statement"].encode()).hexdigest()
    asked = {"contract": contract, "statement": view["digest"]}
    refused(
        buyer.post("/api/deliveries/acknowledgements", asked | {"statement": "0" * 64}),
        "statement_other",
    )
    done(buyer.post("/api/deliveries/acknowledgements", asked))
    assert stated()["acknowledged_at"]
    refused(selling.buyers[1].get(f"/api/deliveries/{contract}"), "order_unknown")


def test_later_versions_and_changes_are_marked_too_and_old_rows_stay(
    selling: Selling, sold: Sold
) -> None:
    before = read(sold.urls[0])
    done(selling.publish(sold.product, air(5_000, ROWS), "append"))
    selling.copy(selling.buyers[0], sold.orders[0], 1)
    after = read(sold.urls[0])
    assert len(after) == ROWS + 5_000
    assert after.head(ROWS).equals(before)
    assert read(sold.urls[0], version=0).equals(before)
    added = delta_sharing.load_table_changes_as_pandas(sold.urls[0], starting_version=1)
    added = added.sort_values(["time", "station"]).reset_index(drop=True)
    fresh = ours(air(5_000, ROWS))
    assert len(added) == 5_000
    assert 100 < (added.temperature != fresh.temperature).sum() < 400
    # the same rows published again carry the same marks: comparing versions shows nothing
    done(selling.publish(sold.product, air(ROWS + 5_000)))
    selling.copy(selling.buyers[0], sold.orders[0], 2)
    again = read(sold.urls[0])
    differ = (again.temperature != after.temperature).sum() + (again.pm25 != after.pm25).sum()
    assert differ <= 10, "only where a file's smallest and largest value leave no room"


def test_a_withdrawn_right_takes_its_copy_with_it(selling: Selling, tmp_path: Path) -> None:
    product = selling.drafted(air(2_000))
    done(selling.declare(product))
    buyer = selling.buyers[0]
    order = selling.bought(buyer, selling.offered(product))
    selling.copy(buyer, order)
    assert len(read(selling.url(buyer, order, tmp_path))) == 2_000
    place = selling.objects / "copies" / derived("grant", order)
    assert [*place.rglob("*.parquet")]
    ended = {"contract": derived("contract", order), "reason": "The source was closed."}
    done(selling.seller.post("/api/contracts/endings", ended))
    wait(lambda: selling.copy(buyer, order)["deleted_at"])
    assert not [each for each in place.rglob("*") if each.is_file()]


def test_what_must_not_be_marked_is_refused(selling: Selling, sold: Sold) -> None:
    product = selling.drafted(air(2_000))
    for columns, code in (
        ([{"column": "count", "tolerance_millionths": 2_000_000}], "mark_forbidden"),
        ([{"column": "time", "tolerance_millionths": 2_000_000}], "mark_forbidden"),
        ([{"column": "temperature", "tolerance_millionths": 100_000}], "mark_no_room"),
        ([{"column": "wind", "tolerance_millionths": 100_000}], "no_such_column"),
    ):
        refused(selling.declare(product, columns=columns), code)
    problem = refused(selling.declare(product, official_statistics=True), "mark_forbidden")
    assert "official statistic" in problem["title"]
    refused(selling.declare(sold.product), "marks_too_late")
    lone = selling.drafted(pl.DataFrame({"value": np.arange(500) * 0.37}))
    columns = [{"column": "value", "tolerance_millionths": 200_000}]
    refused(selling.declare(lone, columns=columns), "marks_rows_alike")
    found = done(selling.seller.get(f"/api/products/{product}/marks/columns"))
    assert {each["column"]: each["against"] for each in found["columns"]}["pm25"] is None
    dropped = air(100).drop("pm25")
    refused(selling.publish(sold.product, dropped), "marks_column_gone")


def ask(selling: Selling, product: str, frame: pl.DataFrame) -> tuple[str, httpx.Response]:
    """Ask whose copy this is; the trace, and the answer."""
    file = BytesIO()
    frame.write_csv(file)
    trace = new_id("trace")
    headers = {"authorization": f"Bearer {selling.seller.secret}"}
    path = f"/api/products/{product}/traces/{trace}"
    return trace, selling.exchange.client.put(path, content=file.getvalue(), headers=headers)


def answered(selling: Selling, trace: str) -> dict[str, Any]:
    """What the trace found, when both offices have unlocked it."""
    for office in (selling.operator, selling.supervisor):
        done(office.post("/api/traces/unlocks", {"trace": trace}))

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = done(selling.seller.get(f"/api/traces/{trace}"))
        return found if found["answered_at"] else None

    found: dict[str, Any] = wait(look)
    return found


def test_a_leak_names_its_buyer_after_two_unlocked_it(selling: Selling, sold: Sold) -> None:
    leak = pl.from_pandas(read(sold.urls[1]))
    part = leak.sample(fraction=0.4, shuffle=True, seed=1).rename({"pm25": "x", "time": "t"})
    trace, answer = ask(selling, sold.product, part.drop("count"))
    done(answer)
    done(selling.operator.post("/api/traces/unlocks", {"trace": trace}))
    refused(selling.operator.post("/api/traces/unlocks", {"trace": trace}), "trace_unlocked_here")
    assert done(selling.seller.get(f"/api/traces/{trace}"))["answered_at"] is None
    done(selling.supervisor.post("/api/traces/unlocks", {"trace": trace}))
    found = wait(
        lambda: (got := done(selling.seller.get(f"/api/traces/{trace}")))["answered_at"] and got
    )
    assert found["outcome"] == "named"
    assert [each["grant"] for each in found["scores"] if each["accused"]] == [
        derived("grant", sold.orders[1])
    ]
    assert found["scores"][0]["chance_exponent"] <= -6
    assert [each["office"] for each in found["unlocked"]] == ["operator", "supervisor"]
    refused(selling.buyers[0].get(f"/api/traces/{trace}"), "trace_unknown")
    assert trace in [each["trace"] for each in done(selling.operator.get("/api/traces"))]


@pytest.mark.parametrize(
    ("leak", "why"),
    [
        (air(), "unmarked"),
        (air(300), "unmarked"),
        (pl.DataFrame({"a": [1, 2], "b": ["x", "y"]}), "no_rows"),
        (pl.DataFrame(), "unreadable"),
    ],
)
def test_what_cannot_be_told_is_not_told(
    selling: Selling, sold: Sold, leak: pl.DataFrame, why: str
) -> None:
    trace, answer = ask(selling, sold.product, leak)
    done(answer)
    found = answered(selling, trace)
    assert (found["outcome"], found["why_not"]) == ("cannot_tell", why)
    assert not any(each["accused"] for each in found["scores"])


def test_a_leak_that_nobody_unlocks_in_time_is_deleted(selling: Selling, sold: Sold) -> None:
    trace, answer = ask(selling, sold.product, air(20))
    done(answer)
    running, marking = selling.exchange.exchange, selling.exchange.web.state["marking"]
    leak = marking.folder / done(selling.seller.get(f"/api/traces/{trace}"))["leak"]
    asyncio.run(marking.lapse_due(running))
    assert leak.exists()
    with running.database.writing() as tx:
        tx.run("UPDATE marks_trace SET asked_at = asked_at - ? WHERE id = ?", KEPT, trace)
    asyncio.run(marking.lapse_due(running))
    wait(lambda: not leak.exists())  # or the exchange itself was quicker
    assert done(selling.seller.get(f"/api/traces/{trace}"))["lapsed_at"]
    refused(selling.operator.post("/api/traces/unlocks", {"trace": trace}), "trace_lapsed")


def test_only_its_seller_and_the_offices_ask(selling: Selling, sold: Sold) -> None:
    unmarked = selling.drafted(air(2_000))
    refused(ask(selling, unmarked, air(10))[1], "marks_not_declared")
    headers = {"authorization": f"Bearer {selling.buyers[0].secret}"}
    path = f"/api/products/{sold.product}/traces/{new_id('trace')}"
    answer = selling.exchange.client.put(path, content=b"a,b\n1,2\n", headers=headers)
    refused(answer, "role_missing")


def test_the_command_hands_over_a_leak_and_tells_how_it_stands(
    selling: Selling, sold: Sold, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leak = tmp_path / "leak.csv"
    pl.from_pandas(read(sold.urls[0])).sample(fraction=0.5, seed=2).write_csv(leak)
    where = ["--exchange", selling.exchange.url, "--token", selling.seller.secret]
    asked = ["trace", str(leak), "--product", sold.product, *where]
    assert cli.main(asked) == 4
    assert "operator, supervisor" in capsys.readouterr().out
    assert cli.main([*asked, "--json"]) == 4
    trace = json.loads(capsys.readouterr().out)["trace"]
    for office in (selling.operator, selling.supervisor):
        done(office.post("/api/traces/unlocks", {"trace": trace}))
    assert cli.main([*asked, "--wait"]) == 0
    assert derived("grant", sold.orders[0]) in capsys.readouterr().out.splitlines()[-2]
    other = ["trace", str(leak), "--product", sold.product, "--exchange", "http://127.0.0.1:9"]
    assert cli.main(other) == 1  # exchange_silent
    assert "does not answer" in capsys.readouterr().err
    assert cli.main([*asked, "--original", str(leak)]) == 1  # trace_half_said
    assert "either --product" in capsys.readouterr().err
