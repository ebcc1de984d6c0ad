"""The contract for machines: an ODRL 2.2 agreement in JSON-LD, from what was agreed.

What the exchange enforces at each reading are its constraints (time, purpose, place, and that the
contract was not ended); what binds the parties elsewhere are prohibitions and duties. Amounts are
in the smallest unit of their currency; what is paid by period or by use has none beforehand.
"""

from typing import Any

from msgspec import Raw

from datafloor.analysis import odrl
from datafloor.analysis.odrl import PROFILE, Report, Request, World
from datafloor.contexts.agreements.model import Content
from datafloor.contexts.market import Subscription, Usage
from datafloor.contexts.policy import AccessFacts, Limit, Onward, Purpose, Terms
from datafloor.kernel import canonical
from datafloor.kernel.clock import iso

CONTEXT = {
    "@vocab": "http://www.w3.org/ns/odrl/2/",
    "df": f"{PROFILE}:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "urn:datafloor:",
    **{name: {"@type": "@id"} for name in ("profile", "target", "assigner", "assignee")},
    **{name: {"@type": "@vocab"} for name in ("action", "leftOperand", "operator", "conflict")},
    "timestamp": {"@id": "df:timestamp", "@type": "xsd:dateTime"},
}
_CONTEXT = Raw(canonical.encode(CONTEXT))
"""The same in its canonical bytes, which every agreement has in it."""

RUNNING = "running"
ENDED = "ended"


def agreement(content: Content) -> dict[str, Any]:
    """The agreement; the same content gives the same document."""
    uid = f"urn:datafloor:{content.contract}:{content.edition_number}"
    buyer, seller = party(content.buyer), party(content.seller)
    reading: dict[str, Any] = {
        "@id": f"{uid}#read",
        "action": "read",
        "constraint": _constraints(content),
    }
    allowed, forbidden = _elsewhere(content.licence, uid, seller, buyer)
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": uid,
        "@type": "Agreement",
        "profile": PROFILE,
        "conflict": "prohibit",
        "target": asset(content.product),
        "assigner": seller,
        "assignee": buyer,
        "timestamp": iso(content.starts_at),
        "permission": [reading, *allowed],
    }
    if forbidden:
        made["prohibition"] = forbidden
    if duties := _duties(content, uid):
        made["obligation"] = duties
    return made


def offered(product: str, seller: str, licence: Terms) -> dict[str, Any]:
    """A licence as an ODRL offer to whoever takes it: what the agreement will say, as far as it
    does not hang on who takes it and when. Its term runs from the contract's start."""
    uid = f"{asset(product)}:offer"
    reading: dict[str, Any] = {
        "@id": f"{uid}#read",
        "action": "read",
        "constraint": [_constraint("df:contractState", "eq", RUNNING)],
    }
    if licence.days is not None:
        term = {"@value": f"P{licence.days}D", "@type": "xsd:duration"}
        reading["constraint"].append(_constraint("elapsedTime", "lteq", term))
    reading["constraint"] += _of_use(licence)
    allowed, forbidden = _elsewhere(licence, uid, party(seller), None)
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": uid,
        "@type": "Offer",
        "profile": PROFILE,
        "conflict": "prohibit",
        "target": asset(product),
        "assigner": party(seller),
        "permission": [reading, *allowed],
    }
    if forbidden:
        made["prohibition"] = forbidden
    if duties := _naming(licence, uid):
        made["obligation"] = duties
    return made


def party(organisation: str) -> str:
    """What an organisation is called in an agreement."""
    return f"urn:datafloor:{organisation}"


def asset(product: str) -> str:
    """What a product is called in an agreement."""
    return f"urn:datafloor:{product}"


def _constraints(content: Content) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = [_constraint("df:contractState", "eq", RUNNING)]
    if content.ends_at is not None:
        end = {"@value": iso(content.ends_at), "@type": "xsd:dateTime"}
        said.append(_constraint("dateTime", "lt", end))
    return said + _of_use(content.licence)


def _of_use(licence: Terms) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    if Purpose.any not in licence.purposes:
        said.append(_constraint("purpose", "isAnyOf", [each.value for each in licence.purposes]))
    if licence.territory:
        said.append(_constraint("spatial", "isAnyOf", list(licence.territory)))
    return said


def _constraint(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _elsewhere(
    licence: Terms, uid: str, seller: str, buyer: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What else is allowed and forbidden, beside reading."""
    allowed: list[dict[str, Any]] = []
    forbidden: list[dict[str, Any]] = []
    match licence.onward:
        case Onward.none:
            forbidden.append(_rule(uid, "distribute"))
        case Onward.with_consent:
            consent = {"@id": f"{uid}#consent", "action": "obtainConsent"}
            allowed.append(_rule(uid, "distribute") | {"duty": [consent]})
        case Onward.allowed:
            allowed.append(_rule(uid, "distribute"))
    for limit, action in (
        (Limit.no_derivatives, "derive"),
        (Limit.no_reidentification, "df:reidentify"),
        (Limit.no_benchmarking, "df:benchmark"),
    ):
        if limit in licence.ip:
            forbidden.append(_rule(uid, action))
    if licence.exclusive:
        whom = {"assignee": seller} if buyer is None else {"assigner": buyer, "assignee": seller}
        forbidden.append(_rule(uid, "grantUse") | whom)
    return allowed, forbidden


def _naming(licence: Terms, uid: str) -> list[dict[str, Any]]:
    return [
        _rule(uid, action)
        for limit, action in (
            (Limit.attribution, "attribute"),
            (Limit.share_alike, "df:shareAlike"),
        )
        if limit in licence.ip
    ]


def _duties(content: Content, uid: str) -> list[dict[str, Any]]:
    duties = _naming(content.licence, uid)
    if isinstance(content.paid, Subscription | Usage):
        duties.append(_rule(uid, "compensate"))
    elif content.price.minor:
        pay = _constraint("payAmount", "eq", str(content.price.minor))
        pay["unit"] = content.price.currency
        duties.append(_rule(uid, "compensate") | {"constraint": [pay]})
    return duties


def _rule(uid: str, action: str) -> dict[str, Any]:
    return {"@id": f"{uid}#{action.removeprefix('df:')}", "action": action}


def judged(content: Content, facts: AccessFacts) -> Report:
    """What the agreement says to a reading by its buyer in these circumstances."""
    return odrl.evaluate(
        odrl.read(agreement(content)),
        Request(party(content.buyer), "read", asset(content.product)),
        World(
            {
                "df:contractState": RUNNING if facts.active else ENDED,
                "dateTime": facts.at,
                "purpose": facts.purpose.value,
                "spatial": facts.country,
            }
        ),
    )
