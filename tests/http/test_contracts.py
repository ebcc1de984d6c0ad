"""A contract over HTTP: signed from outside, handed on while bytes flow, read and kept as files."""

import json
import re
from collections.abc import Iterator
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from datafloor.kernel import canonical, clock
from datafloor.kernel.ids import derived, new_id
from datafloor.verify import jws
from tests.browsing import Browser, Site, read, site
from tests.fair import listed, offered, ordered

WAIT_SECONDS = 20


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("contracts")) as served:
        yield served


@pytest.fixture(scope="module")
def people(here: Site) -> dict[str, Browser]:
    """A seller with an offer, and two buyers; each in a browser."""
    found = {who: here.browser() for who in ("seller", "buyer", "other", "operator")}
    found["seller"].join("seller", "seller")
    for who in ("buyer", "other"):
        found[who].join(who, "buyer")
    found["operator"].sign_in("operator")
    return found


@pytest.fixture(scope="module")
def offer(here: Site, people: dict[str, Browser]) -> str:
    return offered(people["seller"], listed(here, people["seller"]), "0")


def token(browser: Browser) -> dict[str, str]:
    """The header of a token for a program."""
    browser.fill("/account", "/account/tokens", token_days="1")
    secret = re.findall(r"dft_[\w-]{43}", browser.at.text)[0]
    return {"authorization": f"Bearer {secret}"}


def organisation(browser: Browser) -> str:
    return str(re.findall(r"org_\w{26}", browser.get("/account").text)[0])


def contract(browser: Browser, order: str, header: dict[str, str]) -> dict[str, Any]:
    answer = browser.client.get(f"/api/contracts/{derived('contract', order)}", headers=header)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def signed(browser: Browser, order: str, header: dict[str, str], sides: set[str]) -> Any:
    """The last edition, once these sides have signed it: held keys sign after the commit."""
    deadline = monotonic() + WAIT_SECONDS
    while True:
        edition = contract(browser, order, header)["editions"][0]
        if {each["side"] for each in edition["signatures"]} >= sides:
            return edition
        assert monotonic() < deadline, edition["signatures"]
        sleep(0.05)


def test_the_exchange_signs_by_itself_for_whom_it_holds_a_key(
    people: dict[str, Browser], offer: str
) -> None:
    buyer = people["buyer"]
    order, header = ordered(buyer, offer), token(buyer)
    edition = signed(buyer, order, header, {"seller", "buyer", "exchange"})
    for each in edition["signatures"]:
        assert each["held"]
        key, payload = jws.check(each["jws"], each["public_key"])
        assert (key, payload.decode()) == (each["key"], edition["seal"])
    keys = buyer.client.get("/api/keys", headers=header).json()
    assert [each["held"] for each in keys] == [True]


def test_a_program_signs_with_a_key_that_never_leaves_it(
    people: dict[str, Browser], offer: str
) -> None:
    other = people["other"]
    header, private = token(other), Ed25519PrivateKey.generate()
    key, public_key = new_id("key"), jws.encode(private.public_key().public_bytes_raw())
    said = {"key": key, "public_key": public_key}
    assert other.client.post("/api/keys", headers=header, json=said).status_code == 201
    order = ordered(other, offer)
    edition = signed(other, order, header, {"seller", "exchange"})
    assert {each["side"] for each in edition["signatures"]} == {"seller", "exchange"}
    (due,) = other.client.get("/api/signatures/due", headers=header).json()
    statement = jws.sign(private.private_bytes_raw(), key, edition["seal"].encode())
    asked = {"contract": due["contract"], "edition_number": 1, "key": key, "jws": statement}
    answer = other.client.post("/api/contracts/signatures", headers=header, json=asked)
    assert answer.status_code == 201, answer.text
    signed(other, order, header, {"seller", "buyer", "exchange"})
    assert other.client.get("/api/signatures/due", headers=header).json() == []
    wrong = asked | {"jws": statement[:-4] + ("AAAA" if statement[-4:] != "AAAA" else "BBBB")}
    answer = other.client.post(
        "/api/contracts/signatures",
        headers=header,
        json=wrong | {"edition_number": 2},
    )
    assert answer.json()["code"] == "contract_unknown"


