"""Titles that name the same data, and titles that do not."""

import pytest

from datafloor.analysis.likeness import ALIKE, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dữ liệu giao thông Hà Nội", "du lieu giao thong ha noi"),
        ("Giao thông Hà Nội theo giờ", "Hà Nội: giao thông, theo giờ"),
        ("Road traffic counts by hour", "Road traffic count by hours"),
        ("Giá đất năm 2024", "Giá đất năm 2025"),
    ],
)
def test_nearly_the_same(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dữ liệu giao thông Hà Nội", "Dữ liệu khí tượng Cần Thơ"),
        ("Giá đất", "Giá điện"),
        ("Road traffic counts", "Rail passenger counts"),
        ("", ""),
        ("?!", "?!"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


def test_the_same_words_are_wholly_alike() -> None:
    assert likeness("Đường bộ", "ĐƯỜNG-BỘ") == 1
