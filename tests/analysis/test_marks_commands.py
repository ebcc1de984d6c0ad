"""`datafloor mark` and `datafloor trace` as two persons and a seller use them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datafloor.adapters.shares import join_shares
from datafloor.app import cli

ROWS = 60_000
BUYERS = ("org_1", "org_2", "org_3", "org_4")


def run(*arguments: str | Path) -> int:
    return cli.main([str(each) for each in arguments])


def measured(rows: int = ROWS) -> pl.DataFrame:
    """What stations measure: also money, counts, and two columns that follow from another."""
    draw = np.random.default_rng(1)
    temperature = draw.normal(25, 5, rows).round(1)
    wind, gust = draw.gamma(3, 2, rows).round(1), draw.gamma(3, 3, rows).round(1)
    minutes = np.arange(rows) // 50 * np.timedelta64(60, "s")
    return pl.DataFrame(
        {
            "station": [f"Trạm {number % 50}" for number in range(rows)],
            "time": pl.Series(np.datetime64("2026-01-01", "us") + minutes).dt.replace_time_zone(
                "UTC"
            ),
            "temperature": temperature,
            "fahrenheit": (temperature * 1.8 + 32).round(1),
            "pm25": draw.gamma(2, 15, rows).round(2),
            "rain": np.where(draw.random(rows) < 0.9, 0, draw.gamma(1, 3, rows)).round(1),
            "wind": wind,
            "gust": gust,
            "both": (wind + gust).round(1),
            "fee": draw.integers(1, 9_000, rows) * 1.5,
            "blood_glucose": draw.normal(5, 1, rows).round(2),
            "gdp": draw.normal(400, 50, rows).round(1),
            "level": draw.integers(0, 900, rows) * 1.0,
            "quality": draw.integers(0, 3, rows),
        }
    )


@dataclass(frozen=True)
class Made:
    """A table, its key and four buyers' copies."""

    folder: Path
    copies: dict[str, pl.DataFrame]

    def table(self) -> Path:
        return self.folder / "table.parquet"

    def shares(self) -> tuple[Path, Path]:
        return self.folder / "key-1.share", self.folder / "key-2.share"

    def record(self) -> Path:
        return self.folder / "copies.jsonl"

    def apply(self, columns: str, out: Path, *more: str | Path, buyer: str = "org_9") -> int:
        options = ("--shares", *self.shares(), "--columns", columns, "--one-in", "10")
        return run("mark", "apply", self.table(), *options, "--buyer", buyer, "--out", out, *more)

    def trace(self, leak: Path, *more: str | Path) -> int:
        buyers: tuple[str | Path, ...] = ("--buyers", self.record())
        if "--buyers" in more:
            buyers = ()
        one, other = self.shares()
        options = ("--original", self.table(), "--shares", other, one)
        return run("trace", leak, *options, *buyers, *more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("marks")
    measured().write_parquet(folder / "table.parquet")
    assert run("mark", "key", folder / "key") == 0
    made = Made(folder, {})
    for buyer in BUYERS:
        out = folder / f"{buyer}.parquet"
        assert made.apply("pm25:0.1,rain:0.4", out, "--record", made.record(), buyer=buyer) == 0
        made.copies[buyer] = pl.read_parquet(out)
    return made


# the key


def test_either_share_alone_is_worthless_and_both_make_the_key(tmp_path: Path) -> None:
    assert run("mark", "key", tmp_path / "a") == 0
    one, other = tmp_path / "a-1.share", tmp_path / "a-2.share"
    bits = [bytes.fromhex(json.loads(path.read_text())["bits"]) for path in (one, other)]
    key = join_shares(one, other)
    assert key == join_shares(other, one)
    assert key == bytes(a ^ b for a, b in zip(*bits, strict=True))
    assert key not in bits
    assert one.stat().st_mode & 0o777 == other.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_overwritten_and_never_half_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a-2.share").write_text("kept")
    assert run("mark", "key", tmp_path / "a") == 1
    assert "a-2.share already" in capsys.readouterr().err  # file_exists
    assert (tmp_path / "a-2.share").read_text() == "kept"
    assert not (tmp_path / "a-1.share").exists()


def test_shares_that_do_not_belong_together(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("mark", "key", tmp_path / "b") == 0
    one, other = made.shares()
    for pair in ((one, tmp_path / "b-2.share"), (one, one)):
        asked = ("--original", made.table(), "--buyers", made.record(), "--shares", *pair)
        assert run("trace", made.table(), *asked) == 1
        assert "not the two shares of one" in capsys.readouterr().err  # mark_shares_apart
    bad = tmp_path / "bad.share"
    for text in ("", "{}", other.read_text().replace('"bits":"', '"bits":"00')):
        bad.write_text(text)
        asked = ("--original", made.table(), "--buyers", made.record(), "--shares", one, bad)
        assert run("trace", made.table(), *asked) == 1
        assert "bad.share is no share" in capsys.readouterr().err  # mark_share_wrong
    flipped = json.loads(other.read_text())
    flipped["bits"] = "00" * 32
    bad.write_text(json.dumps(flipped))
    assert run("trace", made.table(), *asked) == 1
    assert "not the two shares of one" in capsys.readouterr().err


# a copy


def test_a_copy_differs_from_the_original_in_marks_only(made: Made) -> None:
    original, copy = measured(), made.copies["org_3"]
    assert copy.schema == original.schema
    same = [name for name in original.columns if name not in ("pm25", "rain")]
    assert copy.select(same).equals(original.select(same))
    for name, most in (("pm25", 0.05), ("rain", 0.2)):
        moved = (copy[name] - original[name]).abs()
        assert moved.max() == pytest.approx(most)
        assert 0 < (moved > 1e-9).sum() < 0.12 * ROWS
    assert copy.filter(original["rain"] == 0)["rain"].max() == 0  # where a mark would be seen
    assert not copy["pm25"].equals(made.copies["org_1"]["pm25"])


def test_the_effect_is_measured_and_told(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made.apply("pm25:0.1", tmp_path / "x.parquet") == 0
    text = capsys.readouterr().out
    assert "x.parquet: the copy for org_9, 60,000 rows" in text
    assert " values moved by 0.05; mean " in text
    assert "distribution (KS)" in text
    assert "Statistics may see it" not in text
    measured(300).write_parquet(tmp_path / "few.parquet")
    asked = ("--shares", *made.shares(), "--columns", "pm25:8", "--one-in", "2", "--buyer", "b")
    out = tmp_path / "y.parquet"
    assert run("mark", "apply", tmp_path / "few.parquet", *asked, "--out", out) == 0
    text = capsys.readouterr().out
    assert "Statistics may see it" in text
    assert "about 200 must leak" in text


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ("fee:3", "“fee” must not be marked: it is money"),
        ("quality:4", "“quality” must not be marked: whole numbers"),
        ("level:4", "“level” must not be marked: whole numbers are counts"),
        ("station:1", "“station” must not be marked: only measured numbers"),
        ("time:1", "“time” must not be marked: only measured numbers"),
        ("blood_glucose:1", "“blood_glucose” must not be marked: it is medical"),
        ("gdp:1", "“gdp” must not be marked: it is an official statistic"),
        ("temperature:0.4", "“temperature” must not be marked: it follows from fahrenheit"),
        ("both:0.4", "“both” must not be marked: it follows from gust, wind"),
        ("pm25:0.1,nowhere:1", "no column “nowhere”"),
        ("pm25:0.01", "a mark that moves them by no more than half"),  # mark_no_room
        ("pm25", "“pm25” is not of this form"),  # mark_columns_unclear
        ("pm25:-1", "“pm25:-1” is not of this form"),
        ("pm25:nan", "“pm25:nan” is not of this form"),
        ("pm25:1,pm25:2", "is not of this form"),
    ],
)
def test_what_must_not_be_marked_is_refused_and_nothing_written(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: str, why: str
) -> None:
    assert made.apply(columns, tmp_path / "x.parquet") == 1  # mark_forbidden
    assert why in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_refusals_are_told_in_vietnamese(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made.apply("fee:3", tmp_path / "x.parquet", "--language", "vi") == 1
    assert "Không được đánh dấu cột “fee”: đây là tiền" in capsys.readouterr().err


def test_copies_of_one_table_are_marked_alike_and_nothing_is_overwritten(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = made.record().read_bytes()
    assert made.apply("pm25:0.1", tmp_path / "x.parquet", "--record", made.record()) == 1
    assert "were marked in pm25:0.1,rain:0.4, one row in 10" in capsys.readouterr().err
    out = made.folder / "org_1.parquet"
    assert made.apply("pm25:0.1,rain:0.4", out) == 1
    assert "org_1.parquet already" in capsys.readouterr().err
    other = ("--one-in", "20", "--record", made.record())
    assert made.apply("pm25:0.1,rain:0.4", tmp_path / "z.parquet", *other) == 1
    assert "were marked in pm25:0.1,rain:0.4, one row in 10" in capsys.readouterr().err
    again = tmp_path / "again.parquet"
    assert made.apply("pm25:0.1,rain:0.4", again, "--record", made.record(), buyer="org_1") == 0
    assert again.read_bytes() == out.read_bytes()
    assert made.record().read_bytes() == before


# a leak

Leak = Callable[[dict[str, pl.DataFrame], Path], None]
ORG_3 = ["org_3"]


def retyped(copies: dict[str, pl.DataFrame], path: Path) -> None:
    part = copies["org_3"].sample(fraction=0.2, shuffle=True, seed=1)
    part.select(
        when=pl.col("time").dt.strftime("%Y-%m-%d %H:%M:%S"),
        value=pl.col("pm25").cast(pl.String) + " ",
        where="station",
        flag=pl.col("quality").cast(pl.Float64),
    ).write_csv(path, separator=";")


def dropped(copies: dict[str, pl.DataFrame], path: Path) -> None:
    part = copies["org_3"].drop("time", "station", "rain").sample(fraction=0.2, seed=4)
    part.with_row_index("number").with_columns(pl.col("pm25").cast(pl.Float32)).write_parquet(path)


def noisy(copies: dict[str, pl.DataFrame], path: Path) -> None:
    noise = pl.Series(np.random.default_rng(3).normal(0, 0.05, ROWS))
    copies["org_3"].with_columns(pl.col("pm25") + noise).tail(ROWS // 2).write_ndjson(path)


def stacked(copies: dict[str, pl.DataFrame], path: Path) -> None:
    both = pl.concat([copies["org_1"], copies["org_2"]])
    both.sample(fraction=1, shuffle=True, seed=2).write_parquet(path)


def averaged(copies: dict[str, pl.DataFrame], path: Path) -> None:
    mean = (copies["org_1"]["pm25"] + copies["org_2"]["pm25"] + copies["org_4"]["pm25"]) / 3
    copies["org_1"].with_columns(mean).drop("rain").write_parquet(path)


@pytest.mark.parametrize(
    ("leak", "ending", "named"),
    [
        (retyped, "csv", {"org_3"}),
        (dropped, "parquet", {"org_3"}),
        (noisy, "jsonl", {"org_3"}),
        (stacked, "parquet", {"org_1", "org_2"}),
        (averaged, "parquet", {"org_1", "org_2", "org_4"}),
    ],
)
def test_a_leak_names_those_whose_copies_are_in_it(
    made: Made,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    leak: Leak,
    ending: str,
    named: set[str],
) -> None:
    path = tmp_path / f"leak.{ending}"
    leak(made.copies, path)
    assert made.trace(path, "--json") == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert set(told["accused"]) == named
    assert {each["buyer"] for each in told["scores"]} == set(BUYERS)
    assert all(each["accused"] == (each["buyer"] in named) for each in told["scores"])
    assert all(each["chance_at_most"] <= 1e-6 for each in told["scores"] if each["accused"])
    assert told["columns"]["pm25"] == ("value" if leak is retyped else "pm25")
    assert (told["columns"]["rain"] is None) == (leak not in (noisy, stacked))


def test_a_list_of_all_buyers_is_enough_where_the_columns_are_said(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    retyped(made.copies, tmp_path / "leak.csv")
    buyers = tmp_path / "buyers.txt"
    buyers.write_text("".join(f"org_{number}\n" for number in range(2_000)))
    asked = ("--buyers", buyers, "--one-in", "10", "--columns")
    assert made.trace(tmp_path / "leak.csv", *asked, "rain:0.4,pm25:0.1") == 0
    text = capsys.readouterr().out
    assert "pm25 is here, called value" in text
    assert "rain is not here" in text
    assert "Scores of 2,000 buyers" in text
    assert "This file has the marks of org_3." in text
    assert made.trace(tmp_path / "leak.csv", "--buyers", buyers) == 1
    assert "is not of this form" in capsys.readouterr().err


def test_the_same_table_in_another_kind_of_file_traces_alike(made: Made, tmp_path: Path) -> None:
    retyped(made.copies, tmp_path / "leak.csv")
    measured().write_csv(tmp_path / "table.csv")
    asked = ("--original", tmp_path / "table.csv", "--shares", *made.shares())
    assert run("trace", tmp_path / "leak.csv", *asked, "--buyers", made.record()) == 0


def few(copies: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return copies["org_3"].head(60)


def bare(copies: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return copies["org_3"].select("pm25")


def unmarked_only(copies: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return copies["org_3"].drop("pm25", "rain")


def itself(copies: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return measured()


@pytest.mark.parametrize(
    ("leak", "why"),
    [
        (few, "It clears nobody."),
        (bare, "None of its rows could be recognised"),
        (unmarked_only, "No marked column is in it"),
        (itself, "it has the original's own values"),
    ],
)
def test_what_cannot_be_told_is_not_told(
    made: Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    leak: Callable[[dict[str, pl.DataFrame]], pl.DataFrame],
    why: str,
) -> None:
    leak(made.copies).write_parquet(tmp_path / "leak.parquet")
    assert made.trace(tmp_path / "leak.parquet") == 3
    text = capsys.readouterr().out
    assert "It cannot be told whose copy this is." in text
    assert why in text
    assert made.trace(tmp_path / "leak.parquet", "--language", "vi") == 3
    assert "Không thể xác định" in capsys.readouterr().out


def test_a_copy_of_nobody_known_accuses_nobody(made: Made, tmp_path: Path) -> None:
    assert made.apply("pm25:0.1,rain:0.4", tmp_path / "stranger.parquet", buyer="org_x") == 0
    assert made.trace(tmp_path / "stranger.parquet") == 3


def test_a_list_of_buyers_that_does_not_fit_is_refused(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buyers = tmp_path / "buyers"
    for text, problem in (("", "it is empty"), ('{"buyer": 1}', "Expected `str`"), ("\xff", "utf")):
        buyers.write_bytes(text.encode("latin-1"))
        assert made.trace(made.table(), "--buyers", buyers) == 1
        assert problem in capsys.readouterr().err  # mark_buyers_unreadable
    assert made.trace(made.table(), "--buyers", tmp_path / "none") == 1
    lines = made.record().read_text()
    buyers.write_text(lines.replace('"version":"', '"version":"0'))
    assert made.trace(made.table(), "--buyers", buyers) == 1
    assert "no copy was made of this table" in capsys.readouterr().err  # mark_original_other
    buyers.write_text(lines.replace('"one_in":10', '"one_in":20', 1))
    assert made.trace(made.table(), "--buyers", buyers) == 1
    assert "Mark all alike" in capsys.readouterr().err  # mark_differs
