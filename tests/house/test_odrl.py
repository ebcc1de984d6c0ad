"""The ODRL agreement of a contract says what the exchange does, and others read it alike."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator
from rdflib import Graph, URIRef

from datafloor.analysis.odrl import PROFILE, Kind, Request, World, evaluate, instant_of, read
from datafloor.contexts import policy
from datafloor.contexts.agreements import Content, Language
from datafloor.contexts.agreements.rules import agreement, digests, judged, text
from datafloor.contexts.agreements.rules.machine import party
from datafloor.contexts.market import Cut, Free, Meter, OneOff, PriceForm, Subscription, Tier, Usage
from datafloor.contexts.policy import AccessFacts, Limit, Onward, Purpose, Terms
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY
from datafloor.kernel.money import Money
from tests.analysis.odrl.turtle import ODRL, name_of
from tests.rules.agreements.facts import CONTENT, LICENCE, but

SCHEMA = (
    Path(__file__).parents[3] / "shared" / "reference" / "dsp" / "negotiation"
) / "contract-schema.json"
COUNTRIES = st.sampled_from(["VN", "LA", "KH", "JP"])

LICENCES = st.builds(
    Terms,
    days=st.none() | st.integers(1, 800),
    purposes=st.sets(st.sampled_from(list(Purpose)), min_size=1).map(lambda x: tuple(sorted(x))),
    territory=st.sets(COUNTRIES).map(lambda each: tuple(sorted(each))),
    exclusive=st.booleans(),
    onward=st.sampled_from(list(Onward)),
    ip=st.sets(st.sampled_from(list(Limit))).map(lambda each: tuple(sorted(each))),
)
PAID: st.SearchStrategy[PriceForm] = st.sampled_from(
    [
        Free(),
        OneOff(),
        Subscription(period_months=1, notice_days=10),
        Usage(meter=Meter.row, tiers=(Tier(price_minor=5),), minimum_minor=3, cap_minor=900),
    ]
)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    licence = draw(LICENCES)
    end = draw(st.none() | st.integers(0, 900 * DAY))
    term = None if licence.days is None else licence.days * DAY
    ends_at = term if end is None else end
    return msgspec.structs.replace(
        CONTENT,
        licence=licence,
        price=Money(draw(st.sampled_from([0, 1, 5_000_000]))),
        paid=draw(PAID),
        cut=draw(st.sampled_from([None, Cut(columns=("giờ", "pm25"), sample_percent=5)])),
        ends_at=None if ends_at is None else CONTENT.starts_at + ends_at,
    )


@st.composite
def circumstances(draw: st.DrawFn, content: Content) -> AccessFacts:
    edge = st.sampled_from([-1, 0, 1])
    ends = [] if content.ends_at is None else [content.ends_at + draw(edge)]
    spread = CONTENT.starts_at + draw(st.integers(0, 1_000 * DAY))
    return AccessFacts(
        at=draw(st.sampled_from([spread, *ends])),
        started_at=content.starts_at,
        purpose=draw(st.sampled_from(list(Purpose))),
        country=draw(COUNTRIES),
        active=draw(st.booleans()),
        ends_at=content.ends_at,
    )


ABOUT = {
    policy.Term.contract: "df:contractState",
    policy.Term.days: "dateTime",
    policy.Term.purposes: "purpose",
    policy.Term.territory: "spatial",
}


@settings(max_examples=2_000, deadline=None)
@given(st.data())
def test_the_agreement_answers_as_the_exchange_does_and_for_the_same_reasons(
    data: st.DataObject,
) -> None:
    content = data.draw(contents())
    facts = data.draw(circumstances(content))
    ours = policy.evaluate(canonical.encode(content.licence).decode(), facts)
    theirs = judged(content, facts)
    assert theirs.allowed is ours.allowed
    reading = next(each for each in theirs.rules if each.rule.uid.endswith("#read"))
    failed = {each.about for each in reading.premises if not each.satisfied}
    assert failed == {ABOUT[each.term] for each in ours.reasons if each.refusal is not None}


OTHERS = "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
"""Said by rdflib of its own parser of JSON-LD."""


@pytest.mark.filterwarnings(OTHERS)
@settings(max_examples=200, deadline=None)
@given(contents())
def test_a_reader_of_linked_data_finds_the_same_rules_in_it(content: Content) -> None:
    written = canonical.encode(agreement(content)).decode()
    graph = Graph().parse(data=written, format="json-ld")
    policy_id = URIRef(json.loads(written)["@id"])
    found = {
        (kind, name_of(action), _constraints(graph, rule))
        for kind in Kind
        for rule in graph.objects(policy_id, ODRL[kind.value])
        for action in graph.objects(rule, ODRL.action)
    }
    assert found == {
        (each.kind, _long(each.action), frozenset(map(_said, each.constraints)))
        for each in read(json.loads(written)).rules
    }
    assert set(graph.objects(policy_id, ODRL.assignee)) == {URIRef(party(content.buyer))}


def _constraints(graph: Graph, rule: Any) -> frozenset[Any]:
    return frozenset(
        (
            name_of(next(graph.objects(each, ODRL.leftOperand))),
            name_of(next(graph.objects(each, ODRL.operator))),
            frozenset(map(_seen, graph.objects(each, ODRL.rightOperand))),
        )
        for each in graph.objects(rule, ODRL.constraint)
    )


def _seen(value: Any) -> Any:
    moment = value.toPython()
    return instant_of(moment.isoformat()) if isinstance(moment, datetime) else str(value)


def _said(constraint: Any) -> Any:
    return _long(constraint.left), constraint.operator.value, frozenset(constraint.right)


def _long(name: str) -> str:
    return name.replace("df:", f"{PROFILE}:")


def test_the_agreement_fits_the_dataspace_protocol_s_schema() -> None:
    if not SCHEMA.is_file():
        pytest.skip(f"{SCHEMA} is not there: the schema of the Dataspace Protocol did not judge")
    schema = json.loads(SCHEMA.read_text())
    judge = Draft201909Validator(schema | {"$ref": "#/definitions/Agreement"})
    for onward in Onward:
        licence = but(LICENCE, onward=onward, exclusive=True, ip=tuple(Limit)[2:])
        judge.validate(json.loads(canonical.encode(agreement(but(CONTENT, licence=licence)))))
    assert not judge.is_valid({"@type": "Agreement"})


def test_what_the_terms_bind_elsewhere_is_in_it() -> None:
    licence = but(LICENCE, onward=Onward.none, ip=tuple(Limit)[2:], exclusive=True)
    content = but(CONTENT, licence=licence)
    made = read(json.loads(canonical.encode(agreement(content))))
    forbidden = {each.action for each in made.rules if each.kind is Kind.prohibition}
    assert forbidden == {
        *("distribute", "derive", "grantUse", "df:reidentify", "df:benchmark"),
    }
    world = World({"df:contractState": "running", "dateTime": content.starts_at,
                   "purpose": "research", "spatial": "VN"})  # fmt: skip
    buyer, seller = (f"urn:datafloor:{each}" for each in (content.buyer, content.seller))
    target = f"urn:datafloor:{content.product}"
    assert evaluate(made, Request(buyer, "read", target), world).allowed
    assert not evaluate(made, Request(buyer, "distribute", target), world).allowed
    assert not evaluate(made, Request(seller, "read", target), world).allowed


GOLDEN = {
    "text_vi": "e2ea5a4227f3a2ffb5add1e4be5de36e87b4464b4965d4107852bb6de0c0f66e",
    "text_en": "3684c95a2beb3c41d299ff2ea732cdd79797567969f62297c50ddb2eab51c910",
    "odrl": "a6215c1af7f729c89641bc7b3fbc19888c50a3945e09cbba912d993968a252be",
}


def test_a_wording_never_changes() -> None:
    """What was signed must be written again, letter by letter. Where this fails: another form."""
    fixed = msgspec.structs.replace(
        CONTENT,
        contract="contract_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        seller="org_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        buyer="org_01ARZ3NDEKTSV4RRFFQ69G5FAW",
        licence=but(LICENCE, ip=tuple(Limit)[:2] + tuple(Limit)[3:], exclusive=True),
        paid=Usage(meter=Meter.row, lot_count=100, tiers=(Tier(price_minor=5),), cap_minor=9),
        cut=Cut(columns=("giờ",), delay_days=7),
        law=but(CONTENT.law, pack="vn"),
    )
    frozen = digests(fixed)
    assert {name: getattr(frozen, name) for name in GOLDEN} == GOLDEN


@settings(max_examples=200, deadline=None)
@given(contents())
def test_both_texts_say_the_same_articles(content: Content) -> None:
    vi, en = text(content, Language.vi), text(content, Language.en)
    assert [len(each.paragraphs) for each in vi.articles] == [
        len(each.paragraphs) for each in en.articles
    ]
    assert vi.plain() != en.plain()
