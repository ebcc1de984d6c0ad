"""Opening a grant: one for each contract, with what the contract said."""

import msgspec
import pytest

from datafloor.contexts.delivery.commands import OpenGrant
from datafloor.contexts.delivery.events import GrantOpened
from datafloor.contexts.delivery.rules import open_grant
from datafloor.contexts.policy import Purpose
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, DAY, NOW, may, said
from tests.rules.delivery.facts import CONTRACT, GRANT


@pytest.mark.parametrize("ends_at", [NOW + DAY, None])
def test_one_grant(ends_at: int | None) -> None:
    asked = OpenGrant(
        contract=CONTRACT,
        buyer=BUYER.organisation,
        product=GRANT.product,
        version=GRANT.version,
        terms=new_id("terms"),
        purpose=Purpose.research,
        country="VN",
        starts_at=NOW,
        ends_at=ends_at,
    )
    opened = GrantOpened(grant=GRANT.grant, **msgspec.structs.asdict(asked))
    assert said(open_grant, None, asked) == [opened]


def test_who_may() -> None:
    assert may(OpenGrant) == {"exchange"}
