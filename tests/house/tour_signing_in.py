"""The part of the tour that is about showing who one is."""

from msgspec.structs import replace

from datafloor.contexts import participants
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.trading import Trading, digest


def signing_in(t: Trading, buyer: Actor) -> None:
    """A second factor is set up, used and removed; an electronic identity is linked and not."""
    recovery = [digest("first code"), digest("second code")]
    factor = new_id("factor")
    t.ask(buyer, participants.SetSecondFactor, factor=factor, step_number=100, recovery=recovery)
    t.ask(buyer, participants.PassSecondFactor, step_number=101)
    t.ask(buyer, participants.PassSecondFactor, recovery=recovery[0])
    t.ask(
        replace(buyer, level=2),
        participants.IssueToken,
        token=new_id("token"),
        use="session",
        secret_digest=digest("session"),
        scope=["buyer"],
        expires_at=t.now + DAY,
        level_number=2,
        means="second_factor",
    )
    t.ask(buyer, participants.RemoveSecondFactor, recovery=recovery[1])
    t.ask(buyer, participants.LinkIdentity, identity=digest("identity"))
    t.ask(buyer, participants.UnlinkIdentity)
