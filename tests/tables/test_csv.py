"""CSV in the encodings and with the separators that are met, and what is refused of it."""

import codecs
import gzip
import unicodedata
from datetime import UTC, date, datetime

import pytest

from datafloor.kernel.refusal import Refusal
from tests.tables.conftest import Shop

VIETNAMESE = "mã,tỉnh\n01,Hà Nội\n46,Thừa Thiên Huế\n79,Thành phố Hồ Chí Minh\n"
ROWS = [
    {"mã": "01", "tỉnh": "Hà Nội"},
    {"mã": "46", "tỉnh": "Thừa Thiên Huế"},
    {"mã": "79", "tỉnh": "Thành phố Hồ Chí Minh"},
]


def windows_1258(text: str) -> bytes:
    """Text as Windows writes it in Vietnam: the letter with its hat, then the tone by itself."""
    written = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", marks.replace(tone, ""))
            written += (base + tone).encode("cp1258")
    return written


@pytest.mark.parametrize(
    "content",
    [
        VIETNAMESE.encode(),
        codecs.BOM_UTF8 + VIETNAMESE.encode(),
        VIETNAMESE.encode("utf-16"),
        codecs.BOM_UTF16_BE + VIETNAMESE.encode("utf-16-be"),
        VIETNAMESE.encode("utf-16-le"),
        VIETNAMESE.encode("utf-32"),
        windows_1258(VIETNAMESE),
        gzip.compress(VIETNAMESE.encode()),
        VIETNAMESE.replace("\n", "\r\n").encode(),
        VIETNAMESE.replace(",", ";").encode(),
        VIETNAMESE.replace(",", "\t").encode(),
        VIETNAMESE.replace(",", "|").encode("utf-16"),
    ],
    ids=[
        "utf-8",
        "utf-8-bom",
        "utf-16",
        "utf-16-be",
        "utf-16-no-bom",
        "utf-32",
        "windows-1258",
        "gzip",
        "crlf",
        "semicolon",
        "tab",
        "bar-utf-16",
    ],
)
def test_encodings_and_separators_are_found_out(shop: Shop, content: bytes) -> None:
    published = shop.text(content)
    assert shop.rows() == ROWS
    assert (published.version, published.rows, published.files) == (0, 3, 1)
    assert [(field.name, field.type) for field in published.fields] == [
        ("mã", "string"),
        ("tỉnh", "string"),
    ]


def test_western_text_in_windows_1252(shop: Shop) -> None:
    shop.text("stad,pris\nMalmö,5 €\nGöteborg,7 €\n".encode("cp1252"))
    assert [row["pris"] for row in shop.rows()] == ["5 €", "7 €"]


def test_an_encoding_that_is_said_is_obeyed(shop: Shop) -> None:
    shop.text("имя\nИван\n".encode("cp1251"), encoding="windows-1251")
    assert shop.rows() == [{"имя": "Иван"}]


def test_what_the_columns_hold_is_learned_from_every_row(shop: Shop) -> None:
    shop.text(
        b"id,code,amount,day,at,local,yes,late\n"
        b"1,007,1.5,2026-01-31,2026-01-31T10:00:00+07:00,2026-01-31 10:00:00,true,1\n"
        b"-2,010,NA,,2026-02-01T00:00:00Z,,false,2\n"
        b"999999999999999999,1,2,2026-02-28,,2026-02-01 00:00:00.25,,text\n",
        zone="Asia/Ho_Chi_Minh",
    )
    first, second, third = shop.rows()
    at_ten = datetime(2026, 1, 31, 3, tzinfo=UTC)
    assert first == {
        "id": 1,
        "code": "007",
        "amount": 1.5,
        "day": date(2026, 1, 31),
        "at": at_ten,
        "local": at_ten,
        "yes": True,
        "late": "1",
    }
    assert (second["amount"], second["day"], second["local"]) == (None, None, None)
    assert third["id"] == 999_999_999_999_999_999
    assert third["late"] == "text"


def test_nothing_is_lost_for_a_type(shop: Shop) -> None:
    shop.text(b"phone,big,odd,country\n0912345678,12345678901234567890,2026-02-31,NA\n")
    assert shop.rows() == [
        {
            "phone": "0912345678",
            "big": "12345678901234567890",
            "odd": "2026-02-31",
            "country": "NA",
        }
    ]


