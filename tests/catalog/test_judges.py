"""Croissant and data contracts under the programs of those who define or keep them."""

import subprocess
import sys
from pathlib import Path

import pytest

from datafloor.contexts.catalogue import (
    Coverage,
    Field,
    FieldMeaning,
    Frequency,
    ProductView,
    Province,
    Theme,
    VersionView,
)
from datafloor.contexts.market import OfferView
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.web.protocols.open_catalogue import Described, as_contract, as_croissant
from tests.catalog.conftest import BASE

TYPES = ("boolean", "byte", "long", "double", "decimal(10,2)", "date", "timestamp", "binary")


def judge(name: str) -> str:
    """The program of that name beside this Python."""
    found = Path(sys.executable).parent / name
    if not found.exists():
        pytest.skip(f"{name} is not installed")
    return str(found)


def run(*command: str) -> tuple[int, str]:
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return told.returncode, told.stdout + told.stderr


def described(*, versions: bool = True) -> Described:
    product, seller = new_id("product"), new_id("org")
    fields = tuple(Field(f"cột <{kind}>", kind, kind != "long") for kind in TYPES)
    version = VersionView(new_id("version"), 10**15, 10, 1_000, 1, "0" * 64, fields)
    view = ProductView(
        product=product,
        organisation=seller,
        state="listed",
        state_at=10**15,
        reason=None,
        title_en='Road "traffic" <b>by</b> the hour',
        title_vi="Giao thông theo giờ",
        description_en="Counts: of vehicles\n# not a comment",
        description_vi="Số xe",
        origin="collected",
        origin_note="Stations",
        versions=(version,) if versions else (),
        meanings=(
            FieldMeaning("cột <double>", "Mean <speed>", "Tốc độ trung bình", "km/h"),
            FieldMeaning("cột <long>", meaning_vi="Số xe"),
        ),
        coverage=Coverage(
            theme=Theme.transport, provinces=tuple(Province), frequency=Frequency.hourly
        ),
    )
    price = Money(1_205, "EUR")
    offer = OfferView(new_id("offer"), product, seller, new_id("terms"), price, 365, False, 1)
    return Described(view, "Sở Giao thông", [offer])


@pytest.mark.parametrize("versions", [True, False])
def test_croissant_is_valid(tmp_path: Path, versions: bool) -> None:
    file = tmp_path / "croissant.json"
    file.write_bytes(as_croissant(BASE, described(versions=versions)))
    code, said = run(judge("mlcroissant"), "validate", "--jsonld", str(file))
    assert code == 0, said
    assert "error" not in said.lower()


def test_croissant_that_lacks_something_is_not(tmp_path: Path) -> None:
    file = tmp_path / "croissant.json"
    file.write_bytes(as_croissant(BASE, described()).replace(b'"contentUrl"', b'"contentLink"'))
    code, _ = run(judge("mlcroissant"), "validate", "--jsonld", str(file))
    assert code != 0


@pytest.mark.parametrize("versions", [True, False])
def test_a_contract_is_valid(tmp_path: Path, versions: bool) -> None:
    file = tmp_path / "contract.odcs.yaml"
    file.write_bytes(as_contract(BASE, described(versions=versions)))
    code, said = run(judge("datacontract"), "lint", str(file))
    assert code == 0, said


def test_a_contract_that_lacks_something_is_not(tmp_path: Path) -> None:
    file = tmp_path / "contract.odcs.yaml"
    file.write_bytes(as_contract(BASE, described()).replace(b'"version"', b'"edition"'))
    code, _ = run(judge("datacontract"), "lint", str(file))
    assert code != 0
