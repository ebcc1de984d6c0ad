"""Each scenario, on each database."""

from pathlib import Path

import pytest

import tests.scenarios.agreements
import tests.scenarios.auctioning
import tests.scenarios.explaining
import tests.scenarios.harvesting
import tests.scenarios.invoicing
import tests.scenarios.lawful
import tests.scenarios.lineage
import tests.scenarios.marking
import tests.scenarios.negotiating
import tests.scenarios.pricing
import tests.scenarios.shared  # noqa: F401  (its sentences)
from datafloor.kernel.refusal import Refused
from tests.scenarios.language import Differs, Scenario
from tests.trading import trading

DRAFTED = "Alpha joins as seller\nAlpha drafts x with 1 file"
FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scenario(file: Path, database_url: str) -> None:
    with trading(database_url) as exchange:
        Scenario(exchange).run(file.read_text())


@pytest.mark.parametrize(
    "wrong",
    [
        "Alpha dances",
        "Alpha joins as seller\nAlpha has 1 ₫",
        "Alpha joins as seller, but is refused: own_offer",
        f"{DRAFTED}\nAlpha lists x, but is refused: id_taken",
    ],
)
def test_a_scenario_that_is_wrong_fails(wrong: str, tmp_path: Path) -> None:
    with trading(f"sqlite:///{tmp_path}/x.db") as exchange, pytest.raises(Differs) as raised:
        Scenario(exchange).run(wrong)
    assert raised.value.__notes__[0].startswith(f"line {len(wrong.splitlines())}: ")


def test_an_unexpected_refusal_fails(tmp_path: Path) -> None:
    text = f"{DRAFTED}\nAlpha lists x"
    with trading(f"sqlite:///{tmp_path}/x.db") as exchange, pytest.raises(Refused):
        Scenario(exchange).run(text)
