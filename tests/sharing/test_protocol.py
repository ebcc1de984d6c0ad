"""The protocol itself, as bytes: what clients may send and must be told (PROTOCOL.md)."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from deltalake import DeltaTable, Schema, TableFeatures

from datafloor.kernel import clock
from tests.sharing.exchange import TOKEN, Exchange

TABLE = "/shares/contract_1/schemas/data/tables/numbers"
DELTA = {"delta-sharing-capabilities": "responseformat=delta;readerfeatures=deletionvectors"}


@pytest.fixture
def http(exchange: Exchange) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"{exchange.address}/delta-sharing",
        headers={"authorization": f"Bearer {TOKEN}"},
        trust_env=False,
    ) as client:
        yield client


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    return [json.loads(line) for line in answer.text.splitlines()]


def files(answer: httpx.Response) -> list[dict[str, Any]]:
    return [line["file"] for line in lines(answer) if "file" in line]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert set(told) == {"errorCode", "message"}
    assert told["message"]
    return answer.status_code, told["errorCode"]


def test_lists_come_in_pages(exchange: Exchange, http: httpx.Client) -> None:
    for name in ("Alpha", "beta", "Gamma"):
        exchange.share(name, "tables/one", 2)
    names, token, pages = [], None, 0
    while token != "":
        query = {"maxResults": 2} | ({"pageToken": token} if token else {})
        page = http.get("/shares/contract_1/all-tables", params=query).json()
        names += [item["name"] for item in page["items"]]
        token, pages = page["nextPageToken"], pages + 1
    assert (names, pages) == (["Alpha", "beta", "Gamma", "numbers"], 2)
    empty = http.get("/shares", params={"maxResults": 0}).json()
    assert empty["items"] == []
    again = http.get("/shares", params={"pageToken": empty["nextPageToken"]}).json()
    assert [share["name"] for share in again["items"]] == ["contract_1"]


def test_names_count_in_any_case(http: httpx.Client) -> None:
    assert http.get("/shares/CONTRACT_1").json()["share"]["name"] == "contract_1"
    answer = http.get("/shares/Contract_1/schemas/DATA/tables/Numbers/version")
    assert answer.headers["delta-table-version"] == "2"
    assert (
        http.head(
            TABLE.upper()
            .replace("SHARES", "shares")
            .replace("SCHEMAS", "schemas")
            .replace("TABLES", "tables")
        ).headers["delta-table-version"]
        == "2"
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/shares/none", (404, "share_unknown")),
        ("/shares/none/all-tables", (404, "share_unknown")),
        ("/shares/contract_1/schemas/none/tables", (404, "schema_unknown")),
        (TABLE.replace("data", "none") + "/version", (404, "schema_unknown")),
        (TABLE.replace("numbers", "none") + "/version", (404, "table_unknown")),
        (TABLE.replace("numbers", "a%2Fb") + "/version", (400, "name_malformed")),
        (TABLE.replace("numbers", "a.b") + "/version", (400, "name_malformed")),
        (TABLE.replace("numbers", "a%20b") + "/version", (400, "name_malformed")),
        (TABLE.replace("numbers", "x" * 256) + "/version", (400, "name_malformed")),
        (f"{TABLE}/metadata?version=3", (400, "version_unreadable")),
        (f"{TABLE}/metadata?version=x", (400, "malformed")),
        (f"{TABLE}/metadata?version=1&timestamp=2026-01-01T00:00:00Z", (400, "malformed")),
        (f"{TABLE}/metadata?timestamp=1999-01-01T00:00:00Z", (400, "time_unreadable")),
        (f"{TABLE}/metadata?timestamp=2199-01-01T00:00:00Z", (400, "time_unreadable")),
        (f"{TABLE}/metadata?timestamp=yesterday", (400, "malformed")),
        (f"{TABLE}/version?startingTimestamp=2199-01-01T00:00:00Z", (400, "time_unreadable")),
        (f"{TABLE}/changes", (400, "malformed")),
        (f"{TABLE}/changes?startingVersion=2&endingVersion=1", (400, "malformed")),
        (f"{TABLE}/changes?startingVersion=9", (400, "version_unreadable")),
        (f"{TABLE}/changes?startingVersion=0&pageToken=abc", (400, "page_token_unknown")),
        ("/shares?pageToken=%C3%A9", (400, "page_token_unknown")),
        ("/shares?maxResults=-1", (400, "malformed")),
    ],
)
def test_what_cannot_be_answered_is_refused(
    http: httpx.Client, path: str, expected: tuple[int, str]
) -> None:
    assert refusal(http.get(path)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", (400, "malformed")),
        ("[]", (400, "malformed")),
        ('{"limitHint": -1}', (400, "malformed")),
        ('{"version": 99999999999999999999}', (400, "malformed")),
        ('{"predicateHints": "a = 1"}', (400, "malformed")),
        ('{"pageToken": "WzFd"}', (400, "page_token_unknown")),
        ('{"refreshToken": "not a token"}', (400, "page_token_unknown")),
        ('{"startingVersion": 7}', (400, "version_unreadable")),
        ("[" * 100_000, (400, "malformed")),
    ],
)
def test_a_query_that_cannot_be_read_is_refused(
    http: httpx.Client, body: str, expected: tuple[int, str]
) -> None:
    assert refusal(http.post(f"{TABLE}/query", content=body)) == expected


def test_what_is_not_offered_says_so(http: httpx.Client) -> None:
    assert refusal(http.post(f"{TABLE}/queries/1", json={})) == (404, "query_unknown")
    lent = http.post(f"{TABLE}/temporary-table-credentials", json={})
    assert refusal(lent) == (400, "credentials_not_lent")
    later = http.post(
        f"{TABLE}/query",
        json={"idempotencyKey": "1"},
        headers={"delta-sharing-capabilities": "asyncquery=true"},
    )
    assert len(files(later)) == 3
    assert "asyncquery" not in later.headers["delta-sharing-capabilities"]


def test_who_asks_must_be_known(http: httpx.Client) -> None:
    for authorization in ("", "Basic abc", "Bearer", "Bearer wrong"):
        answer = http.get("/shares", headers={"authorization": authorization})
        assert refusal(answer) == (401, "sign_in_required")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_refusals_speak_the_language_of_the_reader(http: httpx.Client) -> None:
    answer = http.get("/shares/none", headers={"accept-language": "vi"})
    assert answer.json()["message"].startswith("Không có gói chia sẻ 'none'")


def test_a_snapshot_in_parquet_format(http: httpx.Client) -> None:
    answer = http.post(f"{TABLE}/query", json={})
    protocol, metadata, *rest = lines(answer)
    assert answer.headers["delta-table-version"] == "2"
    assert answer.headers["delta-sharing-capabilities"] == "responseformat=parquet"
    assert protocol == {"protocol": {"minReaderVersion": 1}}
    told = metadata["metaData"]
    assert (told["numFiles"], told["partitionColumns"], told["format"]) == (
        3,
        [],
        {"provider": "parquet"},
    )
    assert told["size"] == sum(line["file"]["size"] for line in rest)
    for line in rest:
        file = line["file"]
        assert json.loads(file["stats"])["numRecords"] == 100
        assert file["expirationTimestamp"] > clock.now() // 1000
        assert "version" not in file


def test_a_snapshot_in_delta_format(http: httpx.Client) -> None:
    answer = http.post(f"{TABLE}/query", json={"version": 1}, headers=DELTA)
    protocol, metadata, *rest = lines(answer)
    assert answer.headers["delta-table-version"] == "1"
    assert answer.headers["delta-sharing-capabilities"] == "responseformat=delta"
    assert protocol["protocol"]["deltaProtocol"]["minReaderVersion"] == 1
    assert metadata["metaData"]["version"] == 1
    assert metadata["metaData"]["deltaMetadata"]["partitionColumns"] == []
    assert len(rest) == 2
    for line in rest:
        add = line["file"]["deltaSingleAction"]["add"]
        assert add["path"].startswith("http://127.0.0.1:")
        assert "X-Amz-Signature=" in add["path"]
        assert line["file"]["version"] == 1


def test_the_format_follows_what_the_client_reads(exchange: Exchange, http: httpx.Client) -> None:
    both = {"delta-sharing-capabilities": "ResponseFormat=Delta,Parquet"}
    answer = http.get(f"{TABLE}/metadata", headers=both)
    assert answer.headers["delta-sharing-capabilities"] == "responseformat=delta"
    other = {"delta-sharing-capabilities": "responseformat=arrow"}
    assert refusal(http.get(f"{TABLE}/metadata", headers=other)) == (400, "malformed")

    DeltaTable.create(
        exchange.objects.address("tables/newer"),
        Schema.from_json(
            '{"type":"struct","fields":[{"name":"a","type":"timestamp_ntz",'
            '"nullable":true,"metadata":{}}]}'
        ),
    )
    exchange.share("newer", "tables/newer", 0)
    newer = TABLE.replace("numbers", "newer")
    assert refusal(http.post(f"{newer}/query", json={})) == (400, "table_format_needed")
    assert refusal(http.post(f"{newer}/query", json={}, headers=DELTA)) == (
        400,
        "table_format_needed",
    )
    knows = {"delta-sharing-capabilities": "responseformat=delta;readerfeatures=timestampNtz"}
    told = lines(http.post(f"{newer}/query", json={}, headers=knows))
    assert told[0]["protocol"]["deltaProtocol"]["readerFeatures"] == ["timestampNtz"]


def test_a_file_has_the_same_id_everywhere(http: httpx.Client) -> None:
    ids = {file["id"] for file in files(http.post(f"{TABLE}/query", json={}))}
    for scheme in ("parquet", "DELTA"):
        answer = http.post(f"{TABLE}/query", json={}, headers={"fileidhash": scheme} | DELTA)
        assert {file["id"] for file in files(answer)} == ids
        assert answer.headers["fileidhash"] == scheme.lower()
    wrong = http.post(f"{TABLE}/query", json={}, headers={"fileidhash": "sha1"})
    assert refusal(wrong) == (400, "file_id_hash_unknown")


def test_links_are_equal_within_a_minute_and_differ_between_grants(
    exchange: Exchange, http: httpx.Client
) -> None:
    ends = exchange.links.ending()
    key = exchange.tables.snapshot("tables/one", 2).files[0].key
    assert exchange.links.make("a", [key], ends) == exchange.links.make("a", [key], ends)
    assert exchange.links.make("a", [key], ends) != exchange.links.make("b", [key], ends)


def test_the_end_is_told_where_it_is_asked_for(http: httpx.Client) -> None:
    wants = {"delta-sharing-capabilities": "includeEndStreamAction=true"}
    for answer in (
        http.post(f"{TABLE}/query", json={}, headers=wants),
        http.post(f"{TABLE}/query", json={"limitHint": 1}, headers=wants),
        http.get(f"{TABLE}/changes?startingVersion=0", headers=wants),
    ):
        end = lines(answer)[-1]["endStreamAction"]
        assert end["minUrlExpirationTimestamp"] > clock.now() // 1000
        assert "includeendstreamaction=true" in answer.headers["delta-sharing-capabilities"]
    assert "endStreamAction" in lines(http.get(f"{TABLE}/metadata", headers=wants))[-1]
    assert "file" in lines(http.post(f"{TABLE}/query", json={}))[-1]


def test_a_refresh_names_the_same_files_after_the_table_grew(
    exchange: Exchange, http: httpx.Client
) -> None:
    exchange.shelf.tables.clear()
    exchange.share("numbers", "tables/one", 1)
    first = http.post(f"{TABLE}/query", json={"includeRefreshToken": True})
    token = lines(first)[-1]["endStreamAction"]["refreshToken"]
    exchange.shelf.tables.clear()
    exchange.share("numbers", "tables/one", 2)
    again = http.post(f"{TABLE}/query", json={"refreshToken": token})
    assert [file["id"] for file in files(again)] == [file["id"] for file in files(first)]
    assert again.headers["delta-table-version"] == "1"
    assert len(files(http.post(f"{TABLE}/query", json={}))) == 3


def test_files_come_in_pages(http: httpx.Client) -> None:
    found, body = [], {"maxFiles": 2}
    while True:
        *_, end = answer = lines(http.post(f"{TABLE}/query", json=body))
        found += [line["file"]["id"] for line in answer if "file" in line]
        if "endStreamAction" not in end:
            break
        body = {"maxFiles": 2, "pageToken": end["endStreamAction"]["nextPageToken"]}
    whole = [file["id"] for file in files(http.post(f"{TABLE}/query", json={}))]
    assert found == whole
    other = {"limitHint": 5, "pageToken": body["pageToken"]}
    assert refusal(http.post(f"{TABLE}/query", json=other)) == (400, "page_token_unknown")


def test_changes_come_in_pages(http: httpx.Client) -> None:
    query: dict[str, Any] = {"startingVersion": 0, "maxFiles": 1}
    found = []
    while True:
        *_, end = answer = lines(http.get(f"{TABLE}/changes", params=query))
        found += [line["add"]["version"] for line in answer if "add" in line]
        if "endStreamAction" not in end:
            break
        query["pageToken"] = end["endStreamAction"]["nextPageToken"]
    assert found == [0, 1, 2]


def test_a_stream_is_told_added_and_removed_files(exchange: Exchange, http: httpx.Client) -> None:
    DeltaTable(exchange.objects.address("tables/one")).delete("number = 5")
    exchange.shelf.tables.clear()
    exchange.share("numbers", "tables/one", 3)
    answer = http.post(f"{TABLE}/query", json={"startingVersion": 1})
    told = [(k, v["version"]) for line in lines(answer)[2:] for k, v in line.items()]
    assert told == [("add", 1), ("add", 2), ("add", 3), ("remove", 3)] or told == [
        ("add", 1),
        ("add", 2),
        ("remove", 3),
        ("add", 3),
    ]
    assert answer.headers["delta-table-version"] == "1"
    assert (
        len(lines(http.post(f"{TABLE}/query", json={"startingVersion": 1, "endingVersion": 1})))
        == 3
    )
    feed = lines(http.get(f"{TABLE}/changes?startingVersion=3"))[2:]
    assert [list(line) for line in feed] == [["cdf"]]


def test_history_of_fields_and_features_is_told_where_it_is_asked_for(
    exchange: Exchange, http: httpx.Client
) -> None:
    table = DeltaTable(exchange.objects.address("tables/one"))
    table.alter.add_columns(
        Schema.from_json(
            '{"type":"struct","fields":[{"name":"more","type":"long","nullable":true,"metadata":{}}]}'
        ).fields
    )
    table.alter.add_feature(TableFeatures.DeletionVectors, allow_protocol_versions_increase=True)
    exchange.shelf.tables.clear()
    exchange.share("numbers", "tables/one", 4)
    query: dict[str, Any] = {"startingVersion": 0, "includeHistoricalMetadata": "true"}
    told = [
        line for line in lines(http.get(f"{TABLE}/changes", params=query)) if "metaData" in line
    ]
    assert [line["metaData"]["version"] for line in told] == [0, 3]
    assert "more" in told[1]["metaData"]["schemaString"]
    query |= {"includeHistoricalProtocol": "true"}
    told = lines(http.get(f"{TABLE}/changes", params=query, headers=DELTA))
    assert [line["protocol"]["version"] for line in told if "protocol" in line] == [0, 4]


def test_changes_that_were_not_recorded_are_refused(exchange: Exchange, http: httpx.Client) -> None:
    DeltaTable.create(
        exchange.objects.address("tables/still"),
        Schema.from_json(
            '{"type":"struct","fields":[{"name":"a","type":"long","nullable":true,"metadata":{}}]}'
        ),
    )
    exchange.share("still", "tables/still", 0)
    path = TABLE.replace("numbers", "still")
    answer = http.get(f"{path}/changes?startingVersion=0")
    assert refusal(answer) == (400, "changes_not_recorded")


def test_versions_before_the_right_begins_are_not_there(
    exchange: Exchange, http: httpx.Client
) -> None:
    exchange.shelf.tables.clear()
    exchange.share("numbers", "tables/one", last=2, first=1)
    assert refusal(http.post(f"{TABLE}/query", json={"version": 0}))[1] == "version_unreadable"
    assert refusal(http.get(f"{TABLE}/changes?startingVersion=0"))[1] == "version_unreadable"
    milliseconds = exchange.tables.commit("tables/one", 0).timestamp
    time = clock.iso(milliseconds * 1000)
    assert refusal(http.post(f"{TABLE}/query", json={"timestamp": time}))[1] == "time_unreadable"
    answer = http.get(f"{TABLE}/changes", params={"startingTimestamp": time})
    assert [line["add"]["version"] for line in lines(answer)[2:]] == [1, 2]


def test_the_shelf_is_asked_on_every_request(exchange: Exchange, http: httpx.Client) -> None:
    http.post(f"{TABLE}/query", json={})
    before = exchange.shelf.asked
    for _ in range(3):
        http.post(f"{TABLE}/query", json={})
    assert exchange.shelf.asked == before + 3
    exchange.shelf.withdrawn = True
    assert http.post(f"{TABLE}/query", json={}).status_code == 403


def test_what_is_answered_is_counted_and_what_is_refused_is_not(
    exchange: Exchange, http: httpx.Client
) -> None:
    requests = exchange.requests
    requests.drain()
    http.get(f"{TABLE}/version")
    http.get(f"{TABLE}/metadata")
    assert requests.drain() == {"grant_1": (0, 2)}
    first = lines(http.post(f"{TABLE}/query", json={"maxFiles": 1}))
    assert requests.drain() == {"grant_1": (1, 1)}
    following = first[-1]["endStreamAction"]["nextPageToken"]
    http.post(f"{TABLE}/query", json={"maxFiles": 1, "pageToken": following})
    assert requests.drain() == {"grant_1": (0, 1)}, "a further page is a call, and no query"
    http.get(f"{TABLE}/changes", params={"startingVersion": 0})
    assert http.post(f"{TABLE}/query", json={"version": 99}).status_code == 400
    assert http.get("/shares/contract_1/schemas/data/tables/nothing/version").status_code == 404
    http.get("/shares")
    assert requests.drain() == {"grant_1": (1, 1)}, "the changes alone"
    requests.put_back("grant_1", 1, 2)
    assert requests.drain() == {"grant_1": (1, 2)}
    assert requests.drain() == {}
