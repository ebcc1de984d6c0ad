"""Tables in an S3 store: published there, read from there by links that the store signs."""

import json
from collections.abc import Iterator
from pathlib import Path

import delta_sharing
import httpx
import pytest
from moto.server import ThreadedMotoServer

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Mode, Tables, publish
from tests.sharing.exchange import TOKEN, Exchange, listening

pytestmark = pytest.mark.filterwarnings("default")  # the warnings of others' code


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An S3 store on loopback, with a bucket in it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    httpx.put(f"http://{host}:{port}/bucket", trust_env=False).raise_for_status()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(endpoint: str, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """A place of its own in the bucket: its URL and its options."""
    options = {
        "aws_endpoint": endpoint,
        "allow_http": "true",
        "aws_region": "us-east-1",
        "aws_access_key_id": "id",
        "aws_secret_access_key": "secret",
    }
    return f"s3://bucket/{tmp_path.name}", options


@pytest.fixture
def exchange(store: tuple[str, dict[str, str]], tmp_path: Path) -> Iterator[Exchange]:
    with listening(*store) as running:
        for start in (0, 1000):
            path = tmp_path / "a.csv"
            path.write_text("n\n" + "".join(f"{n}\n" for n in range(start, start + 1000)))
            publish(running.tables, "tables/t", path, Mode.append if start else Mode.create)
        running.share("numbers", "tables/t", 1)
        yield running


@pytest.mark.parametrize("use_delta_format", [True, False])
def test_the_official_client_reads_from_the_store(
    exchange: Exchange, tmp_path: Path, use_delta_format: bool
) -> None:
    profile = {"shareCredentialsVersion": 1, "bearerToken": TOKEN}
    profile["endpoint"] = f"{exchange.address}/delta-sharing"
    (tmp_path / "p.share").write_text(json.dumps(profile))
    url = f"{tmp_path}/p.share#contract_1.data.numbers"
    rows = delta_sharing.load_as_pandas(url, use_delta_format=use_delta_format)
    assert sorted(rows.n) == list(range(2000))
    changes = delta_sharing.load_table_changes_as_pandas(url, starting_version=1)
    assert sorted(changes.n) == list(range(1000, 2000))


def test_links_are_the_stores_own_and_end(exchange: Exchange) -> None:
    ends = exchange.links.ending()
    keys = [file.key for file in exchange.tables.snapshot("tables/t", 1).files]
    (link, *_) = exchange.links.make("grant_1", keys, ends)
    assert link.startswith(exchange.objects.options["aws_endpoint"])
    assert "X-Amz-Signature=" in link
    assert 0 < int(httpx.URL(link).params["X-Amz-Expires"]) <= 900
    assert httpx.get(link, trust_env=False).content.startswith(b"PAR1")


def test_a_failed_publication_leaves_nothing(exchange: Exchange, tmp_path: Path) -> None:
    before = exchange.objects.keys("tables")
    (tmp_path / "bad.csv").write_text("n\n1\n2,3\n")
    with pytest.raises(Exception, match="row_ragged"):
        publish(exchange.tables, "tables/t", tmp_path / "bad.csv", Mode.overwrite)
    assert exchange.objects.keys("tables") == before


def test_another_process_finds_what_was_published(
    exchange: Exchange, store: tuple[str, dict[str, str]]
) -> None:
    other = Tables(Objects(*store))
    assert other.snapshot("tables/t", 1).rows == 2000
