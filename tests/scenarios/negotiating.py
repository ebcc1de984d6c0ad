"""The sentences of scenarios that ask, quote and negotiate."""

import re

from datafloor.contexts import negotiation
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from tests import talking
from tests.scenarios.language import NAME, SUM, Scenario, minor, same, step


@step(f"{NAME} looks for (.+) until (\\d+) days from now as {NAME}")
def looks_for(now: Scenario, buyer: str, title: str, days: str, wanted: str) -> None:
    t = now.exchange
    now.ids[wanted] = new_id("wanted")
    t.ask(
        now.actors[buyer],
        negotiation.PublishBuyRequest,
        buy_request=now.ids[wanted],
        wanted=talking.WANTED | {"title": title},
        open_until=t.now + int(days) * DAY,
    )


@step(f"{NAME} answers {NAME} with {NAME}")
def answers(now: Scenario, seller: str, wanted: str, offer: str) -> None:
    named = {"buy_request": now.ids[wanted], "offer": now.ids[offer]}
    now.exchange.ask(now.actors[seller], negotiation.AnswerBuyRequest, **named)


@step(f"{NAME} asks for a quotation on {NAME}(, exclusive)? as {NAME}")
def asks_quotation(
    now: Scenario, buyer: str, product: str, exclusive: str | None, talk: str
) -> None:
    now.ids[talk] = talking.request(
        now.exchange,
        now.actors[buyer],
        now.ids[product],
        None,
        exclusive=exclusive is not None,
    )


@step(f"{NAME} proposes {SUM} for (\\d+) days(, exclusive)? in {NAME}")
def proposes(
    now: Scenario, by: str, price: str, days: str, exclusive: str | None, talk: str
) -> None:
    talking.propose(
        now.exchange,
        now.actors[by],
        now.ids[talk],
        minor(price),
        days=int(days),
        exclusive=exclusive is not None,
    )


@step(f"{NAME} (accepts|agrees to|verifies the agreement in) {NAME}")
def says_yes(now: Scenario, by: str, verb: str, talk: str) -> None:
    command = {
        "accepts": negotiation.AcceptProposal,
        "agrees to": negotiation.AgreeProposal,
        "verifies the agreement in": negotiation.VerifyAgreement,
    }[verb]
    talking.step(now.exchange, now.actors[by], command, now.ids[talk])


@step(f"{NAME} breaks off {NAME}, because of ([a-z_]+)")
def breaks_off(now: Scenario, by: str, talk: str, why: str) -> None:
    now.exchange.ask(
        now.actors[by], negotiation.TerminateNegotiation, negotiation=now.ids[talk], why=why
    )


@step(f"the negotiation {NAME} is (REQUESTED|OFFERED|ACCEPTED|AGREED|FINALIZED|TERMINATED)")
def stands(now: Scenario, talk: str, state: str) -> None:
    same(talking.seen(now.exchange, now.ids[talk]).negotiation.state, state)


@step(f"the last proposal in {NAME} changed ([a-z_ ,]+)")
def changed(now: Scenario, talk: str, parts: str) -> None:
    made = [each for each in talking.seen(now.exchange, now.ids[talk]).messages if each.proposal]
    same([each.part.value for each in made[-1].changes], re.split(", | and ", parts))


@step(f"{NAME} came to the order {NAME}")
def came_to(now: Scenario, talk: str, order: str) -> None:
    now.ids[order] = derived("order", now.ids[talk])
    same(talking.seen(now.exchange, now.ids[talk]).order, now.ids[order])
