"""Price dossiers in evidence: each is what its digest says, and signed by the exchange.

    dossiers.dossier_issued.v1   {"dossier": {…}, "seller", "digest", "key", "public_key", "jws"}

The digest and the signature are of the canonical JSON of the dossier. A dossier in a file of its
own has the same fields beside its `form`; what shows that its key is the exchange's is a bundle
in which that key was registered, or that a checkpoint's key holder says so.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from .contracts import Event, canonical
from .jws import JwsError, attached, check
from .trust import Answer

FORM = "datafloor/price-dossier/v1"


def check_dossiers(answer: Answer, events: Iterable[Event]) -> None:
    """Say in `answer` of every dossier whether it is what was signed, and whose key signed it."""
    keys: dict[str, dict[str, Any]] = {}
    for kind, body in events:
        if kind == "agreements.key_registered.v1":
            keys[body["key"]] = body
        elif kind == "dossiers.dossier_issued.v1" and (what := _check(answer, body)):
            _check_key(answer, what, body, keys.get(body["key"]))


def check_dossier_file(name: str, data: dict[str, Any]) -> Answer:
    """Check a dossier that was handed out alone."""
    answer = Answer(f"{name}: a price dossier")
    try:
        if what := _check(answer, data):
            answer.open.append(
                f"{what} is signed with key {data['key']}, whose public half is"
                f" {data['public_key']}. Compare it with the exchange's key in a bundle."
            )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        answer.wrong.append(f"It is cut short or damaged: {error!r}.")
    return answer


def _check(answer: Answer, body: dict[str, Any]) -> str:
    """What the dossier is called, where digest and signature hold; else nothing."""
    dossier = body["dossier"]
    content = canonical(dossier)
    what = f"The price dossier {dossier['dossier']} of {dossier['product']}"
    if sha256(content).hexdigest() != body["digest"]:
        answer.wrong.append(f"{what} is not what its digest says.")
        return ""
    try:
        key, payload = check(attached(body["jws"], content), body["public_key"])
    except JwsError as error:
        answer.wrong.append(f"{what} is not signed so: {error}.")
        return ""
    if key != body["key"] or payload != content:
        answer.wrong.append(f"{what} is not what was signed.")
        return ""
    answer.holds.append(f"{what} is what its digest and its signature say, letter by letter.")
    return what


def _check_key(
    answer: Answer, what: str, body: dict[str, Any], registered: dict[str, Any] | None
) -> None:
    if registered is None:
        answer.open.append(f"{what}: whose key {body['key']} is, is not among the entries.")
    elif (registered["public_key"], registered["organisation"]) != (body["public_key"], None):
        answer.wrong.append(f"{what} was signed with a key that is not the exchange's.")
    else:
        answer.holds.append(f"{what} is signed with the exchange's key {body['key']}.")
