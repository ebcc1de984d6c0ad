"""What `verify` says of deliveries: what was stated, and what the buyer has of it."""

import json
from hashlib import sha256
from typing import Any

import pytest

from datafloor.verify import jws
from datafloor.verify.contracts import canonical
from datafloor.verify.deliveries import check_deliveries
from datafloor.verify.trust import Answer

SEED = bytes(range(32))
DIGESTS = ["1" * 64, "2" * 64]
STATED: dict[str, Any] = {
    "contract": "contract_1",
    "version": "version_1",
    "version_digest": sha256(bytes.fromhex("".join(DIGESTS))).hexdigest(),
    "rows": 30,
    "files_count": 2,
    "files": [{"file": "a", "digest": each, "rows": 15} for each in DIGESTS],
}
STATEMENT = sha256(canonical(STATED)).hexdigest()


def acknowledged(statement: str = STATEMENT, signed: bytes | None = None) -> dict[str, Any]:
    payload = canonical({"contract": "contract_1", "statement": statement})
    return {
        "contract": "contract_1",
        "statement": statement,
        "key": None if signed is None else "key_1",
        "public_key": None if signed is None else jws.public_of(SEED),
        "jws": None if signed is None else jws.sign(signed, "key_1", payload),
    }


def checked(*bodies: dict[str, Any]) -> Answer:
    answer = Answer("a delivery")
    kinds = {True: "delivery.delivery_stated.v1", False: "delivery.delivery_acknowledged.v1"}
    check_deliveries(answer, [(kinds["files" in body], body) for body in bodies])
    return answer


@pytest.mark.parametrize(
    ("signed", "how"), [(None, "given in a session"), (SEED, "signed with the buyer's key key_1")]
)
def test_what_was_stated_and_acknowledged_holds(signed: bytes | None, how: str) -> None:
    answer = checked(STATED, acknowledged(signed=signed))
    assert (answer.code, len(answer.holds)) == (0, 2)
    assert "2 files with 30 rows" in answer.holds[0]
    assert how in answer.holds[1]


@pytest.mark.parametrize(
    ("bodies", "why"),
    [
        ([STATED | {"rows": 31}], "not those of its digest"),
        ([STATED | {"version_digest": "0" * 64}], "not those of its digest"),
        ([STATED, acknowledged("5" * 64)], "another statement"),
        ([STATED, acknowledged(signed=bytes(32))], "does not hold"),
        ([STATED, acknowledged(signed=SEED) | {"key": "key_2"}], "signs something else"),
    ],
)
def test_what_does_not_fit_is_told(bodies: list[dict[str, Any]], why: str) -> None:
    answer = checked(*json.loads(json.dumps(bodies)))
    assert answer.code == 1
    assert why in answer.wrong[0]


def test_an_acknowledgement_alone_is_left_open() -> None:
    assert checked(acknowledged()).code == 3
    many = STATED | {"files_count": 2_000}
    assert checked(many).code == 0, "of files that are not listed nothing can be compared"
