"""A token of few roles reaches no further by way of another person."""

import pytest

from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal
from tests.api.served import PASSWORD, Served, Somebody


@pytest.fixture(scope="module")
def owner(exchange: Served) -> Somebody:
    return exchange.join("owner", "seller", "buyer")


def program(exchange: Served, owner: Somebody, *scope: str) -> Somebody:
    """A program of the owner's that holds a token of this scope."""
    token = {"token": new_id("token"), "scope": scope}
    made = owner.post("/api/tokens", token)
    assert made.status_code == 201, made.text
    other = Somebody(exchange.client, "owner", owner.organisation, owner.person)
    other.secret = made.json()["secret"]
    return other


def colleague() -> dict[str, str]:
    name = new_id("person")
    return {
        "person": name,
        "person_name": "Lê Bình",
        "email": f"{name.lower()}@example.vn",
        "password": PASSWORD,
    }


@pytest.mark.parametrize("scope", [(), ("buyer",)])
def test_a_token_of_fewer_roles_adds_and_erases_nobody(
    exchange: Served, owner: Somebody, scope: tuple[str, ...]
) -> None:
    narrow = program(exchange, owner, *scope)
    person = colleague()
    for path, body in (
        ("/api/people", person),
        ("/api/people/erasures", {"person": owner.person}),
    ):
        answer = narrow.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "whole_scope_needed")
    signing_in = {"email": person["email"], "password": PASSWORD}
    refused = exchange.client.post("/api/sessions", json=signing_in)
    assert refused.json()["code"] == Refusal.sign_in_wrong.name


def test_a_token_of_all_roles_does(exchange: Served, owner: Somebody) -> None:
    whole = program(exchange, owner, "seller", "buyer")
    person = colleague()
    assert whole.post("/api/people", person).status_code == 201
    gone = whole.post("/api/people/erasures", {"person": person["person"]})
    assert gone.status_code == 201