def test_the_files_are_the_bytes_that_were_frozen(people: dict[str, Browser], offer: str) -> None:
    buyer = people["buyer"]
    order, header = ordered(buyer, offer), token(buyer)
    edition = signed(buyer, order, header, {"seller", "buyer", "exchange"})
    address = f"/api/contracts/{derived('contract', order)}/editions/1"
    for name, path in (
        ("text_vi", "/text"),
        ("text_en", "/text?language=en"),
        ("odrl", "/odrl"),
    ):
        answer = buyer.client.get(f"{address}{path}", headers=header)
        assert canonical.digest_of(answer.content) == edition["digests"][name]
    page = buyer.get(f"/orders/{order}/contract/odrl")
    assert page.headers["content-type"] == "application/ld+json"
    assert json.loads(page.content)["@type"] == "Agreement"
    kept = buyer.get(f"/orders/{order}/contract/text").text
    for digest in edition["digests"].values():
        assert digest in kept
    assert "Tổ chức seller" in kept and "<script" not in kept
    for path in ("/text?language=en", "/odrl"):
        answer = people["other"].client.get(f"{address}{path}", headers=token(people["other"]))
        assert answer.json()["code"] == "contract_unknown"


def _links(browser: Browser, order: str) -> list[str]:
    """Addresses of the files, as a reader with a fresh credential gets them."""
    browser.get(f"/orders/{order}")
    browser.send(browser.form("/credentials"))
    profile = re.search(r"dfc_[\w-]{43}", browser.at.text)
    assert profile is not None, browser.at.text
    header = {"authorization": f"Bearer {profile[0]}"}
    return _asked(browser.client, header)


def _asked(client: httpx.Client, header: dict[str, str]) -> list[str]:
    tables: list[dict[str, str]] = []
    for share in client.get("/delta-sharing/shares", headers=header).json()["items"]:
        listing = f"/delta-sharing/shares/{share['name']}/all-tables"
        tables += client.get(listing, headers=header).json()["items"]
    (table,) = tables
    place = (
        f"/delta-sharing/shares/{table['share']}/schemas/{table['schema']}/tables/{table['name']}"
    )
    answer = client.post(f"{place}/query", headers=header, json={})
    assert answer.status_code == 200, answer.text
    lines = [json.loads(line) for line in answer.text.splitlines()]
    return [urlsplit(each["file"]["url"])._replace(scheme="", netloc="").geturl()
            for each in lines if "file" in each]  # fmt: skip


def test_what_is_ended_while_bytes_flow_stops_at_the_next_request(
    people: dict[str, Browser], offer: str
) -> None:
    buyer, seller = people["buyer"], people["seller"]
    order = ordered(buyer, offer)
    (link,) = _links(buyer, order)
    with buyer.client.stream("GET", link) as answer:
        assert answer.status_code == 200
        seller.fill(f"/orders/{order}", "/ending", reason="Passed on against the terms.")
        assert b"".join(answer.iter_bytes()), "what was begun is sent to its end"
    answer = buyer.client.get(link)
    assert answer.status_code == 403 and "licence_ended" in answer.text


def test_handed_on_on_the_pages_and_the_old_links_are_dead(
    people: dict[str, Browser], offer: str
) -> None:
    buyer, seller, other = (people[who] for who in ("buyer", "seller", "other"))
    order = ordered(buyer, offer)
    (link,) = _links(buyer, order)
    page = f"/orders/{order}/contract"
    assert buyer.client.get(link).status_code == 200
    buyer.get(page)
    refused = buyer.send(buyer.form("/assignment"), to=organisation(seller))
    assert refused.status_code == 409
    buyer.fill(page, "/assignment", to=organisation(other))
    assert "Tổ chức other" in seller.get(page).text
    for who in (other, seller):
        who.get(page)
        agree = next(
            form
            for form in read(who.at).forms
            if "/changes/" in form.action and form.fields.get("answer") == ["agree"]
        )
        assert who.send(agree).status_code == 200
    answer = buyer.client.get(link)
    assert answer.status_code == 403 and "licence_ended" in answer.text
    assert buyer.get(page).status_code == 200, "who was a party may still read it"
    assert other.get(f"/orders/{order}").status_code == 200
    assert "Tổ chức other" in people["operator"].get("/operator/assignments").text


