"""Withdrawing what was told of a run: by whose pipeline told it, once."""

from msgspec.structs import replace

from datafloor.contexts.lineage import RunWithdrawn, WithdrawRun, run_id
from datafloor.contexts.lineage.model import RunFacts
from datafloor.contexts.lineage.rules import withdraw_run
from tests.rules.cases import ORG, OTHER_ORG, by
from tests.rules.deciding import may, said
from tests.rules.lineage.facts import UUID

RUN = run_id(ORG, UUID)
ASKED = WithdrawRun(run=RUN)
FACTS = RunFacts(ORG, withdrawn=False)


def test_decided() -> None:
    assert said(withdraw_run, FACTS, ASKED, by("seller")) == [RunWithdrawn(run=RUN)]
    assert said(withdraw_run, None, ASKED, by("seller")) == "run_unknown"
    assert said(withdraw_run, replace(FACTS, withdrawn=True), ASKED, by("seller")) == (
        "run_withdrawn"
    )
    other = by("seller", organisation=OTHER_ORG)
    assert said(withdraw_run, FACTS, ASKED, other) == "not_yours"


def test_who_may() -> None:
    assert may(WithdrawRun) == {"seller"}
