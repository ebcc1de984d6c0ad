"""How surely a person is who she says."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.participants import AssuranceRecorded, RecordAssurance
from datafloor.contexts.participants.model import AssuranceFacts
from datafloor.contexts.participants.rules import record_assurance
from tests.rules.cases import PERSON, by
from tests.rules.deciding import may, said

ASKED = RecordAssurance(person=PERSON, level_number=2, evidence="4" * 64)
RECORDED = [AssuranceRecorded(person=PERSON, level_number=2, evidence="4" * 64)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (AssuranceFacts(exists=True, level=None), RECORDED),
        (AssuranceFacts(exists=True, level=1), RECORDED),
        (AssuranceFacts(exists=True, level=2), []),
        (AssuranceFacts(exists=False, level=None), "person_unknown"),
    ],
)
def test_record_assurance(facts: AssuranceFacts, comes_to: Any) -> None:
    assert said(record_assurance, facts, ASKED, by("operator")) == comes_to


@pytest.mark.parametrize("level", [0, 4])
def test_there_are_three_levels(level: int) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(msgspec.to_builtins(ASKED) | {"level_number": level}, RecordAssurance)


def test_who_may() -> None:
    assert may(RecordAssurance) == {"operator", "exchange"}
