"""From a command at the door to a receipt that a stranger checks, on either database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.testing import TestClient

from datafloor.adapters.secrets import load_key
from datafloor.adapters.tlog.publisher import LogTrouble
from datafloor.app import cli
from datafloor.app.public_log import add_signer, feeding, open_log
from datafloor.contexts.evidence import bundle, leaf_of
from datafloor.contexts.participants import GrantRole, Role, WithdrawRole
from datafloor.kernel import clock, journal
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify.command import check
from datafloor.verify.log import check_log
from datafloor.verify.page import read_page, render
from datafloor.verify.trust import Trust
from datafloor.web import log as web_log
from datafloor.web import problems
from datafloor.web.api import evidence as web_evidence
from datafloor.web.exchange import Exchange
from tests.waiting import until

from .site import TAX_CODES, Site


def refused(why: Refusal, call: Any, *arguments: Any) -> None:
    with pytest.raises(Refused) as caught:
        call(*arguments)
    assert caught.value.why is why


def test_a_receipt_is_checked_by_a_stranger(site: Site, tmp_path: Path) -> None:
    by = site.join()
    other = site.join(TAX_CODES[1])
    site.publish()
    data = site.receipt(by, site.requests[0])
    assert [json.loads(each["leaf"])["kind"] for each in data["entries"]] == [
        "participants.organisation_registered.v1",
        "participants.role_granted.v1",
        "participants.role_granted.v1",
        "participants.person_added.v1",
    ]
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(data))
    answers = check([str(file), str(tmp_path / "objects" / "log")], site.trust)
    assert [answer.code for answer in answers] == [0, 0]
    assert data["key"].startswith("san.example/log+")
    refused(Refusal.receipt_unknown, site.receipt, other, site.requests[0])
    refused(Refusal.receipt_unknown, site.receipt, by, "request-never-made")
    supervisor = Actor("person_s", "org_s", frozenset({"supervisor"}))
    assert site.receipt(supervisor, site.requests[0])["entries"] == data["entries"]


def test_before_the_log_has_taken_it_up_there_is_no_receipt(site: Site) -> None:
    by = site.join()
    refused(Refusal.log_behind, site.receipt, by, site.requests[0])
    site.publish()
    site.join(TAX_CODES[1])
    refused(Refusal.log_behind, site.receipt, site.actors[1], site.requests[1])


def test_nothing_personal_is_public(site: Site) -> None:
    by = site.join()
    site.publish()
    files = (site.folder / "objects" / "log").rglob("*")
    public = b"".join(path.read_bytes() for path in files if path.is_file())
    for secret in (by.person, by.organisation, site.requests[0], "Nguyễn", TAX_CODES[0]):
        assert secret.encode() not in public
    assert b"participants.person_added.v1" in public


def test_ids_of_things_are_public_and_others_are_not() -> None:
    product, person, org = new_id("product"), new_id("person"), new_id("org")
    body = f'{{"org":"{org}","person":"{person}","product":"{product}","x":"{product}0"}}'
    entry = journal.Entry(1, 5, "p", "o", "r", "a" * 64, "catalogue.x.v1", body, "d" * 64)
    assert json.loads(leaf_of(entry)) == {
        "at": 5,
        "digest": "d" * 64,
        "ids": [product],
        "kind": "catalogue.x.v1",
        "seq": 1,
    }


def test_a_bundle_holds_what_the_asker_took_part_in(site: Site, tmp_path: Path) -> None:
    by, other = site.join(), site.join(TAX_CODES[1])
    grant = GrantRole(organisation=by.organisation, role=Role.operator)
    site.door.execute(grant, EXCHANGE, new_id("request"))
    site.publish()
    with site.database.reading() as tx:
        found = bundle(tx, site.log.read, by, by.organisation)
        assert len(found.entries) == 5
        refused(Refusal.evidence_unknown, bundle, tx, site.log.read, other, by.organisation)
    page = render(msgspec.to_builtins(found))
    assert by.organisation in page
    assert read_page(page)["title"] == found.title
    file = tmp_path / "bundle.html"
    file.write_text(page, encoding="utf-8")
    (answer,) = check([str(file)], site.trust)
    assert answer.code == 0, answer.wrong


# Running


def test_every_commit_becomes_public_and_many_share_a_checkpoint(site: Site) -> None:
    with feeding(site.log, site.folder, site.door):
        site.join()
        until(lambda: site.log.open() == 4)
        checkpoints = set()
        for number in range(20):
            kind = WithdrawRole if number % 2 else GrantRole
            command = kind(organisation=site.actors[0].organisation, role=Role.operator)
            site.door.execute(command, EXCHANGE, new_id("request"))
            checkpoints.add(site.log.note)
        until(lambda: site.log.open() == 24)
    assert site.log.open() == 24
    assert len(checkpoints) < 20


def test_keys_hand_over_when_the_exchange_starts_again(site: Site) -> None:
    site.join()
    site.publish()
    first = site.log.keys[0]
    fresh = add_signer(site.folder / "log" / "keys")
    site.log = open_log(site.folder, site.objects, "https://renamed.example")
    site.join(TAX_CODES[1])
    site.publish()
    answer = check_log("log", site.log.read, Trust((first,)))
    assert answer.code == 0
    assert fresh.key.id.hex() in answer.holds[0]
    assert check_log("log", site.log.read, Trust((fresh.key,))).code == 0


def test_the_command_audits_and_rebuilds(
    site: Site, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.join()
    site.publish()

    def run(action: str) -> tuple[int, str]:
        where = ["--folder", str(site.folder), "--database", database_url]
        return cli.main(["log", action, *where]), capsys.readouterr().out

    assert run("key") == (0, f"{site.log.keys[0]}\n")
    assert run("audit") == (0, "The journal is what was published: 4 entries.\n")
    tile = site.folder / "objects" / "log" / "tile" / "0" / "000.p" / "4"
    tile.unlink()
    code, said = run("audit")
    assert code == 1
    assert "tile/0/000.p/4 is missing" in said
    site.run("UPDATE journal SET body = body WHERE seq = 1")
    if database_url.startswith("sqlite"):
        site.database.close()
    assert run("rebuild")[0] == 0
    assert tile.exists()
    assert run("new-key")[0] == 0


@pytest.fixture
def client(site: Site) -> Iterator[TestClient[Litestar]]:
    exchange = Exchange(site.door, site.database, load_key(site.folder / "key"), "https://x")
    app = Litestar(
        [Router("/api", route_handlers=web_evidence.ROUTES), web_log.log_file],
        state=State({"exchange": exchange, "log": site.log}),
        exception_handlers={Exception: problems.handle},
    )
    with TestClient(app) as client:
        yield client


def test_the_log_is_served_as_files(site: Site, client: TestClient[Litestar]) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    site.join()
    site.publish()
    checkpoint = client.get("/log/checkpoint")
    assert checkpoint.text.startswith("san.example/log\n4\n")
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    assert checkpoint.headers["cache-control"] == "public, max-age=1"
    tile = client.get("/log/tile/0/000.p/4")
    assert len(tile.content) == 128
    assert "immutable" in tile.headers["cache-control"]
    for path in ("tile/../../keys/0001.key", "other", "tile/0/001", "tile/%2e%2e/%2e%2e/keys"):
        assert client.get(f"/log/{path}").status_code == 404


def test_a_log_that_stalls_is_seen_by_everyone(site: Site, client: TestClient[Litestar]) -> None:
    def said() -> tuple[int, int, bool]:
        answer = client.get("/api/log").json()
        return answer["size"], answer["journal"], answer["waiting_since"] is None

    assert said() == (0, 0, True)
    site.join()
    assert said() == (0, 4, False)
    site.publish()
    assert said() == (4, 4, True)
    assert client.get("/api/log").json()["checkpoint"].startswith("san.example/log\n4\n")


def test_receipts_need_a_token(site: Site, client: TestClient[Litestar]) -> None:
    site.join()
    for path in (f"/api/receipts/{site.requests[0]}", f"/api/bundles/{new_id('product')}"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")
    assert client.get("/api/bundles/nothing").status_code == 400


def test_a_receipt_and_a_bundle_over_http(site: Site, client: TestClient[Litestar]) -> None:
    from datafloor.contexts.participants import IssueToken, TokenUse, digest_of

    by = site.join()
    token = IssueToken(
        token=new_id("token"),
        use=TokenUse.api,
        secret_digest=digest_of("secret"),
        scope=(Role.seller,),
        expires_at=clock.now() + clock.DAY,
    )
    site.door.execute(token, by, new_id("request"))
    site.publish()
    client.headers["authorization"] = "Bearer secret"
    answer = client.get(f"/api/receipts/{site.requests[0]}")
    assert answer.status_code == 200
    assert len(answer.json()["entries"]) == 4
    page = client.get(f"/api/bundles/{by.organisation}")
    assert page.status_code == 200
    assert f'filename="{by.organisation}.html"' in page.headers["content-disposition"]
    assert len(read_page(page.text)["entries"]) == 4
    missing = client.get("/api/receipts/request-never-made")
    assert (missing.status_code, missing.json()["code"]) == (404, "receipt_unknown")


def test_a_log_that_is_damaged_says_so(site: Site) -> None:
    site.join()
    site.publish()
    (site.folder / "objects" / "log" / "tile" / "0" / "000.p" / "4").write_bytes(bytes(128))
    with pytest.raises(LogTrouble, match="The store does not hold the 4 entries"):
        site.log.open()
