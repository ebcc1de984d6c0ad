"""Marks: what they change, whom they find, and that they accuse nobody else."""

from collections.abc import Callable

import numpy as np
import pytest

from datafloor.analysis.marks import (
    Marking,
    bias,
    effect,
    find_column,
    mark,
    match_rows,
    places,
    trace,
)
from datafloor.analysis.marks.match import pair_columns
from datafloor.analysis.marks.place import CUTOFF, Numbers
from datafloor.analysis.marks.prf import blocks, words
from datafloor.analysis.marks.trace import Code

SECRET = b"kept by two people"
VERSION = "version_1"
TEMPERATURE = Marking("temperature", tolerance=0.2, step=0.1, one_in=20)
ROWS = 200_000
BUYERS = [f"org_{number}" for number in range(2_000)]
CHANCE = np.random.default_rng(7)
VALUES: Numbers = np.round(CHANCE.normal(25, 5, ROWS), 1)
COPIES = [mark(VALUES, SECRET, VERSION, TEMPERATURE, buyer) for buyer in BUYERS[:8]]


def test_the_random_words_are_those_of_the_cipher() -> None:
    """FIPS 197, appendix C.1: AES-128 of the example block under the example key."""
    block = bytes.fromhex("00112233445566778899aabbccddeeff")
    sealed = bytes.fromhex("69c4e0d86a7b0430d8cdb78070b4c55a")
    assert words(bytes(range(16)), block * 3).tobytes() == sealed[:8] * 3


def test_only_marked_rows_move_by_the_shift_and_stay_on_the_grid() -> None:
    rows = places(SECRET, VERSION, TEMPERATURE, ROWS).astype(np.int64)
    assert 0.045 < len(rows) / ROWS < 0.055
    changed = np.flatnonzero(COPIES[0] != VALUES)
    assert set(changed) == set(rows)
    moved = COPIES[0][rows] - VALUES[rows]
    assert np.allclose(np.abs(moved), TEMPERATURE.shift)
    assert np.array_equal(COPIES[0], np.round(COPIES[0], 1))


@pytest.mark.parametrize(
    ("tolerance", "step", "shift"), [(0.2, 0.1, 0.1), (0.2, 0, 0.1), (1, 0.25, 0.5), (30, 5, 15)]
)
def test_no_value_moves_by_more_than_half_of_the_tolerance(
    tolerance: float, step: float, shift: float
) -> None:
    marking = Marking("x", tolerance, step, one_in=2)
    assert marking.shift == pytest.approx(shift)
    values: Numbers = np.arange(1_000.0) * (step or 0.37)
    copy = mark(values, SECRET, VERSION, marking, "org_1")
    assert np.max(np.abs(copy - values)) <= tolerance / 2 + 1e-9
    if step:
        assert np.allclose(copy / step, np.round(copy / step))


def test_a_grid_too_coarse_for_the_tolerance_is_refused() -> None:
    with pytest.raises(ValueError, match="less than one step"):
        mark(VALUES[:10], SECRET, VERSION, Marking("x", 0.2, 0.5), "org_1")


def test_a_copy_is_always_the_same_and_no_other_is_like_it() -> None:
    again = mark(VALUES, SECRET, VERSION, TEMPERATURE, BUYERS[0])
    assert np.array_equal(again, COPIES[0])
    for other in (
        COPIES[1],
        mark(VALUES, b"another key", VERSION, TEMPERATURE, BUYERS[0]),
        mark(VALUES, SECRET, "version_2", TEMPERATURE, BUYERS[0]),
    ):
        assert np.count_nonzero(other != COPIES[0]) > 2_000


def test_missing_values_stay_missing() -> None:
    values = np.where(np.arange(1_000) % 3 == 0, np.nan, np.arange(1_000) % 7.0)
    copy = mark(values, SECRET, VERSION, Marking("x", 0.2, one_in=2), "org_1")
    assert np.array_equal(np.isnan(copy), np.isnan(values))
    assert effect(values, copy).changed > 100


def test_an_empty_table_is_marked_too() -> None:
    empty = np.zeros(0)
    assert len(mark(empty, SECRET, VERSION, TEMPERATURE, "org_1")) == 0
    found = effect(empty, empty)
    assert (found.changed, found.ks, found.mean) == (0, 0.0, 0.0)


def test_the_bias_has_the_density_of_tardos() -> None:
    rows = np.arange(200_000, dtype=np.uint64)
    chance = bias(SECRET, VERSION, "temperature", rows)
    assert CUTOFF <= chance.min() < chance.max() <= 1 - CUTOFF
    least = np.arcsin(np.sqrt(CUTOFF))
    expected = (np.pi / 8 - least) / (np.pi / 2 - 2 * least)
    assert np.mean(chance < np.sin(np.pi / 8) ** 2) == pytest.approx(expected, abs=0.005)


