"""What a policy is made of, what it is asked, and what it answers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

Value = int | str
"""An instant in microseconds, or the name of a purpose, a place, a state."""


class NotUnderstood(ValueError):
    """A policy says something that this evaluator does not know. The text says what."""


class Kind(StrEnum):
    """Whether a rule allows, forbids or demands."""

    permission = "permission"
    prohibition = "prohibition"
    obligation = "obligation"


class Operator(StrEnum):
    """How a constraint compares what is seen with what it says."""

    eq = "eq"
    neq = "neq"
    lt = "lt"
    lteq = "lteq"
    gt = "gt"
    gteq = "gteq"
    is_any_of = "isAnyOf"
    is_none_of = "isNoneOf"


class Join(StrEnum):
    """How the parts of a logical constraint go together: all, at least one, exactly one."""

    all = "and"
    some = "or"
    one = "xone"


class Constraint(NamedTuple):
    """`left` as the world shows it, compared with any of `right`."""

    left: str
    operator: Operator
    right: tuple[Value, ...]
    uid: str = ""


class Logical(NamedTuple):
    """Constraints, joined."""

    join: Join
    parts: "tuple[Constraint | Logical, ...]"
    uid: str = ""


class Rule(NamedTuple):
    """A rule. Nothing (`""`) for a party, target or action is any. `duties` are the ids of what
    must be fulfilled for a permission to hold."""

    kind: Kind
    uid: str
    action: str
    target: str
    assignee: str
    constraints: tuple[Constraint | Logical, ...]
    duties: tuple[str, ...]


class Policy(NamedTuple):
    """A policy as it was understood, whole."""

    uid: str
    type: str
    rules: tuple[Rule, ...]


class Request(NamedTuple):
    """Who wants to do what with what."""

    party: str
    action: str
    target: str


class World(NamedTuple):
    """What is so: values of left operands, which collections a party or an asset is part of, and
    the duties that are fulfilled."""

    values: Mapping[str, Value]
    part_of: Mapping[str, frozenset[str]] = {}
    fulfilled: frozenset[str] = frozenset()


class Premise(NamedTuple):
    """One premise of a rule: what it is about, the value seen (`None`: the world does not say),
    and whether it held. `parts` are those of a logical constraint."""

    about: str
    satisfied: bool
    operator: str = ""
    right: tuple[Value, ...] = ()
    seen: Value | None = None
    uid: str = ""
    parts: "tuple[Premise, ...]" = ()


class RuleReport(NamedTuple):
    """A rule with its premises; it is active where all of them hold."""

    rule: Rule
    active: bool
    premises: tuple[Premise, ...]


class Report(NamedTuple):
    """Whether a request is allowed, with every rule that was asked."""

    allowed: bool
    rules: tuple[RuleReport, ...]

    @property
    def why(self) -> Premise | None:
        """The first premise of a permission that did not hold, where the request is refused and
        no prohibition is the reason."""
        for each in self.rules:
            if each.rule.kind is Kind.permission and not each.active:
                return next(premise for premise in each.premises if not premise.satisfied)
        return None
