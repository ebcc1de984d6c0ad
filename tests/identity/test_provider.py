"""Signing in with an electronic identity: what is confirmed counts, and nothing else does."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from datafloor.app.settings import read_provider
from datafloor.kernel.refusal import Refusal
from datafloor.web.pages.identity import COOKIE
from tests.browsing import Browser, Site, read, site
from tests.identity.small import CLIENT, SECRET, SmallProvider, small_provider

BACK = "http://localhost:8000/en/sign-in/identity/answer"


@contextmanager
def known(issuer: str) -> Iterator[None]:
    """The exchange's settings name this provider."""
    said = {
        "ISSUER": issuer,
        "CLIENT": CLIENT,
        "SECRET": SECRET,
        "NAME": "VNeID",
        "LEVELS": "urn:vneid:1=1 urn:vneid:2=2",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in said.items():
            patch.setenv(f"DATAFLOOR_OIDC_{name}", value)
        yield


@pytest.fixture(scope="module")
def provider() -> Iterator[SmallProvider]:
    with small_provider() as one:
        yield one


@pytest.fixture(scope="module")
def served(provider: SmallProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with known(provider.issuer), site(tmp_path_factory.mktemp("identity")) as one:
        yield one


def away(browser: Browser) -> str:
    """Leave for the provider; the address at which the browser arrives there."""
    answer = browser.get("/sign-in/identity?after=/account/identity")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def back(browser: Browser, address: str) -> httpx.Response:
    """Follow the provider's redirects, and come back to the exchange with its answer."""
    with httpx.Client() as outside:
        while not address.startswith(BACK):
            answer = outside.get(address)
            assert answer.status_code in (302, 303), answer.text
            address = str(httpx.URL(address).join(answer.headers["location"]))
    browser.at = browser.client.get(address.removeprefix("http://localhost:8000"))
    if browser.at.status_code == 303:
        browser.at = browser.client.get(browser.at.headers["location"])
    return browser.at


def level(browser: Browser) -> str:
    texts = read(browser.get("/account/identity")).texts
    return texts[texts.index("You act at level") + 1]


def test_an_identity_is_linked_by_its_holder_and_signs_in_at_its_level(
    served: Site, provider: SmallProvider
) -> None:
    with served.browser() as stranger:
        answer = back(stranger, away(stranger))
        assert answer.status_code == 403
        assert Refusal.identity_unknown.name in read(answer).texts

    with served.browser() as browser:
        browser.join("buyer", "buyer")
        assert level(browser) == "1"
        assert back(browser, away(browser)).status_code == 200
        assert level(browser) == "1", "nothing is linked before she says so"
        back(browser, away(browser))
        before = served.entries()
        assert browser.send(browser.form("/account/identity")).status_code == 200
        assert served.entries() > before
        assert level(browser) == "2"

    with served.browser() as again:
        assert back(again, away(again)).status_code == 200
        assert level(again) == "2"
        provider.acr = "urn:vneid:1"
        back(again, away(again))
        assert level(again) == "1", "a session is worth what its provider said of this sign-in"
        provider.acr = "urn:vneid:3"
        back(again, away(again))
        assert level(again) == "1", "what the setting does not know is worth 1"
        provider.acr = "urn:vneid:2"

    bodies = " ".join(body for (body,) in rows(served, "SELECT body FROM journal"))
    assert "citizen" not in bodies and '"means":"provider"' in bodies
    (kept,) = rows(served, "SELECT identity FROM participants_identity")
    assert kept[0] not in bodies, "which identity it is can be erased"


def rows(served: Site, sql: str) -> list[tuple[str, ...]]:
    with served.exchange.database.reading() as tx:
        return tx.rows(sql)


def test_an_identity_is_one_persons_and_can_be_unlinked(
    served: Site, provider: SmallProvider
) -> None:
    with served.browser() as browser:
        browser.join("seller", "seller")
        provider.subject = "citizen 2"
        back(browser, away(browser))
        assert browser.send(browser.form("/account/identity")).status_code == 200
        provider.subject = "citizen 3"
        back(browser, away(browser))
        answer = browser.send(browser.form("/account/identity"))
        assert answer.status_code == Refusal.identity_linked.value.status == 409
        browser.get("/account/identity")
        assert browser.send(browser.form("/account/identity/removal")).status_code == 200
        form = browser.form("/account/second-factor")
        answer = browser.client.post("/en/account/identity/removal", data=form.fields)
        assert answer.status_code == Refusal.identity_unlinked.value.status
        provider.subject = "citizen 1"


FAULTS = [
    *("wrong state", "wrong nonce", "no nonce", "expired", "wrong key", "no signature", "changed"),
    *("other audience", "also for others", "other issuer in the token", "refused by the citizen"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_confirmed_signs_nobody_in(
    served: Site, provider: SmallProvider, fault: str
) -> None:
    with served.browser() as browser:
        provider.fault = fault
        try:
            answer = back(browser, away(browser))
        finally:
            provider.fault = ""
        assert answer.status_code == 403
        assert Refusal.identity_not_confirmed.name in read(answer).texts
        assert browser.get("/account").status_code == 401


def test_an_answer_counts_once_and_in_its_own_browser(
    served: Site, provider: SmallProvider
) -> None:
    with served.browser() as browser, served.browser() as thief, httpx.Client() as outside:
        address = away(browser)
        answer = outside.get(address).headers["location"].removeprefix("http://localhost:8000")
        assert thief.client.get(answer).status_code == 403, "it is another browser's"
        away(thief)
        assert thief.client.get(answer).status_code == 403, "nor with a cookie of its own"
        cookie = browser.client.cookies[COOKIE]
        assert browser.client.get(answer).status_code == 303
        assert browser.client.get(answer).status_code == 403, "the cookie is gone"
        browser.client.cookies.set(COOKIE, cookie)
        assert browser.client.get(answer).status_code == 403, "the code was used"
        assert thief.get("/account").status_code == 401


def test_a_link_is_offered_to_the_person_it_was_confirmed_to(
    served: Site, provider: SmallProvider
) -> None:
    with served.browser() as browser, served.browser() as other:
        provider.subject = "citizen 4"
        browser.sign_in("buyer")
        other.join("other", "buyer")
        back(other, away(other))
        ticket = other.form("/account/identity").fields["ticket"]
        provider.subject = "citizen 1"
        browser.get("/account/identity")
        fields = browser.form("/account/second-factor").fields | {"ticket": ticket}
        answer = browser.client.post("/en/account/identity", data=fields)
        assert answer.status_code == Refusal.form_stale.value.status
        changed = [ticket[0][:20] + "A" + ticket[0][21:]]
        answer = browser.client.post("/en/account/identity", data=fields | {"ticket": changed})
        assert answer.status_code == Refusal.form_stale.value.status


@pytest.mark.parametrize("fault", ["down", "other issuer"])
def test_a_provider_that_cannot_be_used_is_told(tmp_path: Path, fault: str) -> None:
    with small_provider() as one, known(one.issuer), site(tmp_path) as served:
        one.fault = fault
        with served.browser() as browser:
            answer = browser.get("/sign-in/identity")
            assert answer.status_code == 503
            assert Refusal.provider_unreachable.name in read(answer).texts
            one.fault = ""
            address = away(browser)
            one.fault = fault
            assert back(browser, address).status_code in (303, 403, 503)
            assert browser.get("/account").status_code == 401


def test_without_a_provider_nothing_is_offered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATAFLOOR_OIDC_ISSUER", raising=False)
    with site(tmp_path) as served, served.browser() as browser:
        assert not [link for link in read(browser.get("/sign-in")).links if "identity" in link]
        assert browser.get("/sign-in/identity").status_code == 404


@pytest.mark.parametrize("levels", ["urn:vneid:2", "=2", "urn:vneid:2=9", "urn:vneid:2=two"])
def test_a_setting_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, levels: str
) -> None:
    monkeypatch.setenv("DATAFLOOR_OIDC_ISSUER", "https://id.example.vn")
    assert read_provider() is not None
    monkeypatch.setenv("DATAFLOOR_OIDC_LEVELS", levels)
    with pytest.raises(ValueError, match="LEVELS"):
        read_provider()


HERE = Path(__file__).parent


def installed() -> str:
    """Where npm's `oidc-provider` lies, or a skip that says what is missing."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed, which npm's oidc-provider needs")
    for folder in (os.environ.get("DATAFLOOR_NODE_MODULES"), HERE / "node_modules"):
        entry = Path(folder or "none") / "oidc-provider" / "lib" / "index.js"
        if entry.exists():
            return entry.resolve().as_uri()
    pytest.skip(
        "npm's oidc-provider is not installed: npm install --no-save --prefix tests/identity"
        " oidc-provider, or name its node_modules in DATAFLOOR_NODE_MODULES"
    )


@contextmanager
def certified() -> Iterator[str]:
    """npm's `oidc-provider` until the block ends; its issuer."""
    package = installed()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["node", str(HERE / "provider.mjs"), package, str(port), BACK]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def test_with_a_certified_provider_that_others_wrote(tmp_path: Path) -> None:
    with certified() as issuer, known(issuer), site(tmp_path) as served:
        with served.browser() as browser:
            browser.join("buyer", "buyer")
            back(browser, away(browser))
            assert browser.send(browser.form("/account/identity")).status_code == 200
            assert level(browser) == "2"
        with served.browser() as again:
            asked = parse_qs(urlsplit(away(again)).query)
            assert asked["acr_values"] == ["urn:vneid:2 urn:vneid:1"]
            assert back(again, away(again)).status_code == 200
            assert level(again) == "2"
            (found,) = rows(served, "SELECT level FROM participants_person WHERE level IS NOT NULL")
            assert json.dumps(found) == "[2]"
