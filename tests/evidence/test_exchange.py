"""From a command at the door to a receipt that a stranger checks, on either database."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.testing import TestClient

from datafloor.adapters.objects import Objects
from datafloor.adapters.secrets import load_key
from datafloor.adapters.tlog.publisher import LogTrouble, Publisher
from datafloor.app import cli
from datafloor.app.public_log import add_signer, feeding, open_log
from datafloor.contexts import participants
from datafloor.contexts.evidence import Parted, audit, bundle, leaf_of, log_follower, receipt
from datafloor.contexts.participants import GrantRole, RegisterOrganisation, Role, WithdrawRole
from datafloor.kernel import clock, journal, mentions
from datafloor.kernel.db import Database, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.follow import catch_up
from datafloor.kernel.house import House
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

TAX_CODES = ["0100109106", "0300588569", "0101243150"]
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"


class Site:
    """A small exchange with a public log, and a buyer and a seller who joined."""

    def __init__(self, url: str, folder: Path, stack: ExitStack) -> None:
        self.house = House((participants.CONTEXT,))
        self.folder = folder
        self.database: Database = open_database(url, self.house.schema, exclusive=False)
        stack.callback(self.database.close)
        self.door = Door(self.house, self.database)
        stack.callback(self.door.close)
        self.objects = Objects(str(folder / "objects"))
        self.log: Publisher = open_log(folder, self.objects, "https://san.example")
        self.actors: list[Actor] = []
        self.requests: list[str] = []

    def join(self, tax_code: str = TAX_CODES[0]) -> Actor:
        """An organisation joins."""
        organisation, person = new_id("org"), new_id("person")
        request_id = new_id("request")
        command = RegisterOrganisation(
            organisation=organisation,
            name="Công ty TNHH Gió Biển",
            tax_code=tax_code,
            roles=(Role.seller, Role.buyer),
            person=person,
            person_name="Nguyễn Thị An",
            email=f"{person}@example.com",
            password_hash=HASH,
        )
        self.door.execute(command, Actor(person, organisation), request_id)
        self.requests.append(request_id)
        self.actors.append(Actor(person, organisation, frozenset({"seller"})))
        return self.actors[-1]

    def publish(self) -> None:
        """All that is in the journal goes into the log."""
        for follower in (log_follower(self.log), mentions.indexer(self.database)):
            while catch_up(self.database, follower):
                pass

    def receipt(self, by: Actor, request_id: str) -> dict[str, Any]:
        """The receipt as it goes over the wire."""
        with self.database.reading() as tx:
            found = receipt(tx, self.log.read, by, request_id)
        data: dict[str, Any] = json.loads(msgspec.json.encode(found))
        return data

    def audit(self) -> str:
        """What the comparison of journal and log finds."""
        with self.database.reading() as tx:
            return "\n".join(audit(tx, self.log.read, self.log.open()))

    def run(self, sql: str, *values: Any) -> None:
        """What somebody does in the database behind the door's back."""
        with self.database.writing() as tx:
            tx.run(sql, *values)

    @property
    def trust(self) -> Trust:
        return Trust((self.log.keys[0],))


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site(database_url, tmp_path, stack)


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


# What is done to the journal behind the door's back


def test_a_sound_journal_is_what_was_published(site: Site) -> None:
    site.join()
    site.publish()
    assert site.audit() == ""
    site.join(TAX_CODES[1])
    assert site.audit() == ""


def test_an_edited_row_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET body = ? WHERE seq = 2", "{}")
    assert "Row 2 (participants.role_granted.v1) does not fit its digest" in site.audit()
    with site.database.reading() as tx:
        at = clock.iso(journal.read(tx, 0, 1)[0].at)
    assert f"The row before it, of {at}, is sound." in site.audit()


def rechain(site: Site) -> None:
    """Make the whole chain of digests fit again, as a skilled forger would."""
    with site.database.writing() as tx:
        digest = ""
        for entry in journal.read(tx, 0, 1_000):
            digest = journal.chain(digest, entry)
            tx.run("UPDATE journal SET digest = ? WHERE seq = ?", digest, entry.seq)
        tx.run("UPDATE door SET digest = ?", digest)


