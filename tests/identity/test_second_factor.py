"""A second factor from setting it up to losing the telephone, in a browser and over the API."""

import re
from base64 import b32decode
from collections.abc import Iterator

import pytest

from datafloor.adapters import one_time
from datafloor.contexts.participants import RecordAssurance
from datafloor.kernel import clock
from datafloor.kernel.clock import SECOND
from datafloor.kernel.execute import Door
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refusal
from datafloor.web.slowing import BY_NAME
from tests.browsing import PASSWORD, Browser, Site, read, site


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("factor")) as one:
        yield one


class Telephone:
    """It shows codes, each newer than the last, as time goes on; a step ahead is still accepted.
    It begins with the code of now: an older one could be too old when it arrives."""

    def __init__(self, written: str) -> None:
        self._shared = b32decode(written)
        self._last = -1

    def code(self) -> str:
        """A code that was not shown before."""
        now = clock.now() // SECOND // one_time.STEP_SECONDS
        self._last = max(now, self._last + 1)
        return one_time.code_at(self._shared, self._last)


def set_up(browser: Browser) -> tuple[Telephone, list[str]]:
    page = read(browser.get("/account/identity"))
    written = next(text for text in page.texts if re.fullmatch("([A-Z2-7]{4} ?){8}", text))
    telephone = Telephone(written.replace(" ", ""))
    answer = browser.send(browser.form("/account/second-factor"), code=telephone.code())
    assert answer.status_code == 200
    codes = re.findall(r"\b(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}\b", answer.text)
    assert len(set(codes)) == one_time.RECOVERY
    return telephone, codes


def sign_in(browser: Browser, who: str, code: str) -> int:
    """Sign in with password and code; the status of the page after the code."""
    browser.fill("/sign-in", "/sign-in", email=f"{who}@example.vn", password=PASSWORD)
    return browser.send(browser.form("/sign-in/code"), code=code).status_code


def test_a_second_factor_in_a_browser(served: Site) -> None:
    with served.browser() as browser:
        browser.join("buyer", "buyer")
        page = browser.get("/account/identity").text
        picture = re.findall(r'src="(/en/account/second-factor/[^"]+)"', page)[0]
        drawn = browser.client.get(picture)
        assert drawn.headers["content-type"] == "image/svg+xml" and b"<svg" in drawn.content
        answer = browser.send(browser.form("/account/second-factor"), code="000000")
        assert answer.status_code == Refusal.code_wrong.value.status
        telephone, codes = set_up(browser)
        assert browser.client.get(picture).status_code == Refusal.second_factor_set.value.status
        assert codes[0] not in browser.get("/account/identity").text

    with served.browser() as again:
        code = telephone.code()
        assert sign_in(again, "buyer", code) == 200
        assert again.get("/account").status_code == 200
    with served.browser() as thief:
        assert sign_in(thief, "buyer", code) == Refusal.code_used.value.status
        assert thief.get("/account").status_code == 401
        assert sign_in(thief, "buyer", "") == 422
        assert sign_in(thief, "buyer", "no code") == Refusal.code_wrong.value.status
    with served.browser() as lost:
        assert sign_in(lost, "buyer", codes[3].lower().replace("-", " ")) == 200
        assert "9 recovery codes are left" in lost.get("/account/identity").text
    with served.browser() as reused:
        assert sign_in(reused, "buyer", codes[3]) == Refusal.code_wrong.value.status
        assert sign_in(reused, "buyer", codes[4]) == 200
        reused.get("/account/identity")
        form = reused.form("/second-factor/removal")
        assert reused.send(form, code="123456").status_code == Refusal.code_wrong.value.status
        assert reused.send(reused.form("/second-factor/removal"), code=codes[5]).status_code == 200
    with served.browser() as plain:
        plain.sign_in("buyer")
        assert plain.get("/account").status_code == 200


def test_a_half_finished_sign_in_is_nobodys_and_cannot_be_changed(served: Site) -> None:
    with served.browser() as browser:
        browser.join("other", "buyer")
        telephone, _ = set_up(browser)
    with served.browser() as half:
        half.fill("/sign-in", "/sign-in", email="other@example.vn", password=PASSWORD)
        assert half.client.get("/en/account").status_code == 401
        form = half.form("/sign-in/code")
        (ticket,) = form.fields["ticket"]
        for changed in ("", "x", ticket[1:], ticket[:-1] + ("0" if ticket[-1] != "0" else "1")):
            answer = half.client.post(
                form.action, data=form.fields | {"ticket": [changed], "code": ["000000"]}
            )
            assert answer.status_code == Refusal.form_stale.value.status
        assert half.send(form, code=telephone.code()).status_code == 200


def test_guessing_codes_is_slowed_down_wherever_it_comes_from(served: Site) -> None:
    with served.browser() as browser:
        browser.join("seller", "seller")
        telephone, _ = set_up(browser)
    with served.browser() as guesser:
        for _ in range(BY_NAME):
            assert sign_in(guesser, "seller", "none") == Refusal.code_wrong.value.status
        late = sign_in(guesser, "seller", telephone.code())
        assert late == Refusal.sign_in_too_often.value.status == 429


def test_a_second_factor_over_the_api_and_the_level_that_it_is_worth(served: Site) -> None:
    with served.browser() as browser:
        client = browser.client
        said = {"email": "operator@example.vn", "password": PASSWORD}
        first = client.post("/api/sessions", json=said).json()["secret"]
        named = {"authorization": f"Bearer {first}"}
        factor = new_id("factor")
        shared = client.get(f"/api/second-factors/{factor}/secret", headers=named).json()
        assert shared["secret"] in shared["address"]
        telephone = Telephone(shared["secret"])
        set_body = {"factor": factor, "code": telephone.code()}
        made = client.post("/api/second-factors", json=set_body, headers=named)
        assert made.status_code == 201 and len(made.json()["recovery_codes"]) == one_time.RECOVERY
        again = client.get(f"/api/second-factors/{factor}/secret", headers=named)
        assert again.json()["code"] == Refusal.second_factor_set.name

        needed = client.post("/api/sessions", json=said)
        assert (needed.status_code, needed.json()["code"]) == (401, Refusal.code_needed.name)
        second = client.post("/api/sessions", json=said | {"code": telephone.code()})
        named = {"authorization": f"Bearer {second.json()['secret']}"}
        me = client.get("/api/me", headers=named).json()
        assert me["level"] == 1, "a code makes nobody's identity surer than it is known"
        record = RecordAssurance(person=me["person"], level_number=2, evidence="0" * 64)
        door: Door = served.exchange.door
        door.execute(record, EXCHANGE, new_id("request"))
        assert client.get("/api/me", headers=named).json()["level"] == 2

        token = {"token": new_id("token"), "scope": ["operator"], "level_number": 3}
        high = client.post("/api/tokens", json=token, headers=named)
        assert high.json()["code"] == Refusal.level_too_high.name
        for wanted in (2, 1):
            body = token | {"token": new_id("token"), "level_number": wanted}
            secret = client.post("/api/tokens", json=body, headers=named).json()["secret"]
            program = {"authorization": f"Bearer {secret}"}
            assert client.get("/api/me", headers=program).json()["level"] == wanted

        wrong = client.post("/api/second-factors/removals", json={"code": "1"}, headers=named)
        assert wrong.json()["code"] == Refusal.code_wrong.name
        gone = {"code": made.json()["recovery_codes"][0]}
        for status in (201, Refusal.second_factor_unset.value.status):
            answer = client.post("/api/second-factors/removals", json=gone, headers=named)
            assert answer.status_code == status
