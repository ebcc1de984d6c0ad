"""What a column means, where its name and values agree: a place, an age, a coordinate, a fact.

Facts about people decide which columns an attacker could use (quasi-identifiers) and which he
would like to learn (sensitive ones).
"""

from collections.abc import Sequence

from datafloor.analysis.appraisal.vietnam import speaks_of, units, words_of


def phrases(text: str) -> frozenset[str]:
    """Names parted by commas."""
    return frozenset(part.strip() for part in text.split(","))


NAMED = {
    "birth_date": phrases(
        "ngay sinh, birth date, birthdate, date of birth, dob, birthday, ngaysinh, sinh ngay"
    ),
    "birth_year": phrases("nam sinh, birth year, year of birth, yob, namsinh"),
    "age": phrases("tuoi, age, do tuoi, nhom tuoi, age group, age band"),
    "sex": phrases("gioi tinh, gender, sex, gioitinh, phai"),
    "ethnicity": phrases("dan toc, ethnicity, ethnic, ethnic group, race"),
    "religion": phrases("ton giao, religion, faith"),
    "occupation": phrases("nghe nghiep, occupation, job, profession, chuc vu, job title"),
    "education": phrases("hoc van, trinh do, education, trinh do hoc van, bang cap"),
    "marital": phrases("hon nhan, marital, marital status, tinh trang hon nhan"),
    "nationality": phrases("quoc tich, nationality, citizenship"),
    "postcode": phrases("postcode, zip, zip code, postal code, ma buu chinh, ma buu dien"),
    "district": phrases("district, quan huyen, ten quan, ten huyen, ma quan, ma huyen"),
    "health": phrases(
        "benh, chan doan, diagnosis, disease, icd, icd10, benh ly, tien su benh, hiv, suc khoe,"
        " medication, don thuoc, xet nghiem"
    ),
    "income": phrases(
        "thu nhap, income, salary, wage, tien luong, muc luong, luong thang, luong co ban"
    ),
    "biometric": phrases("van tay, fingerprint, biometric, khuon mat, face, mong mat, iris"),
    "politics": phrases("chinh tri, political, dang vien, party member"),
    "credit": phrases("du no, khoan vay, debt, loan, credit score, diem tin dung, no xau"),
    "latitude": phrases("latitude, vi do"),
    "longitude": phrases("longitude, kinh do"),
    "percent": phrases("percent, pct, phan tram, ty le phan tram"),
    "money": phrases(
        "vnd, usd, price, gia, amount, so tien, fare, revenue, doanh thu, cost, chi phi,"
        " thanh tien, total, tong tien, fee, phi, tien, cuoc, thue, tax"
    ),
    "key": phrases("id, ma, key, code, uuid, so hieu, ma so, no, stt"),
}

# names that mean this only when nothing stands beside them
ALONE = {
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "long": "longitude",
    "quan": "district",
    "huyen": "district",
    "nghe": "occupation",
    "luong": "income",
}
# words that would be taken for others: a value, a household, livestock, a hospital
_OTHERWISE = ("gia tri", "gia dinh", "gia suc", "gia cam", "benh vien", "phong benh", "danh gia")

# who knows these of a person can look for the row
QUASI = (
    "birth_date",
    "birth_year",
    "age",
    "sex",
    "ward",
    "district",
    "province",
    "postcode",
    "ethnicity",
    "occupation",
    "education",
    "marital",
    "nationality",
)
# a table with one of these is about people
PEOPLE = frozenset({"birth_date", "birth_year", "age", "sex", "ethnicity", "marital", "religion"})
SENSITIVE = {
    "health": ("health", "sức khỏe"),
    "religion": ("religion", "tôn giáo"),
    "income": ("income", "thu nhập"),
    "biometric": ("biometric features", "đặc điểm sinh trắc học"),
    "politics": ("political views", "quan điểm chính trị"),
    "credit": ("debts and credit", "tín dụng và các khoản nợ"),
}
RANGES = {
    "latitude": (-90.0, 90.0, "a latitude", "vĩ độ"),
    "longitude": (-180.0, 180.0, "a longitude", "kinh độ"),
    "age": (0.0, 125.0, "an age", "tuổi"),
    "birth_year": (1900.0, 2100.0, "a year of birth", "năm sinh"),
    "percent": (0.0, 100.0, "a percentage", "tỷ lệ phần trăm"),
}
_NUMBERS_ONLY = frozenset(RANGES) - {"age"}


def of_column(header: str, kind: str, values: Sequence[str]) -> str:
    """The meaning of a column, or nothing where its name and values do not agree."""
    words = words_of(header)
    place = _place(words, values)
    if place:
        return place
    for other in _OTHERWISE:
        words = words.replace(other, "")
    for meaning, phrases in NAMED.items():
        if ALONE.get(words) != meaning and not speaks_of(words, phrases):
            continue
        if meaning in _NUMBERS_ONLY and kind not in ("integer", "decimal"):
            continue
        if meaning == "age" and kind == "decimal":
            continue
        if meaning == "birth_date" and kind == "integer":
            return "birth_year"
        if meaning == "birth_date" and kind != "date":
            continue
        if meaning == "sex" and len(values) > 12:
            continue
        if meaning == "money" and kind not in ("integer", "decimal"):
            continue
        return meaning
    return ""


_PROVINCE = phrases("tinh, province, tinh thanh, thanh pho, tinh tp, province code, ma tinh")
_WARD = phrases("xa, phuong, ward, xa phuong, phuong xa, commune, ma xa, ward code, ma phuong")


def _place(words: str, values: Sequence[str]) -> str:
    """Whether the values are provinces or wards; numbers need the name to say so as well."""
    if not values:
        return ""
    numbers = all(value.strip().isdigit() for value in values)
    listed = units()
    named_province, named_ward = speaks_of(words, _PROVINCE), speaks_of(words, _WARD)
    if named_province or (not numbers and len(values) > 1):
        known = sum(listed.province_of(value) is not None for value in values)
        if known >= (0.6 if named_province else 0.9) * len(values):
            return "province"
    if named_ward or (not numbers and len(values) > 1):
        known = sum(bool(listed.provinces_of_ward(value)) for value in values)
        if known >= (0.5 if named_ward else 0.9) * len(values):
            return "ward"
    return ""
