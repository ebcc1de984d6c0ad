"""Deliveries in evidence: what the exchange stated, and what the buyer acknowledged of it.

    delivery.delivery_stated.v1        {"contract", "version_digest", "files_count",
                                        "files": [{"file", "digest", "rows"}…], …}
    delivery.delivery_acknowledged.v1  {"contract", "statement", "key", "public_key", "jws"}

The digest of a version is over the digests of its files; a statement is known by the digest of its
event's canonical JSON. A buyer's signature is over the canonical JSON of contract and statement.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from .contracts import Event, canonical
from .jws import JwsError, check
from .trust import Answer


def check_deliveries(answer: Answer, events: Iterable[Event]) -> None:
    """Say in `answer` of every delivery what was stated of it, and whether the buyer has that."""
    stated: dict[str, str] = {}
    for kind, body in events:
        if kind == "delivery.delivery_stated.v1":
            stated[body["contract"]] = sha256(canonical(body)).hexdigest()
            _check_stated(answer, body)
        elif kind == "delivery.delivery_acknowledged.v1":
            _check_acknowledged(answer, body, stated.get(body["contract"]))


def _check_stated(answer: Answer, body: dict[str, Any]) -> None:
    what = f"The delivery under {body['contract']}"
    listed = body["files"]
    if len(listed) == body["files_count"]:
        together = b"".join(bytes.fromhex(each["digest"]) for each in listed)
        rows = sum(each["rows"] for each in listed)
        if sha256(together).hexdigest() != body["version_digest"] or rows != body["rows"]:
            answer.wrong.append(f"{what} was stated with files that are not those of its digest.")
            return
    answer.holds.append(
        f"{what}: the exchange stated {body['files_count']:,} files with {body['rows']:,} rows of "
        f"{body['version']}. Whoever has the files can compare their SHA-256."
    )


def _check_acknowledged(answer: Answer, body: dict[str, Any], stated: str | None) -> None:
    what = f"The buyer's acknowledgement of the delivery under {body['contract']}"
    if stated is None:
        answer.open.append(f"{what} cannot be compared: the statement is not among the entries.")
        return
    if stated != body["statement"]:
        answer.wrong.append(f"{what} is of another statement.")
        return
    if body["jws"] is None:
        answer.holds.append(f"{what} is of this statement, given in a session at the exchange.")
        return
    try:
        key, payload = check(body["jws"], body["public_key"])
    except JwsError as error:
        answer.wrong.append(f"{what} does not hold: {error}.")
        return
    said = {"contract": body["contract"], "statement": stated}
    if key != body["key"] or payload != canonical(said):
        answer.wrong.append(f"{what} signs something else.")
        return
    answer.holds.append(f"{what} is of this statement, signed with the buyer's key {key}.")
