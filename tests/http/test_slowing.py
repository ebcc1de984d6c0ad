"""Guessing passwords is slowed down, for whoever guesses and nobody else."""

import asyncio
from typing import Any

import pytest

from datafloor.kernel.clock import MINUTE
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.sessions import SigningIn, check_password
from datafloor.web.slowing import BY_ADDRESS, BY_NAME, KNOWN, WINDOW, Slowing
from tests.fair import Fair

NOW = 1_000 * MINUTE


def refused(slowing: Slowing, address: str, name: str, now: int) -> bool:
    """Whether the door stays shut to an attempt, which else passes."""
    try:
        slowing.attempt(address, name, now)
    except Refused as said:
        assert said.why is Refusal.sign_in_too_often
        return True
    slowing.passed(address, name)
    return False


def test_one_name_is_shut_to_one_address_for_a_while() -> None:
    slowing = Slowing()
    for _ in range(BY_NAME):
        assert not refused(slowing, "a", "x@y", NOW)
        slowing.attempt("a", "x@y", NOW)
    assert refused(slowing, "a", "X@Y", NOW)
    assert refused(slowing, "a", "x@y", NOW + WINDOW - 1)
    assert not refused(slowing, "a", "other@y", NOW)
    assert not refused(slowing, "b", "x@y", NOW)
    assert not refused(slowing, "a", "x@y", NOW + WINDOW)


def test_an_address_that_tries_many_names_is_shut_out() -> None:
    slowing = Slowing()
    for number in range(BY_ADDRESS):
        slowing.attempt("a", f"{number}@y", NOW)
    assert refused(slowing, "a", "new@y", NOW)
    assert not refused(slowing, "b", "new@y", NOW)


def test_who_gets_in_is_never_counted_as_a_failure() -> None:
    slowing = Slowing()
    for _ in range(2 * BY_ADDRESS):
        assert not refused(slowing, "a", "x@y", NOW)
    assert not slowing._failures


def test_it_says_for_how_long() -> None:
    slowing = Slowing()
    for _ in range(BY_NAME):
        slowing.attempt("a", "x@y", NOW)
    with pytest.raises(Refused) as said:
        slowing.attempt("a", "x@y", NOW + 5 * MINUTE + 1)
    assert said.value.details == {"minutes": 10}


def test_what_is_remembered_is_bounded() -> None:
    slowing = Slowing()
    for number in range(KNOWN):
        slowing.attempt(f"address {number}", "x@y", NOW)
    assert len(slowing._failures) == KNOWN


def test_guesses_that_come_at_once_are_counted_as_well(fair: Fair) -> None:
    guess = SigningIn(email="at.once@example.vn", password="wrong")

    async def at_once() -> list[object]:
        tries = (check_password(fair.site.exchange, guess, "192.0.2.1") for _ in range(3 * BY_NAME))
        return [*await asyncio.gather(*tries, return_exceptions=True)]

    why = [each.why for each in asyncio.run(at_once()) if isinstance(each, Refused)]
    assert why.count(Refusal.sign_in_wrong) == BY_NAME
    assert why.count(Refusal.sign_in_too_often) == 2 * BY_NAME


def test_the_sign_in_page_and_the_api_are_slowed_together(fair: Fair) -> None:
    said: dict[str, Any] = {"email": "guessed@example.vn", "password": "wrong"}
    browser = fair.site.browser()
    for _ in range(BY_NAME):
        assert browser.client.post("/api/sessions", json=said).status_code == 401
    answer = browser.client.post("/api/sessions", json=said)
    assert (answer.status_code, answer.json()["code"]) == (429, "sign_in_too_often")
    browser.get("/sign-in")
    assert browser.send(browser.form("/sign-in"), **said).status_code == 429
    assert "Too many attempts" in browser.at.text
