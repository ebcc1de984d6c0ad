"""Contracts in evidence: editions that name each other, and signatures of exactly them.

    agreements.contract_drawn.v1   {"contract", "content": {…}, "digests": {content, odrl, text_…}}
    agreements.key_registered.v1   {"key", "organisation", "public_key", "held"}
    agreements.contract_signed.v1  {"contract", "edition_number", "side", "key", "public_key",
                                    "held", "jws"}

A signature's payload is the canonical JSON of the edition's contract, number and digests.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from .jws import JwsError, check
from .trust import Answer

Event = tuple[str, dict[str, Any]]
"""The kind and the body of a row of the journal."""


def canonical(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_contracts(answer: Answer, events: Iterable[Event]) -> None:
    """Say in `answer` of every edition whether it is what its digests say, and of every signature
    whether it signs that."""
    editions: dict[tuple[str, int], dict[str, Any]] = {}
    keys: dict[str, dict[str, Any]] = {}
    for kind, body in events:
        if kind == "agreements.contract_drawn.v1":
            editions[body["contract"], body["content"]["edition_number"]] = body
            _check_edition(answer, body, editions)
        elif kind == "agreements.key_registered.v1":
            keys[body["key"]] = body
        elif kind == "agreements.contract_signed.v1":
            edition = editions.get((body["contract"], body["edition_number"]))
            _check_signature(answer, body, edition, keys.get(body["key"]))


def _check_edition(
    answer: Answer, body: dict[str, Any], editions: dict[tuple[str, int], dict[str, Any]]
) -> None:
    content, contract = body["content"], body["contract"]
    number = content["edition_number"]
    what = f"Edition {number} of {contract}"
    if sha256(canonical(content)).hexdigest() != body["digests"]["content"]:
        answer.wrong.append(f"{what} is not what the digest of its content says.")
    before = editions.get((contract, number - 1))
    if before is not None and content["previous"] != before["digests"]["content"]:
        answer.wrong.append(f"{what} does not go on from edition {number - 1}.")


def _check_signature(
    answer: Answer,
    body: dict[str, Any],
    edition: dict[str, Any] | None,
    registered: dict[str, Any] | None,
) -> None:
    what = (
        f"The {body['side']}'s signature of edition {body['edition_number']} of {body['contract']}"
    )
    if edition is None:
        answer.open.append(f"{what} cannot be compared: the edition is not among the entries.")
        return
    seal = {"contract": body["contract"], "edition": body["edition_number"], **edition["digests"]}
    try:
        key, payload = check(body["jws"], body["public_key"])
    except JwsError as error:
        answer.wrong.append(f"{what} does not hold: {error}.")
        return
    if key != body["key"] or payload != canonical(seal):
        answer.wrong.append(f"{what} signs something else.")
        return
    owner = edition["content"].get(body["side"])
    if registered is not None and (
        registered["public_key"] != body["public_key"] or registered["organisation"] != owner
    ):
        answer.wrong.append(f"{what} was made with a key that is not that of this side.")
        return
    whose = "held by the exchange" if body["held"] else "the party's own"
    answer.holds.append(f"{what} holds: its text, letter by letter, with key {key}, {whose}.")