def test_statistics_do_not_see_it() -> None:
    found = effect(VALUES, COPIES[0])
    assert abs(found.mean) < 1e-4
    assert abs(found.variance) < 1e-4
    assert found.ks < 0.002
    grid = np.unique(np.concatenate([VALUES, COPIES[0]]))
    one, other = np.sort(VALUES), np.sort(COPIES[0])
    gaps = np.searchsorted(one, grid, "right") - np.searchsorted(other, grid, "right")
    assert found.ks == pytest.approx(np.max(np.abs(gaps)) / ROWS)


# Tracing


def leak(part: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Some rows of the version, drawn by chance."""
    rows = np.random.default_rng(11).choice(ROWS, int(ROWS * part), replace=False)
    return np.sort(rows).astype(np.int64)


def accused(rows: "np.ndarray[tuple[int], np.dtype[np.int64]]", values: Numbers) -> list[str]:
    found = trace(VALUES, values, rows, SECRET, VERSION, TEMPERATURE, BUYERS)
    return [each.buyer for each in found.accused]


@pytest.mark.parametrize("part", [0.03, 0.1, 1.0])
def test_a_part_of_one_copy_names_its_buyer_alone(part: float) -> None:
    rows = leak(part)
    assert accused(rows, COPIES[3][rows]) == [BUYERS[3]]


def test_noise_and_rounding_do_not_hide_it() -> None:
    rows = leak(0.3)
    noisy = COPIES[3][rows] + np.random.default_rng(5).normal(0, 0.15, len(rows))
    assert accused(rows, noisy) == [BUYERS[3]]
    assert accused(rows, np.round(noisy * 4) / 4) == [BUYERS[3]]


def test_too_little_is_not_enough_and_says_so() -> None:
    rows = leak(0.001)
    found = trace(VALUES, COPIES[3][rows], rows, SECRET, VERSION, TEMPERATURE, BUYERS)
    assert found.accused == ()
    assert str(found).startswith("It cannot be told whose copy this is")
    rows = np.zeros(0, np.int64)
    assert accused(rows, VALUES[rows]) == []


def test_the_answer_says_how_sure_it_is_and_what_it_does_not_say() -> None:
    rows = leak(0.1)
    text = str(trace(VALUES, COPIES[3][rows], rows, SECRET, VERSION, TEMPERATURE, BUYERS))
    assert text.startswith("Marks of org_3 (")
    assert "with a chance of at most" in text
    assert "It does not say who passed the file on" in text


def test_the_original_or_a_copy_of_nobody_accuses_nobody() -> None:
    rows = leak(1.0)
    assert accused(rows, VALUES) == []
    assert accused(rows, mark(VALUES, SECRET, VERSION, TEMPERATURE, "org_unknown")) == []
    wild = VALUES + np.random.default_rng(3).choice([-0.1, 0.1], ROWS)
    assert accused(rows, wild) == []


def interleave(stack: Numbers) -> Numbers:
    who = np.random.default_rng(2).integers(0, len(stack), stack.shape[1])
    mixed: Numbers = stack[who, np.arange(stack.shape[1])]
    return mixed


def minority(stack: Numbers) -> Numbers:
    """What fewer of them have, where they differ."""
    higher = stack > stack.mean(axis=0)
    rare = higher.sum(axis=0) * 2 <= len(stack)
    mixed: Numbers = np.where(rare, stack.max(axis=0), stack.min(axis=0))
    return mixed


ATTACKS: dict[str, Callable[[Numbers], Numbers]] = {
    "interleave": interleave,
    "majority": lambda stack: np.median(stack, axis=0),
    "minority": minority,
    "average": lambda stack: stack.mean(axis=0),
    "lowest": lambda stack: stack.min(axis=0),
    "highest": lambda stack: stack.max(axis=0),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_of_eight_who_mix_their_copies_some_are_named_and_nobody_else(attack: str) -> None:
    rows = leak(1.0)
    found = accused(rows, ATTACKS[attack](np.array([copy[rows] for copy in COPIES])))
    assert found
    assert set(found) <= set(BUYERS[:8])


def test_screening_spares_nobody_who_is_found_without_it() -> None:
    rows = leak(1.0)
    mixed = interleave(np.array(COPIES))
    few = trace(VALUES, mixed, rows, SECRET, VERSION, TEMPERATURE, BUYERS[:400])
    many = trace(VALUES, mixed, rows, SECRET, VERSION, TEMPERATURE, BUYERS)
    assert {each.buyer for each in many.accused} <= {each.buyer for each in few.accused}
    assert many.accused


@pytest.mark.parametrize("weights", ["full", "soft"])
def test_the_bound_is_not_exceeded_by_innocents(weights: str) -> None:
    """Of 20,000 innocents, no more pass a threshold than it says, with few rows and with many."""
    for count in (20, 200):
        rows = np.arange(count, dtype=np.uint64)
        chance = bias(SECRET, VERSION, "x", rows)
        draw = np.random.default_rng(count)
        weight = draw.choice([-1.0, 1.0], count)
        if weights == "soft":
            weight *= draw.uniform(0.01, 1, count)
        code = Code(blocks(rows, "x"), weight, chance)
        keys = [number.to_bytes(16, "big") for number in range(20_000)]
        scores = np.array(code.scores(keys))
        assert abs(scores.mean()) < 0.05 * code.spread
        assert scores.std() == pytest.approx(code.spread, rel=0.03)
        for error in (0.1, 0.01, 0.001):
            floor = code.threshold(1, error)
            assert np.mean(scores >= floor) <= error
            assert code.chance_of(floor, 1) == pytest.approx(error, rel=0.01)
        assert code.chance_of(-1.0, 1) == 1.0


# Finding the rows


def table(rows: int = 20_000) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(1)
    minutes = np.arange(rows) // 50
    return {
        "station": np.array([f"Trạm {number}" for number in np.arange(rows) % 50]),
        "time": np.datetime64("2026-01-01T00:00", "us") + minutes * np.timedelta64(60, "s"),
        "humidity": np.round(draw.uniform(20, 99, rows), 1),
        "temperature": np.round(draw.normal(25, 5, rows), 1),
        "quality": draw.integers(0, 3, rows),
    }


def test_rows_are_found_again_shuffled_renamed_retyped_and_with_columns_dropped() -> None:
    original = table()
    marking = Marking("temperature", 0.2, 0.1, one_in=4)
    copy = original | {
        "temperature": mark(original["temperature"], SECRET, VERSION, marking, "org_1")
    }
    order = np.random.default_rng(9).permutation(20_000)[:8_000]
    part = {name: values[order] for name, values in copy.items()}
    leaked = {
        "c3": part["temperature"].astype(str),
        "c1": part["time"].astype(str),
        "c0": part["station"].astype(object),
        "c2": part["humidity"].astype(np.float32).astype(np.float64).round(1),
        "c9": part["quality"].astype(np.float64),
    }
    for dropped in ((), ("c2",), ("c0", "c9")):
        rest = {name: values for name, values in leaked.items() if name not in dropped}
        ours, theirs = match_rows(original, rest, ["temperature"])
        assert len(ours) > 7_000
        assert np.array_equal(order[theirs], ours)
        column = find_column(original["temperature"], rest, (ours, theirs), marking.tolerance)
        assert column is not None
        name, values = column
        assert name == "c3"
        found = trace(
            original["temperature"], values, ours, SECRET, VERSION, marking, ["org_1", "org_2"]
        )
        assert [each.buyer for each in found.accused] == ["org_1"]


def test_rows_that_could_be_several_are_left_out_and_those_that_come_twice_are_kept() -> None:
    original = {"id": np.array([1, 2, 2, 3, 4]), "x": np.arange(5.0)}
    leaked = {"id": np.array([4, 2, 3, 3, 1]), "x": np.arange(5.0)}
    ours, theirs = match_rows(original, leaked, ["x"])
    pairs = sorted(zip(ours.tolist(), theirs.tolist(), strict=True))
    assert pairs == [(0, 4), (3, 2), (3, 3), (4, 0)]


def test_a_column_is_not_taken_for_another_that_has_its_values() -> None:
    """Without `minute`, `hour` and `month` would fit into it; a new number fits into `id`."""
    draw = np.random.default_rng(4)
    original = {
        "id": draw.permutation(5_000),
        "minute": draw.integers(0, 60, 5_000),
        "hour": draw.integers(0, 24, 5_000),
        "month": draw.integers(1, 13, 5_000),
        "wind": np.round(draw.uniform(0, 30, 5_000), 1),
    }
    part = np.flatnonzero(original["month"] == 2)
    leaked = {
        "a": original["month"][part],
        "b": original["hour"][part].astype(str),
        "c": original["wind"][part].astype(np.float32),
        "id": np.arange(len(part)),
    }
    pairs = pair_columns(original, leaked, [])
    assert sorted(pairs) == [("hour", "b"), ("month", "a"), ("wind", "c")]
    ours, theirs = match_rows(original, leaked | {"id": original["id"][part]}, [])
    assert np.array_equal(ours, part)
    assert np.array_equal(theirs, np.arange(len(part)))


def test_a_file_of_something_else_has_no_rows_of_ours() -> None:
    original = table()
    other = {"a": np.arange(100) + 5_000_000, "b": np.array(["x"] * 100)}
    ours, theirs = match_rows(original, other, ["temperature"])
    assert len(ours) == len(theirs) == 0
    pairs = (np.arange(100), np.arange(100))
    assert find_column(original["temperature"], other, pairs, 0.2) is None
