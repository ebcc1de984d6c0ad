"""Who may open a page or send its form: said once, beside the route, and held by `check`."""

from collections.abc import Mapping, Sequence

from litestar.handlers import HTTPRouteHandler

from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused

Security = list[dict[str, list[str]]]

OPEN: Security = [{}]
SIGNED_IN: Security = [{"session": []}]
SELLER: Security = [{"session": ["seller"]}]
BUYER: Security = [{"session": ["buyer"]}]
SELLER_OR_OPERATOR: Security = [{"session": ["seller"]}, {"session": ["operator"]}]
OPERATOR: Security = [{"session": ["operator"]}]
SUPERVISOR: Security = [{"session": ["supervisor"]}]
OFFICES: Security = [{"session": ["operator"]}, {"session": ["supervisor"]}]


def check(route: HTTPRouteHandler, by: Actor) -> None:
    """Raises `Refused` where a route does not admit somebody. A route that says nothing admits
    nobody."""
    said: Sequence[Mapping[str, Sequence[str]]] = route.security or []
    if {} in said:
        return
    if not by.organisation:
        raise Refused(Refusal.sign_in_required)
    if not any(by.roles.issuperset(each["session"]) for each in said):
        raise Refused(Refusal.role_missing)
