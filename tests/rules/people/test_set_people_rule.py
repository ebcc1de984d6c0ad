"""What people in the data have: set by the operator, with a fund that takes part here."""

from datafloor.contexts.people import SetPeopleRule
from datafloor.contexts.people.events import PeopleRuleSet
from datafloor.contexts.people.model import RuleFacts
from datafloor.contexts.people.rules import set_people_rule
from tests.rules.deciding import OPERATOR, may, said
from tests.rules.people.facts import RULE

ASKED = SetPeopleRule(rule=RULE)


def test_set_once() -> None:
    assert said(set_people_rule, RuleFacts(None, True), ASKED, OPERATOR) == [
        PeopleRuleSet(rule=RULE)
    ]
    assert said(set_people_rule, RuleFacts(RULE, True), ASKED, OPERATOR) == []
    assert said(set_people_rule, RuleFacts(None, False), ASKED, OPERATOR) == "organisation_unknown"
    assert may(SetPeopleRule) == {"operator"}
