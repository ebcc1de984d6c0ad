"""The client that others wrote reads our tables: listing, rows, history, changes, both formats."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import delta_sharing
import pytest
from deltalake import DeltaTable
from requests.exceptions import HTTPError

from tests.sharing.conftest import hundred
from tests.sharing.exchange import Exchange

FORMATS = pytest.mark.parametrize("use_delta_format", [None, True, False])
pytestmark = pytest.mark.filterwarnings("default")  # the warnings of others' code


def condition(op: str, number: int) -> str:
    column = {"op": "column", "name": "Number", "valueType": "long"}
    literal = {"op": "literal", "value": str(number), "valueType": "long"}
    return json.dumps({"op": op, "children": [column, literal]})


def test_it_lists_what_the_credential_opens(exchange: Exchange) -> None:
    client = delta_sharing.SharingClient(exchange.profile())
    assert [share.name for share in client.list_shares()] == ["contract_1"]
    (schema,) = client.list_schemas(client.list_shares()[0])
    assert [table.name for table in client.list_tables(schema)] == ["numbers"]
    assert [table.name for table in client.list_all_tables()] == ["numbers"]


@FORMATS
def test_it_loads_every_row_as_it_was_published(url: str, use_delta_format: Any) -> None:
    rows = delta_sharing.load_as_pandas(url, use_delta_format=use_delta_format)
    rows = rows.sort_values("number").reset_index(drop=True)
    assert len(rows) == 300
    assert rows.head(100).equals(hundred(0).to_pandas(date_as_object=True).astype(rows.dtypes))
    assert str(rows.time.dtype) == "datetime64[us, UTC]"


@FORMATS
def test_it_loads_an_older_version_and_a_limit(url: str, use_delta_format: Any) -> None:
    older = delta_sharing.load_as_pandas(url, version=1, use_delta_format=use_delta_format)
    assert sorted(older.number) == list(range(200))
    few = delta_sharing.load_as_pandas(url, limit=7, use_delta_format=use_delta_format)
    assert len(few) == 7


@FORMATS
def test_conditions_skip_files(exchange: Exchange, url: str, use_delta_format: Any) -> None:
    rows = delta_sharing.load_as_pandas(
        url,
        jsonPredicateHints=condition("greaterThanOrEqual", 250),
        use_delta_format=use_delta_format,
    )
    assert sorted(rows.number) == list(range(200, 300))
    assert len(exchange.meter.drain()) == 1


def test_it_loads_the_version_of_a_time(exchange: Exchange, url: str) -> None:
    milliseconds = exchange.tables.commit("tables/one", 1).timestamp
    time = datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat().replace("+00:00", "Z")
    assert len(delta_sharing.load_as_pandas(url, timestamp=time)) == 200
    assert delta_sharing.get_table_version(url, starting_timestamp=time) == 1
    assert delta_sharing.get_table_version(url) == 2


@FORMATS
def test_it_reads_what_was_added(url: str, use_delta_format: Any) -> None:
    changes = delta_sharing.load_table_changes_as_pandas(
        url, starting_version=1, ending_version=1, use_delta_format=use_delta_format
    )
    assert sorted(changes.number) == list(range(100, 200))
    assert set(changes._change_type) == {"insert"}
    assert set(changes._commit_version) == {1}


@FORMATS
def test_it_reads_what_was_deleted_and_changed(
    exchange: Exchange, url: str, use_delta_format: Any
) -> None:
    table = DeltaTable(exchange.objects.address("tables/one"))
    table.delete("number = 5")
    table.update(predicate="number = 7", updates={"half": "0.0"})
    exchange.shelf.tables.clear()
    exchange.share("numbers", "tables/one", 4)
    changes = delta_sharing.load_table_changes_as_pandas(
        url, starting_version=3, use_delta_format=use_delta_format
    )
    told = sorted(zip(changes.number, changes._change_type, changes._commit_version, strict=True))
    assert told == [
        (5, "delete", 3),
        (7, "update_postimage", 4),
        (7, "update_preimage", 4),
    ]


def test_it_is_told_why_a_right_was_withdrawn(exchange: Exchange, url: str) -> None:
    assert len(delta_sharing.load_as_pandas(url)) == 300
    exchange.shelf.withdrawn = True
    with pytest.raises(HTTPError, match="appointed by the exchange's owner"):
        delta_sharing.load_as_pandas(url)


def test_a_credential_that_is_not_known_is_refused(url: str) -> None:
    profile = Path(url.split("#")[0])
    profile.write_text(profile.read_text().replace("token-of", "token-not-of"))
    with pytest.raises(HTTPError, match="401"):
        delta_sharing.load_as_pandas(url)


def test_each_file_counts_once_however_often_it_is_fetched(exchange: Exchange, url: str) -> None:
    delta_sharing.load_as_pandas(url, use_delta_format=False)
    delta_sharing.load_as_pandas(url, use_delta_format=True)
    delivered = exchange.meter.drain()
    assert len(delivered) == 3
    assert all(each.complete for each in delivered)
    delta_sharing.load_as_pandas(url)
    assert exchange.meter.drain() == []
