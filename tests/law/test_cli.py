"""`datafloor law`, as it is typed."""

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import json

from datafloor.app.cli import main
from datafloor.kernel import law

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["law", *words]) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_listing_of_a_day(capsys: pytest.CaptureFixture[str], language: str) -> None:
    text = said(capsys, "list", "--at", "2026-11-21", "--all", "--language", language)
    golden = GOLDEN / f"law_list_vn_2026-11-21.{language}.txt"
    assert text == golden.read_text("utf-8")
    assert max(map(len, text.splitlines())) <= 100


def test_a_listing_hides_what_does_not_bind(capsys: pytest.CaptureFixture[str]) -> None:
    before = said(capsys, "list", "--at", "2025-10-21")
    after = said(capsys, "list", "--at", "2025-10-22")
    assert "open_data.attribution" in before
    assert "open_data.attribution" not in after
    assert "listing.no_personal_data" not in after.split("Ahead")[0]


def test_a_listing_of_one_stage(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "list", "--at", "2026-11-21", "--stage", "payment")
    assert "invoice.send" in text
    assert "listing.origin_file" not in text
    assert "\nPayment\n" in text and "\nContract\n" not in text


def test_whoever_reads_may_stop_reading() -> None:
    command = [sys.executable, "-m", "datafloor", "law", "list", "--at", "2026-11-21"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=GOLDEN.parents[1]
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_where_no_law_applies(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "list", "--pack", "none", "--at", "2026-11-21")
    assert text.splitlines()[1] == "On 21 November 2026: no rules"


def test_a_rule_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "explain", "subject.delete", "--at", "2026-11-21", "--language", "vi")
    for line in (
        "Xóa dữ liệu trong 20 ngày, 30 ngày nếu qua bên xử lý hoặc bên thứ ba; gia hạn không",
        "  Căn cứ     khoản 4 Điều 5 Nghị định 356/2025/NĐ-CP",
        "  Hiệu lực   còn hiệu lực, từ 01/01/2026",
        "  Kiểm tra   trong 20 ngày, 30 ngày nếu qua bên khác, gia hạn 20 ngày",
    ):
        assert line in text


def test_every_version_of_a_rule_is_shown_the_binding_one_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, "explain", "pd.authority", "--at", "2026-11-21")
    holds = [line.split("Holds")[1].strip() for line in text.splitlines() if "Holds" in line]
    assert holds == [
        "in force, from 29 April 2026, to the end of 1 March 2027",
        "no longer in force, from 1 January 2026, to the end of 28 April 2026",
        "not yet in force, from 2 March 2027",
    ]


def test_an_instrument_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "explain", "ND47", "--at", "2026-11-21")
    assert "no longer in force, to the end of 21 October 2025" in text
    assert "Repealed by  Decree 278/2025/ND-CP (ND278)" in text
    assert (
        "x ND47 18.4   listing.open_data_not_priced  Open data may not be sold unchanged." in text
    )


def test_unverified_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "explain", "joining.intermediary_deposit_amount", "--at", "2026-11-21")
    assert "UNVERIFIED" in text
    assert "from memory, not read" in text


def test_an_unknown_id_is_told_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "explain", "listing.origin"]) == 2
    error = capsys.readouterr().err
    assert "No rule or instrument of vn is called listing.origin." in error
    assert "listing.origin_file" in error


def test_an_unknown_pack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--pack", "zz"]) == 2
    assert "there are: eu, none, vn" in capsys.readouterr().err


def test_check_passes_on_the_day_of_the_pack_and_fails_when_it_is_old(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "In order on 21 November 2026" in said(capsys, "check", "--at", "2026-11-21")
    text = said(capsys, "check", "--at", "2027-03-05", code=1)
    assert "- instrument L24 is recorded as future, but on 2027-03-05 it is in_force" in text


def test_programs_read_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.decode(said(capsys, "list", "--at", "2026-11-21", "--json"))
    vn = law.pack("vn")
    assert (found["pack"], found["digest"], found["day"]) == ("vn", vn.digest, "2026-11-21")
    rule = next(row for row in found["rules"] if row["id"] == "breach.notify")
    assert rule["check"] == {"kind": "deadline_hours", "hours": 72}
    assert rule["in_short"] == {"en": "within 72 hours", "vi": "trong 72 giờ"}
    assert {"day": "2026-12-24", "turn": "due", "rule": "security.annual_report"} in found["ahead"]
    instrument = json.decode(said(capsys, "explain", "ND314", "--json"))["instrument"]
    assert instrument["from"] == "2026-09-25"
    old = json.decode(said(capsys, "check", "--at", "2027-03-05", "--json", code=1))
    assert len(old["problems"]) == 6


@pytest.mark.parametrize("name", law.names())
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_rule_and_instrument_can_be_explained(
    capsys: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    pack = law.pack(name)
    for one in (*pack.versions, *pack.instruments):
        text = said(capsys, "explain", one, "--pack", name, "--language", language)
        assert one in text
