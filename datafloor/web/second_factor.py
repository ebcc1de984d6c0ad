"""A person's second factor: set up with a code that proves it, used when she signs in, removed."""

from typing import Annotated

from msgspec import Meta

from datafloor.adapters import one_time
from datafloor.contexts import participants
from datafloor.contexts.participants import PassSecondFactor, RemoveSecondFactor, SetSecondFactor
from datafloor.kernel import clock
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id, whole
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

Code = Annotated[str, Meta(pattern=whole("[0-9A-Za-z -]{1,40}"))]
"""Six digits of a telephone, or a recovery code, however it is typed."""


async def new_secret(exchange: Exchange, by: Actor, factor: str) -> bytes:
    """The secret that a telephone is to share. Nobody sees it once the factor is set."""
    if (await exchange.question(participants.assurance, by.person)).factor is not None:
        raise Refused(Refusal.second_factor_set)
    return one_time.secret(exchange.key, by.person, factor)


async def set_up(
    exchange: Exchange, by: Actor, factor: str, typed: str, request_id: str
) -> tuple[list[str], Receipt]:
    """The factor counts from now on. The recovery codes are shown in this answer only."""
    now = clock.now()
    exchange.slowing.attempt(by.person, "code", now)
    shared = one_time.secret(exchange.key, by.person, factor)
    step = one_time.step_of(shared, one_time.plain(typed), now)
    if step is None:
        raise Refused(Refusal.code_wrong)
    exchange.slowing.passed(by.person, "code")
    codes = one_time.recovery_codes(exchange.key, by.person, factor)
    command = SetSecondFactor(
        factor=factor,
        step_number=step,
        recovery=tuple(participants.digest_of(one_time.plain(each)) for each in codes),
    )
    return codes, await exchange.door.ask(command, by, request_id)


async def prove(
    exchange: Exchange, by: Actor, factor: str, typed: str, *, remove: bool, request_id: str = ""
) -> Receipt:
    """Use up a code, or remove the second factor with it. After some wrong ones the door stays
    shut for a while, from wherever they come."""
    now = clock.now()
    exchange.slowing.attempt(by.person, "code", now)
    kind = RemoveSecondFactor if remove else PassSecondFactor
    text = one_time.plain(typed)
    shared = one_time.secret(exchange.key, by.person, factor)
    step = one_time.step_of(shared, text, now)
    if step is not None:
        command = kind(step_number=step)
    else:
        command = kind(recovery=participants.digest_of(text))
    try:
        receipt = await exchange.door.ask(command, by, request_id or new_id("request"))
    except Refused as refused:
        if refused.why not in (Refusal.code_wrong, Refusal.code_used):
            exchange.slowing.passed(by.person, "code")
        raise
    exchange.slowing.passed(by.person, "code")
    return receipt
