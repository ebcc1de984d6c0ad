"""Sentences about contracts: who signs, what is changed, and how one ends."""

from typing import Any

from datafloor.contexts import agreements
from datafloor.contexts.agreements import Language
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE
from tests.house import tour_agreements as words
from tests.scenarios.language import NAME, SUM, Scenario, dong, minor, same, step


def _last(now: Scenario, order: str) -> agreements.EditionView:
    return now.exchange.question(agreements.agreement_of, now.contract(order)).editions[0]


@step(f"{NAME} registers the signing key {NAME}")
def registers(now: Scenario, who: str, key: str) -> None:
    now.ids[key] = words.register_key(now.exchange, now.actors[who])


@step(f"{NAME} revokes the signing key {NAME}")
def revokes(now: Scenario, who: str, key: str) -> None:
    now.exchange.ask(now.actors[who], agreements.RevokeKey, key=now.ids[key])


@step(f"{NAME} signs the contract of {NAME} with {NAME}")
def signs(now: Scenario, who: str, order: str, key: str) -> None:
    contract, edition = now.contract(order), _last(now, order).content.edition_number
    words.sign(now.exchange, now.actors[who], contract, now.ids[key], edition)


@step("the exchange signs with the keys that it holds")
def signs_held(now: Scenario) -> None:
    words.sign_held(now.exchange)


@step(f"the contract of {NAME} is signed by (nobody|[a-z, ]+)")
def signed_by(now: Scenario, order: str, sides: str) -> None:
    found = {each.side for each in _last(now, order).signatures}
    same(found, set() if sides == "nobody" else set(sides.split(", ")))


@step(rf"the contract of {NAME} is in edition (\d+), with {NAME} as buyer")
def edition(now: Scenario, order: str, number: str, buyer: str) -> None:
    content = _last(now, order).content
    same((content.edition_number, content.buyer), (int(number), now.actors[buyer].organisation))


@step(f"the contract of {NAME} says in Vietnamese: (.+)")
def says(now: Scenario, order: str, text: str) -> None:
    plain = agreements.written(_last(now, order), Language.vi).plain()
    same([line for line in plain.splitlines() if text in line][:1] != [], True)


@step(f"the stored contract of {NAME} is edited: (.+) becomes (.+)")
def edited(now: Scenario, order: str, old: str, new: str) -> None:
    """No journal says this: somebody changed the database itself."""
    change = "UPDATE agreements_edition SET content = replace(content, ?, ?) WHERE contract = ?"
    now.exchange.behind_the_door(change, f'"{old}"', f'"{new}"', now.contract(order))


@step(f"the text of the contract of {NAME} can be shown")
def shown(now: Scenario, order: str) -> None:
    agreements.written(_last(now, order), Language.vi)


@step(f"{NAME} proposes {NAME} for the contract of {NAME}, for {NAME}, as {NAME}")
def proposes(now: Scenario, who: str, terms: str, order: str, purpose: str, change: str) -> None:
    name, said = new_id("change"), {"purpose": purpose}
    actor, contract = now.actors[who], now.contract(order)
    words.amend(now.exchange, actor, contract, now.ids[terms], change=name, **said)
    now.ids[change] = name


@step(f"{NAME} proposes that {NAME} takes over the contract of {NAME}, as {NAME}")
def proposes_assignment(now: Scenario, who: str, to: str, order: str, change: str) -> None:
    actor, contract = now.actors[who], now.contract(order)
    now.ids[change] = words.assign(now.exchange, actor, contract, now.actors[to])


@step(f"{NAME} proposes to renew the contract of {NAME} under {NAME} for {SUM}, as {NAME}")
def proposes_renewal(
    now: Scenario, who: str, order: str, terms: str, price: str, change: str
) -> None:
    actor, contract = now.actors[who], now.contract(order)
    name = words.renew(now.exchange, actor, contract, now.ids[terms], minor(price))
    now.ids[change] = name
    now.ids[f"{change}-order"] = derived("order", name)


@step(f"{NAME} consents to {NAME}")
def agrees(now: Scenario, who: str, change: str) -> None:
    words.agree(now.exchange, now.actors[who], now.ids[change])


@step(f"{NAME} refuses consent to {NAME}")
def declines(now: Scenario, who: str, change: str) -> None:
    now.exchange.ask(now.actors[who], agreements.DeclineChange, change=now.ids[change])


@step(
    rf"{NAME} ends the contract of {NAME} at once for ([a-z_]+), and claims {SUM} back,"
    " because (.+)"
)
def claims_breach(now: Scenario, who: str, order: str, breach: str, back: str, reason: str) -> None:
    said: dict[str, Any] = {"breach": breach, "back": dong(back), "reason": reason}
    contract = now.contract(order)
    now.exchange.ask(now.actors[who], agreements.ClaimBreach, contract=contract, **said)


@step(f"{NAME} (accepts|objects to) the breach of {NAME}, because (.+)")
def answers_breach(now: Scenario, who: str, answer: str, order: str, reason: str) -> None:
    said: dict[str, Any] = {"accepts": answer == "accepts", "reason": reason}
    contract = now.contract(order)
    now.exchange.ask(now.actors[who], agreements.AnswerBreach, contract=contract, **said)


@step("the exchange settles what nobody answered")
def settles_silent(now: Scenario) -> None:
    for claim in now.exchange.question(agreements.silent_breaches, now.exchange.now):
        said: dict[str, Any] = {"back": dong(str(claim.back.minor)), "reason": "Nobody answered."}
        now.exchange.ask(EXCHANGE, agreements.DecideBreach, contract=claim.contract, **said)


@step(rf"{NAME} records of the breach of {NAME} that {SUM} go back, because (.+)")
def decides_breach(now: Scenario, who: str, order: str, back: str, reason: str) -> None:
    said: dict[str, Any] = {"back": dong(back), "reason": reason}
    contract = now.contract(order)
    now.exchange.ask(now.actors[who], agreements.DecideBreach, contract=contract, **said)


@step(rf"{NAME} gives notice of the contract of {NAME} in (\d+) days, because (.+)")
def gives_notice(now: Scenario, who: str, order: str, days: str, reason: str) -> None:
    said: dict[str, Any] = {"ends_at": now.exchange.now + int(days) * DAY, "reason": reason}
    contract = now.contract(order)
    now.exchange.ask(now.actors[who], agreements.GiveNotice, contract=contract, **said)