def test_quotes_hold_separators_and_lines(shop: Shop) -> None:
    shop.text(b'a,b\n"x, ""y""",1\n"two\nlines",2\n')
    assert shop.rows() == [{"a": 'x, "y"', "b": 1}, {"a": "two\nlines", "b": 2}]


def test_names_are_made_fit_for_every_reader(shop: Shop) -> None:
    published = shop.text(b"full name,,a(b)\n1,2,3\n")
    assert [field.name for field in published.fields] == ["full_name", "column_2", "a_b_"]
    refused = shop.refused(b"a b,A_B\n1,2\n")
    assert refused.why is Refusal.table_exists


@pytest.mark.parametrize(
    ("content", "why", "told"),
    [
        (b"a,A\n1,2\n", Refusal.field_unreadable, "two fields have this name"),
        (b"a,b\n1,2\n3\n", Refusal.row_ragged, "Row 3 has 1 fields where the header has 2"),
        (b"", Refusal.table_empty, "no content"),
        (b"\n\n", Refusal.table_empty, "no header"),
        (b"a,b\n", Refusal.table_empty, "no rows"),
        (b'a,b\n"1,2\n', Refusal.row_ragged, "Row 2 has 1 fields"),
        (b"PK\x03\x04 a spreadsheet", Refusal.table_kind_unknown, "a.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    shop: Shop, content: bytes, why: Refusal, told: str
) -> None:
    refused = shop.refused(content)
    assert refused.why is why
    assert told in refused.text()


@pytest.mark.parametrize(
    ("content", "encoding", "why", "line"),
    [
        # Cyrillic in windows-1251: no Western text and no Vietnamese
        ("a\nb\nпривет\n".encode("cp1251"), None, Refusal.encoding_unknown, 3),
        # one line that another program appended
        ("a\nHà Nội\n".encode() + "Malmö\n".encode("cp1252"), None, Refusal.encoding_mixed, 3),
        ("a\nMalmö\n".encode("cp1252") + "Hà Nội\n".encode() * 9, None, Refusal.encoding_mixed, 2),
        # an encoding that is said and wrong
        ("a\nMalmö\n".encode("cp1252"), "utf-8", Refusal.encoding_wrong, 2),
        ("a\nHà Nội\n".encode(), "windows-1252", Refusal.encoding_mixed, 2),
        ("a\nb\nHà Nội\n".encode(), "ascii", Refusal.encoding_wrong, 3),
        ("a\nb\n".encode("utf-16")[:-1], "utf-16", Refusal.encoding_wrong, 2),
    ],
)
def test_a_wrong_encoding_is_refused_with_its_line(
    shop: Shop, content: bytes, encoding: str | None, why: Refusal, line: int
) -> None:
    refused = shop.refused(content, encoding=encoding)
    assert refused.why is why
    assert refused.details["line"] == line
    assert "UTF-8" in refused.text()


@pytest.mark.parametrize("encoding", ["no-such", "base64", "rot13"])
def test_what_is_no_encoding_is_refused(shop: Shop, encoding: str) -> None:
    assert shop.refused(b"a\n1\n", encoding=encoding).why is Refusal.malformed


def test_what_is_no_zone_is_refused(shop: Shop) -> None:
    assert shop.refused(b"a\n1\n", zone="Atlantis").why is Refusal.malformed


def test_a_late_row_in_another_encoding_leaves_nothing(shop: Shop) -> None:
    content = b"a,b\n" + b"123456,abcdef\n" * 1_000_000
    refused = shop.refused(content + "1,привет\n".encode("cp1251"))
    assert refused.why is Refusal.encoding_unknown
    assert refused.details["line"] == 1_000_002
    refused = shop.refused(content + "1,привет\n".encode("cp1251"), encoding="utf-8")
    assert refused.why is Refusal.encoding_wrong
    assert refused.details["line"] == 1_000_002


def test_windows_1258_is_composed_across_blocks(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datafloor.adapters.tables.text.BLOCK", 1)
    shop.text(windows_1258(VIETNAMESE))
    assert shop.rows() == ROWS
