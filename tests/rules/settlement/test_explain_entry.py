"""Why money left: for an organisation, or as a cost of the exchange."""

import pytest

from datafloor.contexts.settlement import (
    FEES,
    OUTGO,
    Cause,
    EntryExplained,
    ExplainEntry,
    Outcome,
    Transferred,
    wallet,
)
from datafloor.contexts.settlement.model import ExplainFacts, OpenEntry
from datafloor.contexts.settlement.rules import explain_entry
from tests.rules.deciding import OPERATOR, SELLER, dong, may, said
from tests.rules.settlement.facts import ENTRY

UNEXPLAINED = OpenEntry(-11, "VND", Outcome.unexplained)


@pytest.mark.parametrize(
    ("organisation", "payer"),
    [(None, FEES), (SELLER.organisation, wallet(SELLER.organisation))],
    ids=["a cost", "an organisation"],
)
def test_whoever_it_was_for_has_it_no_more(organisation: str | None, payer: str) -> None:
    asked = ExplainEntry(entry=ENTRY, organisation=organisation)
    assert said(explain_entry, ExplainFacts(UNEXPLAINED, 11), asked, OPERATOR) == [
        Transferred(debit=payer, credit=OUTGO, amount=dong(11), cause=Cause.explained, about=ENTRY),
        EntryExplained(entry=ENTRY, organisation=organisation, amount=dong(11)),
    ]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (ExplainFacts(None, 11), "entry_unknown"),
        (ExplainFacts(OpenEntry(11, "VND", Outcome.suspended), 11), "entry_settled"),
        (ExplainFacts(OpenEntry(-11, "VND", Outcome.explained), 11), "entry_settled"),
        (ExplainFacts(OpenEntry(-11, "VND", Outcome.paid_out), 11), "entry_settled"),
        (ExplainFacts(UNEXPLAINED, 10), "wallet_short"),
    ],
)
def test_refused(facts: ExplainFacts, refusal: str) -> None:
    assert said(explain_entry, facts, ExplainEntry(entry=ENTRY), OPERATOR) == refusal


def test_who_may() -> None:
    assert may(ExplainEntry) == {"operator"}
