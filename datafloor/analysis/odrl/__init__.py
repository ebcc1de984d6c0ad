"""ODRL 2.2: read a policy, and say whether it allows a request, and why.

`read` turns JSON-LD, in the compact form that the exchange writes, into a policy; what it does
not understand it refuses, whole. `evaluate` answers a request in a state of the world: each rule
with each of its premises, the value that was seen, and whether it held.

What always holds: no permission, no access; an active prohibition outweighs every permission
(ODRL information model 2.2, section 2.10, `prohibit`); a value that the world does not give
satisfies nothing that asks for it; the same policy, request and world give the same report.
Sources: W3C ODRL Information Model 2.2; the ODRL compliance report model for what is reported.
"""

from datafloor.analysis.odrl.evaluating import evaluate
from datafloor.analysis.odrl.model import (
    Constraint,
    Join,
    Kind,
    Logical,
    NotUnderstood,
    Operator,
    Policy,
    Premise,
    Report,
    Request,
    Rule,
    RuleReport,
    World,
)
from datafloor.analysis.odrl.reading import PROFILE, instant_of, read

__all__ = [
    "PROFILE",
    "Constraint",
    "Join",
    "Kind",
    "Logical",
    "NotUnderstood",
    "Operator",
    "Policy",
    "Premise",
    "Report",
    "Request",
    "Rule",
    "RuleReport",
    "World",
    "evaluate",
    "instant_of",
    "read",
]
