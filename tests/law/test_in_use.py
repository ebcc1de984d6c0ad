"""The pack in use: one setting, read at start; another law, other answers, the same code."""

from pathlib import Path

import pytest

from datafloor.app.build import house
from datafloor.app.settings import read_settings
from datafloor.contexts import catalogue
from datafloor.kernel.refusal import Refusal, Refused
from tests.trading import trading


def test_it_is_the_law_of_vietnam_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert house(read_settings("x").law).law.name == "vn"
    monkeypatch.setenv("DATAFLOOR_LAW", "eu")
    assert house(read_settings("x").law).law.name == "eu"
    assert house(read_settings("x", law="none").law).law.name == "none"


def test_a_pack_that_is_not_there_is_told() -> None:
    with pytest.raises(Refused) as told:
        house("atlantis")
    assert told.value.why is Refusal.law_pack_unusable
    assert "atlantis" in told.value.text("en") and "atlantis" in told.value.text("vi")


@pytest.mark.parametrize(("law", "listed"), [("vn", False), ("eu", True), ("none", True)])
def test_what_must_be_stated_is_for_the_law_to_say(tmp_path: Path, law: str, listed: bool) -> None:
    with trading(f"sqlite:///{tmp_path}/x.db", law) as exchange:
        operator, seller = exchange.join("operator"), exchange.join("seller")
        product = exchange.product(seller)
        exchange.describe(seller, product, quality=None, limitations=None)
        try:
            exchange.list(seller, operator, product)
        except Refused as refused:
            assert refused.details["rules"] == ["listing.quality_statement"]
        found = exchange.question(catalogue.listing, product)
        assert (found.ground == "operator") is listed
        if found.judgement is not None:
            assert found.judgement.pack == law
        assert exchange.replayed().different == []
