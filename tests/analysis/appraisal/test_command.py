"""`datafloor appraise` as a person uses it."""

import argparse
import json
from datetime import date
from pathlib import Path

import pytest

from datafloor.analysis.appraisal.classes import thresholds
from datafloor.analysis.appraisal.model import Report, decode
from datafloor.app import appraise as command
from datafloor.app import cli
from datafloor.app.build import database
from datafloor.app.settings import read_settings
from datafloor.kernel import law

CLEAN = "reading_id,measured_on,temperature\n" + "".join(
    f"R{i:05d},2026-10-{1 + i % 28:02d},{20 + (i * 37 % 1000) / 100:.2f}\n" for i in range(500)
)
PEOPLE = "sdt,diem\n" + "".join(f"09{(i * 7919) % 10**8:08d},{i % 10}\n" for i in range(500))


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(list(arguments)))


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.csv"
    path.write_text(CLEAN, "utf-8")
    return path


def test_text_json_and_page(
    clean: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "out.html"
    assert run(str(clean), "--as-of", "2026-11-21", "--language", "vi", "--html", str(out)) == 0
    assert "Xếp hạng A" in capfdbinary.readouterr().out.decode()
    assert '<html lang="vi">' in out.read_text("utf-8")
    assert run(str(clean), "--as-of", "2026-11-21", "--json") == 0
    report: Report = decode(capfdbinary.readouterr().out)
    assert (report.rows, report.as_of) == (500, "2026-11-21")


def test_what_blocks_shows_in_the_exit_status(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    assert run(str(path)) == command.BLOCKED


def test_refusals_are_told_in_the_language_asked(
    clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "absent.csv"), "--language", "vi") == command.REFUSED
    assert capsys.readouterr().err == "Không có tệp absent.csv.\n"
    assert run(str(clean), "--quasi", "nowhere") == command.REFUSED
    assert "no column “nowhere”" in capsys.readouterr().err  # no_such_column
    assert run(str(clean), "--against", str(clean)) == command.REFUSED
    assert run(str(clean), "--contract", str(clean)) == command.REFUSED


def test_previous_against_contract_and_promise(
    clean: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    run(str(clean), "--json", "--as-of", "2026-11-21")
    earlier = tmp_path / "report.json"
    earlier.write_bytes(capfdbinary.readouterr().out)
    contract = tmp_path / "contract.json"
    contract.write_text(json.dumps([{"name": "gone"}]), "utf-8")
    status = run(
        str(clean), "--json", "--as-of", "2026-11-21", "--previous", str(earlier),
        "--against", str(earlier), "--contract", str(contract), "--promised-days", "5",
        "--quasi", "reading_id", "--sensitive", "temperature",
    )  # fmt: skip
    assert status == command.BLOCKED
    report = decode(capfdbinary.readouterr().out)
    assert {"alike", "contract_missing", "stale", "people_alone", "one_answer"} <= {
        finding.code for finding in report.findings
    }
    assert {column.shift for column in report.columns} >= {"0.0000"}
    assert run(str(clean), "--previous", str(clean), "--as-of", "2026-11-21") == 0


def test_an_interrupt_leaves_nothing_behind(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(done: int, of: int, what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "_progress", lambda: interrupted)
    before = sorted(tmp_path.iterdir())
    assert run(str(clean), "--html", str(tmp_path / "out.html")) == command.INTERRUPTED
    assert sorted(tmp_path.iterdir()) == before


def test_a_page_that_cannot_be_written_leaves_no_half(tmp_path: Path) -> None:
    (tmp_path / "out.html").mkdir()
    with pytest.raises(OSError):
        command.write_whole(tmp_path / "out.html", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]


def test_thresholds_come_from_the_law_of_the_day() -> None:
    by_kind = {one.kind: one for one in thresholds(law.pack("vn"), date(2026, 11, 21))}
    assert (by_kind["basic"].important_from, by_kind["basic"].core_from) == (100_000, 1_000_000)
    assert by_kind["sensitive"].core_status == "in_force"
    assert by_kind["bank"].core_from is None
    assert thresholds(law.pack("vn"), date(2025, 6, 30)) == ()
    assert thresholds(law.pack("none"), date(2026, 11, 21)) == ()


def test_the_program_knows_the_command() -> None:
    assert "appraise" in cli.COMMANDS


CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
id: readings
name: Readings
version: 1.0.0
status: active
schema:
  - name: readings
    properties:
      - {name: reading_id, logicalType: string, unique: true, required: true}
      - name: temperature
        logicalType: number
        logicalTypeOptions: {minimum: 25, maximum: 40}
      - name: missing
"""


def test_a_data_contract_says_what_is_promised(
    clean: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    contract = tmp_path / "contract.odcs.yaml"
    contract.write_text(CONTRACT, "utf-8")
    run(str(clean), "--as-of", "2026-11-21", "--json", "--contract", str(contract))
    report: Report = decode(capfdbinary.readouterr().out)
    broken = {(each.code, each.columns) for each in report.findings}
    assert ("contract_broken", ("temperature",)) in broken
    assert ("contract_missing", ("missing",)) in broken
    assert ("contract_broken", ("reading_id",)) not in broken
    contract.write_text("kind: Pod", "utf-8")
    assert run(str(clean), "--contract", str(contract)) == command.REFUSED


def test_a_delta_table_and_a_product_are_appraised_as_the_file_is(
    clean: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    import pyarrow.csv
    from deltalake import write_deltalake

    product = f"product_{'0' * 26}"
    folder = tmp_path / "exchange"
    table = folder / "objects" / "products" / product
    write_deltalake(str(table), pyarrow.csv.read_csv(clean))
    assert run(str(table), "--as-of", "2026-11-21", "--json") == 0
    report: Report = decode(capfdbinary.readouterr().out)
    assert (report.rows, [each.name for each in report.columns]) == (
        500,
        ["reading_id", "measured_on", "temperature"],
    )
    store = database(read_settings(str(folder)))
    with store.writing() as tx:
        tx.run(
            "INSERT INTO catalogue_product (id, organisation, state, state_at, title_en, title_vi,"
            " description_en, description_vi, origin, origin_note, drafted_at, table_name, version)"
            " VALUES (?, 'org', 'listed', 1, 't', 't', 'd', 'd', 'collected', 'o', 1, 't', 'v')",
            product,
        )
        tx.run(
            "INSERT INTO catalogue_version (id, product, added_at, location, delta_version,"
            " row_count, byte_count, file_count, digest, source, fields)"
            " VALUES ('v', ?, 1, ?, 0, 500, 1, 1, '', '', '[]')",
            product,
            f"products/{product}",
        )
    store.close()
    assert run(product, "--folder", str(folder), "--as-of", "2026-11-21", "--json") == 0
    assert decode(capfdbinary.readouterr().out) == report
    assert run(f"product_{'1' * 26}", "--folder", str(folder)) == command.REFUSED
