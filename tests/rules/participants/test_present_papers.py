"""An organisation presents what it is to be verified by."""

from typing import Any

import pytest

from datafloor.contexts.participants import Papers, PapersPresented, PresentPapers
from datafloor.contexts.participants.model import VerifyFacts
from datafloor.contexts.participants.rules import present_papers
from tests.rules.cases import ORG, by
from tests.rules.deciding import may, said

PAPERS = Papers(documents=("1" * 64,), payment_account="2" * 64)
PRESENTED = [PapersPresented(organisation=ORG, papers=PAPERS)]


@pytest.mark.parametrize(
    ("before", "comes_to"),
    [(None, PRESENTED), (Papers(documents=("3" * 64,)), PRESENTED), (PAPERS, [])],
)
def test_present_papers(before: Papers | None, comes_to: Any) -> None:
    facts = VerifyFacts(frozenset({"seller"}), before, "ten_digits", None, verified=False)
    assert said(present_papers, facts, PresentPapers(papers=PAPERS), by("seller")) == comes_to


def test_who_may() -> None:
    assert may(PresentPapers) == {"seller", "buyer", "operator", "supervisor", "exchange"}
