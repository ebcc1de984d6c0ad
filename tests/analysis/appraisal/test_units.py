"""The committed code list is what the tool writes."""

import pytest

from tools.vietnam_units import TARGET


def test_units_are_fresh() -> None:
    pytest.importorskip("vietnamadminunits", reason="the package with the units is not installed")
    from tools.vietnam_units import units

    assert TARGET.read_text("utf-8") == units()
