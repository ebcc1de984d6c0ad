"""Policy, request and world in; report out."""

from datafloor.analysis.odrl.model import (
    Constraint,
    Join,
    Kind,
    Logical,
    Operator,
    Policy,
    Premise,
    Report,
    Request,
    Rule,
    RuleReport,
    Value,
    World,
)
from datafloor.analysis.odrl.reading import INCLUDED_IN


def evaluate(policy: Policy, request: Request, world: World) -> Report:
    """Whether the request is allowed, with what each permission and prohibition says to it.

    Obligations bind the parties and no request; they are not asked.
    """
    asked = [
        _report(rule, request, world) for rule in policy.rules if rule.kind is not Kind.obligation
    ]
    active = {each.rule.kind for each in asked if each.active}
    return Report(active == {Kind.permission}, tuple(asked))


def _report(rule: Rule, request: Request, world: World) -> RuleReport:
    premises: list[Premise] = []
    for about, said, seen in (
        ("target", rule.target, request.target),
        ("party", rule.assignee, request.party),
    ):
        if said:
            holds = said == seen or said in world.part_of.get(seen, frozenset())
            premises.append(Premise(about, holds, "isPartOf", (said,), seen))
    if rule.action:
        premises.append(
            Premise("action", _included(request.action, rule.action), "isA", (rule.action,),
                    request.action)
        )  # fmt: skip
    premises += [_premise(each, world) for each in rule.constraints]
    premises += [Premise("duty", duty in world.fulfilled, uid=duty) for duty in rule.duties]
    return RuleReport(rule, all(each.satisfied for each in premises), tuple(premises))


def _included(action: str, wide: str) -> bool:
    return action == wide or INCLUDED_IN.get(action) == wide


def _premise(said: Constraint | Logical, world: World) -> Premise:
    match said:
        case Constraint():
            seen = world.values.get(said.left)
            holds = seen is not None and _compare(seen, said.operator, said.right)
            return Premise(said.left, holds, said.operator, said.right, seen, said.uid)
        case Logical():
            parts = tuple(_premise(each, world) for each in said.parts)
            held = sum(each.satisfied for each in parts)
            match said.join:
                case Join.all:
                    holds = held == len(parts)
                case Join.some:
                    holds = held > 0
                case Join.one:
                    holds = held == 1
            return Premise("logical", holds, said.join, uid=said.uid, parts=parts)


def _compare(seen: Value, operator: Operator, right: tuple[Value, ...]) -> bool:
    if operator in (Operator.eq, Operator.is_any_of):
        return seen in right
    if operator in (Operator.neq, Operator.is_none_of):
        return seen not in right
    bound = right[0]
    assert isinstance(seen, int) and isinstance(bound, int), "only instants are ordered"
    match operator:
        case Operator.lt:
            return seen < bound
        case Operator.lteq:
            return seen <= bound
        case Operator.gt:
            return seen > bound
        case Operator.gteq:
            return seen >= bound
    raise AssertionError(operator)