def test_a_row_edited_with_all_digests_after_it_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET by_person = ? WHERE seq = 3", "somebody else")
    rechain(site)
    assert site.audit().startswith(
        "Row 3 (participants.role_granted.v1) is not the one that was published"
    )


def test_a_removed_row_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("DELETE FROM journal WHERE seq = 2")
    assert site.audit().startswith("Row 2 is missing. The row before it, of 20")
    site.run("DELETE FROM journal WHERE seq > 2")
    assert "The journal ends at row 1, and 4 were published" in site.audit()


def test_an_inserted_row_is_found(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET seq = seq + 100 WHERE seq > 2")
    site.run("UPDATE journal SET seq = seq - 99 WHERE seq > 100")
    site.run(
        "INSERT INTO journal SELECT 3, at, by_person, by_organisation, request_id, asked,"
        " kind, body, digest FROM journal WHERE seq = 2"
    )
    rechain(site)
    assert site.audit().startswith("Row 3 (participants.role_granted.v1) is not the one")


def test_reordered_rows_are_found(site: Site) -> None:
    site.join()
    site.publish()
    for old, new in ((2, 100), (3, 2), (100, 3)):
        site.run("UPDATE journal SET seq = ? WHERE seq = ?", new, old)
    rechain(site)
    assert "Row 2 (participants.role_granted.v1) is not the one" in site.audit()


def test_lost_files_of_the_log_are_found_too(site: Site) -> None:
    site.join()
    site.publish()
    with site.database.reading() as tx:
        found = audit(tx, lambda path: None, 4)
    assert len(found) == 4


def test_very_many_differences_are_cut_short(site: Site) -> None:
    site.join()
    site.publish()
    site.run("UPDATE journal SET seq = seq + 2000")
    assert site.audit().count("is missing") >= 20


def test_a_database_from_an_older_copy_does_not_fork_the_log(site: Site) -> None:
    site.join()
    site.join(TAX_CODES[1])
    site.publish()
    site.run("DELETE FROM journal WHERE seq > 4")
    with site.database.writing() as tx:
        last = journal.read(tx, 3, 1)[0]
        tx.run("UPDATE door SET seq = ?, digest = ?", last.seq, last.digest)
        tx.run("UPDATE cursors SET seq = 4")
    site.join(TAX_CODES[2])
    with pytest.raises(Parted, match="row 5 of the journal is not the one that was published"):
        site.publish()


def test_a_log_with_a_gap_is_not_gone_on_with(site: Site) -> None:
    site.join()
    with site.database.noting() as note:
        note.run("INSERT INTO cursors (follower, seq) VALUES ('public_log', 2)")
    with pytest.raises(Parted, match="ends at row 0 and the journal goes on at row 3"):
        site.publish()


def test_what_comes_again_is_taken_once(site: Site) -> None:
    site.join()
    site.publish()
    with site.database.noting() as note:
        note.run("UPDATE cursors SET seq = 1")
    site.publish()
    assert site.log.open() == 4
    assert check_log("log", site.log.read, site.trust).code == 0


# Running


def wait_for(size: int, log: Publisher) -> float:
    begun = time.perf_counter()
    while log.open() < size and time.perf_counter() - begun < 10:
        time.sleep(0.005)
    return time.perf_counter() - begun


def test_every_commit_is_public_within_a_second_and_many_share_a_checkpoint(site: Site) -> None:
    with feeding(site.log, site.folder, site.door):
        site.join()
        took = [wait_for(4, site.log)]
        checkpoints = set()
        for number in range(20):
            kind = WithdrawRole if number % 2 else GrantRole
            command = kind(organisation=site.actors[0].organisation, role=Role.operator)
            site.door.execute(command, EXCHANGE, new_id("request"))
            checkpoints.add(site.log.note)
        took.append(wait_for(24, site.log))
    assert site.log.open() == 24
    assert max(took) < 1
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
