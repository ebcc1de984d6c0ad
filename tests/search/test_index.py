"""The index alone: which products words find, in which order, and how they divide."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from datafloor.adapters.search import Asked, Reason, Searchable, SearchIndex, Sort, reasons, words


def product(name: str, title: str, text: str = "", **but: Any) -> Searchable:
    said: dict[str, Any] = {
        "product": name,
        "titles": (title,),
        "text": text,
        "origin": "collected",
        "modes": ("free",),
        "purposes": ("research",),
        "onward": ("none",),
        "seller": "org_a",
        "listed_at": 1,
        "price_minor": 0,
        "grade": None,
    }
    return Searchable(**(said | but))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    made = SearchIndex(tmp_path / "search")
    yield made
    made.close()


def found(index: SearchIndex, text: str = "", **but: Any) -> list[str]:
    return [hit.product for hit in index.find(Asked(text=text, **but)).hits]


TRAFFIC = "Dữ liệu giao thông"


@pytest.mark.parametrize(
    "typed",
    [
        "dữ liệu giao thông",
        "du lieu giao thong",
        "DỮ LIỆU",
        "giao thong, du-lieu!",
        unicodedata.normalize("NFD", "dữ liệu giao thông"),
    ],
)
def test_marks_and_capitals_may_be_left_out(index: SearchIndex, typed: str) -> None:
    index.put([product("traffic", TRAFFIC), product("weather", "Thời tiết")])
    assert found(index, typed) == ["traffic"]


def test_decomposed_text_is_found_too(index: SearchIndex) -> None:
    index.put([product("road", unicodedata.normalize("NFD", "Đường bộ"))])
    assert found(index, "đường") == found(index, "duong") == ["road"]


@pytest.mark.parametrize(
    ("typed", "first"), [("đường", "road"), ("duong", "plain"), ("dương", "male")]
)
def test_what_is_written_as_typed_comes_first(index: SearchIndex, typed: str, first: str) -> None:
    index.put(
        [
            product("road", "Bản đồ quốc gia về các tuyến", f"đường {'chữ ' * 300}"),
            product("male", "Bản đồ quốc gia về các tuyến", f"dương {'chữ ' * 300}"),
            product("plain", "Bản đồ quốc gia về các tuyến", f"duong {'chữ ' * 300}"),
            *(product(f"other{each}", "Đương Đưỡng đượng") for each in range(5)),
        ]
    )
    assert found(index, typed)[0] == first
    assert len(found(index, typed)) == 8


def test_a_title_comes_before_a_text(index: SearchIndex) -> None:
    index.put([product("text", "Vận tải", "cảng biển"), product("title", "Cảng biển", "vận tải")])
    assert found(index, "cảng biển") == ["title", "text"]


def test_every_word_must_be_there(index: SearchIndex) -> None:
    index.put([product("both", "Port calls", "ships"), product("one", "Port")])
    assert found(index, "port ships") == ["both"]
    assert found(index, "port trains") == []
    assert found(index, "?!") == found(index)


def test_facets_divide_all_that_was_found(index: SearchIndex) -> None:
    index.put(
        [
            product("a", TRAFFIC, purposes=("research", "any")),
            product("b", TRAFFIC, origin="derived", modes=("once",), seller="org_b", grade="B"),
            product("c", "Weather", origin="derived"),
            product("d", TRAFFIC, theme="transport", provinces=("01", "48"), frequency="daily"),
        ]
    )
    answer = index.find(Asked(text="giao thong", limit=1))
    assert (answer.total, len(answer.hits)) == (3, 1)
    divided = {
        facet: {each.value: each.count for each in buckets}
        for facet, buckets in answer.facets.items()
    }
    assert divided == {
        "origin": {"collected": 2, "derived": 1},
        "mode": {"free": 2, "once": 1},
        "purpose": {"research": 3, "any": 1},
        "onward": {"none": 3},
        "seller": {"org_a": 2, "org_b": 1},
        "grade": {"B": 1},
        "theme": {"transport": 1},
        "province": {"01": 1, "48": 1},
        "frequency": {"daily": 1},
    }


def test_filters_hold_together(index: SearchIndex) -> None:
    index.put(
        [
            product("free", TRAFFIC, price_minor=0),
            product("dear", TRAFFIC, modes=("once",), price_minor=900),
            product("dollars", TRAFFIC, modes=("once",), price_minor=None, origin="derived"),
        ]
    )
    assert set(found(index, having={"mode": ("once",)})) == {"dear", "dollars"}
    assert set(found(index, having={"mode": ("once", "free")})) == {"dear", "dollars", "free"}
    assert found(index, having={"mode": ("once",), "origin": ("derived",)}) == ["dollars"]
    assert found(index, most_minor=899) == ["free"]
    assert set(found(index, most_minor=900)) == {"free", "dear"}


def test_sorting_and_pages(index: SearchIndex) -> None:
    prices = [300, None, 100, 200]
    index.put(
        [product(str(each), TRAFFIC, listed_at=each, price_minor=prices[each]) for each in range(4)]
    )
    assert found(index, "giao", sort=Sort.newest) == ["3", "2", "1", "0"]
    assert found(index, "giao", sort=Sort.cheapest) == ["2", "3", "0", "1"]
    assert found(index) == ["3", "2", "1", "0"]
    assert found(index, offset=1, limit=2) == ["2", "1"]


def test_what_is_put_again_replaces_and_what_is_gone_is_not_found(index: SearchIndex) -> None:
    index.put([product("a", TRAFFIC), product("b", TRAFFIC)])
    index.put([product("a", "Weather")], gone=["b"])
    assert found(index, "giao") == []
    assert found(index, "weather") == ["a"]
    assert index.find(Asked()).total == 1


def test_titles_are_suggested_while_typing(index: SearchIndex) -> None:
    index.put([product("a", TRAFFIC), product("b", "Dữ liệu y tế"), product("c", "Thời tiết")])
    assert set(index.suggest("du li", 8)) == {"a", "b"}
    assert index.suggest("dữ liệu gi", 8) == ["a"]
    assert index.suggest("thoi", 8) == ["c"]
    assert len(index.suggest("d", 1)) == 1
    assert index.suggest("  ", 8) == []


def test_an_earlier_index_in_the_folder_is_forgotten(tmp_path: Path) -> None:
    for name in ("old", "new"):
        index = SearchIndex(tmp_path / "search")
        index.put([product(name, TRAFFIC)])
        assert found(index) == [name]
        index.close()


def test_reasons_name_the_part_and_whether_the_marks_fit() -> None:
    parts = {"title": "Dữ liệu giao thông", "description": "duong bo, Đường sắt"}
    assert reasons(words("dữ lieu đường duong xe"), parts) == [
        Reason("dữ", "title", True),
        Reason("lieu", "title", False),
        Reason("đường", "description", True),
        Reason("duong", "description", True),
    ]


def test_a_question_of_any_length_is_answered(index: SearchIndex) -> None:
    index.put([product("a", TRAFFIC)])
    assert found(index, "giao " * 5_000) == ["a"]
    assert found(index, "x" * 5_000) == ["a"]
    assert found(index, '"(giao:* AND [') == []
