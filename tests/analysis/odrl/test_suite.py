"""The ODRL Test Suite of others: rules are active, and premises satisfied, as its reports say."""

import pytest

from datafloor.analysis.odrl import Kind, Premise, evaluate, read
from tests.analysis.odrl.turtle import SUITE, Case, cases

CASES = cases()


def test_the_suite_is_there() -> None:
    if not SUITE.is_dir():
        pytest.skip(f"{SUITE} is not there: the ODRL Test Suite did not judge the evaluator")
    assert len(CASES) == 33


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    policy = read(case.policy)
    report = evaluate(policy, case.request, case.world)
    (rule,) = report.rules
    assert rule.active is case.active, rule
    assert report.allowed is (case.active and rule.rule.kind is Kind.permission)
    found = _flat(rule.premises)
    expected = case.premises
    assert {name: found[name] for name in expected} == expected


def _flat(premises: tuple[Premise, ...]) -> dict[str, bool]:
    flat: dict[str, bool] = {}
    for each in premises:
        flat[each.uid or each.about] = each.satisfied
        flat |= _flat(each.parts)
    return flat
