"""Nothing is offered while its first agreement is open."""

import pytest

from datafloor.contexts.people import CheckSharing, SharingState
from datafloor.contexts.people.model import CheckFacts
from datafloor.contexts.people.rules import check_sharing
from tests.rules.deciding import may, said
from tests.rules.people.facts import PRODUCT, stands

PROPOSED, AGREED, IN_FORCE = (
    stands(state) for state in (SharingState.proposed, SharingState.agreed, SharingState.in_force)
)


@pytest.mark.parametrize(
    ("open_", "comes"),
    [
        ((), []),
        ((IN_FORCE,), []),
        ((IN_FORCE, PROPOSED), []),
        ((IN_FORCE, AGREED), []),
        ((PROPOSED,), "sharing_not_agreed"),
        ((AGREED,), "sharing_not_measured"),
        ((AGREED, PROPOSED), "sharing_not_measured"),
    ],
)
def test_checked(open_: tuple[object, ...], comes: object) -> None:
    facts = CheckFacts(open_)  # type: ignore[arg-type]
    assert said(check_sharing, facts, CheckSharing(product=PRODUCT)) == comes
    assert may(CheckSharing) == {"exchange"}
