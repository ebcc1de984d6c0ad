"""The machine, whole: every state with every message of every side."""

import itertools

import pytest

from datafloor.contexts.negotiation import Message, Side, State
from datafloor.contexts.negotiation.rules import NEXT, sent
from datafloor.kernel.refusal import Refused

ALLOWED = """
-          request    buyer     REQUESTED
-          offer      seller    OFFERED
REQUESTED  offer      seller    OFFERED
REQUESTED  agree      seller    AGREED
REQUESTED  terminate  any       TERMINATED
OFFERED    request    buyer     REQUESTED
OFFERED    accept     buyer     ACCEPTED
OFFERED    terminate  any       TERMINATED
ACCEPTED   agree      seller    AGREED
ACCEPTED   terminate  any       TERMINATED
AGREED     verify     buyer     VERIFIED
AGREED     terminate  any       TERMINATED
VERIFIED   finalize   exchange  FINALIZED
VERIFIED   terminate  any       TERMINATED
"""
"""The specification's table, typed by hand from its figure and its text."""

EXPECTED = {
    (state, message, side): after
    for state, message, who, after in map(str.split, ALLOWED.strip().splitlines())
    for side in (("buyer", "seller", "exchange") if who == "any" else (who,))
}
EVERYTHING = list(itertools.product([None, *State], Message, Side))


@pytest.mark.parametrize(("state", "message", "side"), EVERYTHING)
def test_every_message_in_every_state(state: State | None, message: Message, side: Side) -> None:
    named = state.value if state else "-"
    expected = EXPECTED.get((named, message.value, side.value))
    if expected is not None:
        assert sent(state, message, side).value == expected
        return
    with pytest.raises(Refused) as told:
        sent(state, message, side)
    assert told.value.why.name == "negotiation_state"
    assert named in told.value.text("en")
    assert named in told.value.text("vi")


def test_the_table_covers_all_that_the_protocol_names() -> None:
    assert len(EVERYTHING) == 8 * 7 * 3
    assert set(NEXT.values()) == set(State)
    for final in (State.finalized, State.terminated):
        assert not [1 for (state, _) in NEXT if state is final]
