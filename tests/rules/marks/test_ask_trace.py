"""Asking whose copy leaked: the seller of the product, or an office."""

from msgspec.structs import replace

from datafloor.contexts.marks import AskTrace, TraceAsked
from datafloor.contexts.marks.model import AskFacts
from datafloor.contexts.marks.rules import ask_trace
from tests.rules.cases import ORG, PRODUCT, by
from tests.rules.deciding import may, said
from tests.rules.marks.facts import OTHERS, OWN, TRACE

ASKED = AskTrace(trace=TRACE, product=PRODUCT, leak="2" * 64)
FACTS = AskFacts(OWN, marked=True, taken=False)
EVENT = TraceAsked(trace=TRACE, product=PRODUCT, organisation=ORG, leak="2" * 64)


def test_decided() -> None:
    others = replace(FACTS, product=OTHERS)
    assert said(ask_trace, FACTS, ASKED, by("seller")) == [EVENT]
    assert said(ask_trace, others, ASKED, by("operator")) == [EVENT]
    assert said(ask_trace, others, ASKED, by("supervisor")) == [EVENT]
    assert said(ask_trace, others, ASKED, by("seller")) == "not_yours"
    assert said(ask_trace, replace(FACTS, product=None), ASKED, by("seller")) == "product_unknown"
    unmarked = replace(FACTS, marked=False)
    assert said(ask_trace, unmarked, ASKED, by("seller")) == "marks_not_declared"
    assert said(ask_trace, replace(FACTS, taken=True), ASKED, by("seller")) == "id_taken"
    assert said(ask_trace, replace(FACTS, waiting=19), ASKED, by("seller")) == [EVENT]
    assert said(ask_trace, replace(FACTS, waiting=20), ASKED, by("seller")) == "traces_waiting"


def test_who_may() -> None:
    assert may(AskTrace) == {"seller", "operator", "supervisor"}
