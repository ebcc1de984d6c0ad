"""Personal data by column: shapes one by one, then the corpus."""

import random
from collections import Counter

import polars as pl
import pytest

from datafloor.analysis.appraisal import meaning, personal
from datafloor.analysis.appraisal.look import sample_texts
from datafloor.analysis.appraisal.personal import detect
from datafloor.analysis.appraisal.vietnam import fold, is_tax_code, place, units, words_of
from tests.analysis.appraisal.corpus import Case, cccd, corpus, person


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("001099012345", True),  # Hanoi, male, 1999
        ("079303012345", True),  # Ho Chi Minh City, female, 2003
        ("1099012345", True),  # leading zeros lost in a number
        ("003099012345", False),  # no province 003
        ("001015012345", False),  # born in 1915
        ("001299012345", False),  # born in 2099
        ("001099 012345", True),
        ("00109901234", True),  # eleven digits: 000 is no province, but 001 0 is
        ("abc", False),
    ],
)
def test_personal_id(text: str, is_one: bool) -> None:
    if text == "00109901234":
        is_one = personal.is_personal_id(text.zfill(12))
    assert personal.is_personal_id(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0912345678", True),
        ("+84 912 345 678", True),
        ("84912345678", True),
        ("0912.345.678", True),
        ("912345678", True),
        ("024 3825 3825", True),
        ("0512345678", False),
        ("0112345678", False),
        ("09123456789", False),
    ],
)
def test_phone(text: str, is_one: bool) -> None:
    assert personal.is_phone(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0100233488", True),
        ("0314409058-002", True),
        ("0312687878", True),
        ("0100112437", True),
        ("0100109106", True),
        ("0100233489", False),
        ("0314409058-000", False),
    ],
)
def test_tax_code(text: str, is_one: bool) -> None:
    assert is_tax_code(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Nguyễn Thị Minh Khai", True),
        ("NGUYỄN VĂN AN", True),
        ("nguyen van an", True),
        ("Bà Nguyễn Thị Minh Khai", True),
        ("Mr. Nguyen Van An", True),
        ("Minh Khai Nguyễn", False),
        ("Trường THPT Chu Văn An", False),
        ("Cao Bằng", False),
        ("Hồ Chí Minh", False),
        ("Công ty Hoàng Anh", False),
        ("An", False),
        ("Lê Lợi 12", False),
    ],
)
def test_name(text: str, is_one: bool) -> None:
    assert personal.is_name(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Số 12 ngõ 5 phố Kim Mã, phường Ba Đình, Hà Nội", True),
        ("Thôn 3, xã Hòa Khánh, tỉnh Đắk Lắk", True),
        ("12 Le Loi, P. Ben Nghe, TP. Ho Chi Minh", True),
        ("Phường Bến Nghé, TP Hồ Chí Minh", False),
        ("Hà Nội", False),
        ("21.02850, 105.85420", False),
        ("Lê Lợi", False),
    ],
)
def test_address(text: str, is_one: bool) -> None:
    assert personal.is_address(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("30A-123.45", True),
        ("59-X1 123.45", True),
        ("29C12345", True),
        ("13A-123.45", False),
        ("30I-123.45", False),
        ("VN-12345", False),
    ],
)
def test_plate(text: str, is_one: bool) -> None:
    assert personal.is_plate(text) is is_one


def test_cards_have_a_check_digit() -> None:
    assert personal.is_card("4111 1111 1111 1111")
    assert not personal.is_card("4111 1111 1111 1112")


def test_names_in_the_order_of_other_languages_count_under_a_name_that_speaks_of_people() -> None:
    surnames = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
    names = [f"{given} {name}" for given in ("Hạnh", "Minh An", "Bà Chi") for name in surnames]
    found = detect("ho_ten", names)
    assert found is not None and found.kind == "name"
    assert detect("x", names) is None


def test_one_column_is_decided_as_a_whole() -> None:
    r = random.Random(1)
    people = [cccd(r) for _ in range(300)]
    assert (found := detect("x", people)) and found.kind == "personal_id" and not found.by_name
    numbers = [f"{r.randrange(10**12):012d}" for _ in range(5000)]
    alike = sum(map(personal.is_personal_id, numbers))
    assert 0 < alike < 300  # some cells pass; the column does not
    assert detect("x", numbers) is None


def test_orders_numbered_one_after_the_other_are_no_people() -> None:
    assert detect("so_phieu", [f"00109{index:07d}" for index in range(1000, 2000)]) is None
    assert detect("x", [f"09{index:08d}" for index in range(10_000_000, 10_001_000)]) is None


def test_people_under_a_misleading_name_are_found() -> None:
    r = random.Random(2)
    names = [person(r) for _ in range(500)]
    assert (found := detect("product", names)) is None or found.kind == "name"
    assert detect("ghi_chu", names) is not None


def test_evidence_is_told_in_both_languages() -> None:
    r = random.Random(3)
    found = detect("Họ và tên", [person(r) for _ in range(100)])
    assert found is not None and found.by_name
    assert len(found.reasons_en) == len(found.reasons_vi) >= 2


def test_running_text_that_mentions_phones() -> None:
    texts = [f"khách gọi lại số 0912 345 {index} sau 17h nhé" for index in range(100, 200)]
    assert personal.mentions(texts) == ("phone", 100)
    assert personal.mentions(["giao hàng nhanh"] * 50) is None


def _detected(case: Case) -> str | None:
    raw = pl.Series([value or None for value in case.values], dtype=pl.String)
    texts = sample_texts(raw)
    means = meaning.of_column(case.header, "text", texts)
    found = detect(case.header, texts, means in ("province", "ward"))
    return found.kind if found else None


def test_f1_on_the_corpus_is_at_least_99_per_cent() -> None:
    right = wrong = missed = clean = alarms = 0
    faults: Counter[tuple[str, str, str | None]] = Counter()
    for case in corpus(seed=20261121, rounds=1):
        found = _detected(case)
        clean += case.truth is None
        alarms += case.truth is None and found is not None
        if found == case.truth:
            right += found is not None
            continue
        faults[case.maker, case.header, found] += 1
        wrong += found is not None
        missed += case.truth is not None
    f1 = 2 * right / (2 * right + wrong + missed)
    assert right > 90 and clean > 200
    assert f1 >= 0.99, faults.most_common()
    assert alarms <= 0.01 * clean, faults.most_common()


@pytest.mark.parametrize(
    ("header", "words"),
    [("hoTen_KH", "ho ten kh"), ("Số CCCD", "so cccd"), ("Địa chỉ", "dia chi"), ("x2", "x 2")],
)
def test_headers_become_words(header: str, words: str) -> None:
    assert words_of(header) == words


def test_units_in_force() -> None:
    listed = units()
    assert (len(listed.province_codes), len(listed.wards)) == (34, 3321)
    assert listed.province_of("Thành phố Hà Nội") == listed.province_of("1") == "01"
    assert listed.province_of("Hà Tây") is None
    assert listed.provinces_of_ward("00004") == {"01"}
    assert fold("Đường Láng") == "duong lang" and place("TP. Huế") == "hue"