def test_amended_renewed_and_ended_on_the_pages(people: dict[str, Browser], offer: str) -> None:
    buyer, seller = people["buyer"], people["seller"]
    order = ordered(buyer, offer)
    page = f"/orders/{order}/contract"
    buyer.fill(page, "/amendment", purpose="research", country="VN", notice_days="10")
    seller.get(page)
    seller.send(next(form for form in read(seller.at).forms if "/changes/" in form.action))
    buyer.fill(page, "/renewal", price="0")
    seller.get(page)
    declined = [form for form in read(seller.at).forms if "/changes/" in form.action][1]
    assert seller.send(declined).status_code == 200
    buyer.get(page)
    early = buyer.send(buyer.form("/notice"), ends_at="2026-11-23", reason="No need.")
    assert early.status_code in (409, 422)
    wrong = buyer.send(buyer.form("/notice"), ends_at="soon", reason="No need.")
    assert wrong.status_code == 422
    header = token(buyer)
    ends = contract(buyer, order, header)["editions"][0]["content"]
    assert (ends["edition_number"], ends["notice_days"]) == (2, 10)
    buyer.fill(page, "/notice", ends_at=_day_in(60), reason="No need any more.")
    assert "No need any more." in seller.get(page).text
    assert contract(buyer, order, header)["notice"]["side"] == "buyer"


def _day_in(days: int) -> str:
    return clock.iso(clock.now() + days * clock.DAY)[:10]


def test_keys_on_the_pages(people: dict[str, Browser]) -> None:
    seller = people["seller"]
    public_key = jws.encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    seller.fill("/account/keys", "/account/keys", public_key=public_key)
    seller.get("/account/keys")
    assert seller.send(seller.form("/account/keys"), public_key=public_key).status_code == 409
    assert seller.send(seller.form("/account/keys"), public_key="no key").status_code == 422
    seller.fill("/account/keys", "/revocation")
    assert "revoked" in read(seller.get("/account/keys")).texts


def test_ended_for_a_breach_objected_to_and_settled_on_the_pages(
    people: dict[str, Browser], offer: str
) -> None:
    seller, buyer, operator = (people[who] for who in ("seller", "buyer", "operator"))
    order = ordered(buyer, offer)
    page = f"/orders/{order}/contract"
    buyer.get(page)
    typed: dict[str, Any] = {"breach": "misdescribed", "reason": "Half of the hours are missing."}
    dear = buyer.send(buyer.form("/breach"), back="1", **typed)
    assert dear.status_code == 409
    assert "nobody can have more of it back" in dear.text
    ended = buyer.send(buyer.form("/breach"), back="0", **typed)
    assert "The contract has ended. The other side can answer." in ended.text
    assert "Half of the hours are missing." in seller.get(page).text
    answer = seller.send(seller.form("/answer"), answer="object", reason="They are all there.")
    assert "Your answer is recorded." in answer.text
    assert f"/orders/{order}/contract" in operator.get("/operator/breaches").text
    assert "They are all there." in operator.get(page).text
    found = operator.send(operator.form("/decision"), back="0", reason="Both agreed.")
    assert "what was held is parted" in found.text
    assert "Both agreed." in buyer.get(page).text
    assert order not in operator.get("/operator/breaches").text
    buyer.language = "vi"
    assert "Chấm dứt do vi phạm" in buyer.get(page).text
    buyer.language = "en"
