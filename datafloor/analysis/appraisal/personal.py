"""Which columns are about people, decided for each column as a whole and never for a cell.

A Vietnamese personal id has no check digit, so about one random 12-digit number in sixty looks
like one; a single cell proves nothing. A column does: by what its name says, by the share of its
distinct values that have the shape, and by whether those have the mixture that people have (many
birth years, both sexes, several provinces or prefixes) where order numbers have a pattern.

With a telling name half of the values must have the shape; without one nine in ten and the
mixture. Bank accounts are plain numbers, so they need a telling name (card numbers, which have a
check digit, do not).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stdnum import luhn

from datafloor.analysis.appraisal import vietnam
from datafloor.analysis.appraisal.model import Personal
from datafloor.analysis.appraisal.vietnam import fold, speaks_of, units, words_of

SAMPLE = 1_000
FEW = 5


def _phrases(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(","))


NAMED = {
    "personal_id": _phrases(
        "cccd, cmnd, cmt, cmtnd, cccd cmnd, can cuoc, cancuoc, can cuoc cong dan, chung minh nhan"
        " dan, so dinh danh, dinh danh, so dinh danh ca nhan, citizen id, national id, id card,"
        " identity, identity number, personal id, socccd, socmnd, so giay to, giay to tuy than,"
        " nationalid, citizenid, idcard"
    ),
    "phone": _phrases(
        "sdt, so dien thoai, dien thoai, phone, mobile, tel, telephone, di dong, hotline, zalo,"
        " dt, so dt, dtdd, phonenumber, sodienthoai, dienthoai, cell, msisdn, lien he, contact"
    ),
    "tax_code": _phrases(
        "mst, ma so thue, tax code, tax id, taxcode, taxid, masothue, tax number, tax no"
    ),
    "name": _phrases(
        "ho ten, ho va ten, hoten, full name, fullname, ten khach hang, ten kh, ten benh nhan,"
        " ten hoc sinh, ten sinh vien, ten nhan vien, ten nguoi, chu ho, chu the, nguoi mua,"
        " nguoi ban, nguoi nhan, nguoi gui, nguoi dai dien, dai dien, customer name, patient name,"
        " student name, employee name, person, holder, owner, first name, last name, ho, ten,"
        " ten dem, surname, given name, khach hang, benh nhan, hoc sinh, sinh vien, nhan vien,"
        " contact name, name, customer, patient, recipient, driver, tai xe, bac si, giao vien"
    ),
    "address": _phrases(
        "dia chi, diachi, address, addr, noi o, thuong tru, tam tru, ho khau, cho o, noi cu tru,"
        " noi thuong tru, street address, dc, home, residence, noi sinh song"
    ),
    "plate": _phrases(
        "bien so, bien so xe, bks, plate, license plate, licence plate, bien kiem soat, bien xe,"
        " bienso, bsx, number plate, licenseplate, plate no"
    ),
    "bank_account": _phrases(
        "stk, so tai khoan, tai khoan, tai khoan ngan hang, bank account, account no, account"
        " number, so tk, iban, so the, card number, bank acc, sotaikhoan, account, acc no, card no,"
        " tk ngan hang, bankaccount, accountno, tk nhan, beneficiary account"
    ),
    "email": _phrases("email, e mail, mail, thu dien tu, hop thu"),
}
# a name that says that the values are of something else than a person
OTHER_NAMES = _phrases(
    "cong ty, company, duong, pho, street, road, truong, school, san pham, product, ten hang,"
    " mat hang, hang hoa, xa,"
    " phuong, ward, tinh, province, dia danh, place, don vi, doanh nghiep, cua hang, store, shop,"
    " du an, project, tuyen, route, tram, station, benh vien, hospital, nha may, thuoc, mon,"
    " file, brand, thuong hieu, song, cho, city, thanh pho, co quan, to chuc, organisation,"
    " organization, sach, book, ben, hotel, khach san, cang, port, loai, species"
)

WHAT = {
    "personal_id": ("personal id numbers", "số định danh cá nhân"),
    "phone": ("phone numbers", "số điện thoại"),
    "tax_code": ("tax codes", "mã số thuế"),
    "name": ("names", "họ tên"),
    "address": ("addresses", "địa chỉ"),
    "plate": ("vehicle plates", "biển số xe"),
    "bank_account": ("bank account or card numbers", "số tài khoản hoặc số thẻ ngân hàng"),
    "email": ("e-mail addresses", "địa chỉ thư điện tử"),
}
PERHAPS = frozenset({"tax_code", "address"})


@dataclass(frozen=True)
class Mixture:
    """Whether the values that have the shape also have the mixture that people have, and why."""

    people: bool
    en: str
    vi: str


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-()]", "", text)


def is_personal_id(text: str) -> bool:
    """The shape of a personal id: province, century and sex, year of birth, six more digits.

    Decree 137/2015/NĐ-CP art. 13. Leading zeros that a number type lost are put back.
    """
    plain = _digits(text)
    if not plain.isdigit() or not 10 <= len(plain) <= 12:
        return False
    plain = plain.zfill(12)
    if plain[:3] not in vietnam.ID_PROVINCES:
        return False
    century, year = int(plain[3]), int(plain[4:6])
    return (century in (0, 1) and year >= 20) or (century in (2, 3) and year <= 26)


def is_old_id(text: str) -> bool:
    """The nine digits of an identity card of before 2016: a shape that says little alone."""
    return re.fullmatch(r"\d{9}", _digits(text)) is not None


_PHONE = re.compile(r"(?:\+?84|0084|0)?(\d{9})")
_LANDLINE = re.compile(r"(?:\+?84|0)(2\d{9}|2\d{8})")


def is_phone(text: str) -> bool:
    """A Vietnamese mobile number, with +84, 84, 0 or nothing before it, or a landline."""
    plain = _digits(text)
    mobile = _PHONE.fullmatch(plain)
    if mobile:
        return mobile[1][:2] in vietnam.MOBILE_PREFIXES
    return _LANDLINE.fullmatch(plain) is not None


def is_tax_code(text: str) -> bool:
    """A tax code whose check digit is right, with or without a branch number."""
    plain = _digits(text)
    return len(plain) in (9, 10, 13) and vietnam.is_tax_code(plain.zfill(10))


_SYLLABLE = re.compile(r"[^\W\d_]{1,7}")


_TITLE = re.compile(
    r"^(ông|bà|anh|chị|em|cô|chú|bác|cậu|thầy|quý cô|quý ông|bs|ths|ts|gs|mr|mrs|ms|dr)\.?\s+",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Two to five Vietnamese syllables that begin with a surname and end with a given name, after a
    title or none."""
    syllables = _TITLE.sub("", text.strip()).split()
    text = " ".join(syllables)
    if not 2 <= len(syllables) <= 5 or not all(map(_SYLLABLE.fullmatch, syllables)):
        return False
    if vietnam.place(text) in units().provinces:
        return False
    gendered = len(syllables) > 2 and fold(syllables[1]) in ("thi", "van")
    if not gendered and fold(syllables[-1]) not in vietnam.GIVEN_NAMES:
        return False
    first = syllables[0].lower()
    if first in vietnam.MARKED_SURNAMES:
        return True
    return first.isascii() and fold(text) == text.lower() and first in vietnam.SURNAMES


def is_turned_name(text: str) -> bool:
    """The same in the order of other languages: the given name first, the surname last. Many
    places and brands look so, so it counts only under a name that speaks of people."""
    syllables = _TITLE.sub("", text.strip()).split()
    return is_name(" ".join([*syllables[-1:], *syllables[:-1]]))


def is_name_part(text: str) -> bool:
    """A surname, or middle and given names, alone in a column of their own."""
    syllables = [fold(part) for part in text.split()]
    known = vietnam.SURNAMES | vietnam.GIVEN_NAMES | vietnam.MIDDLE_NAMES
    return 1 <= len(syllables) <= 5 and all(part in known for part in syllables)


_HOUSE = re.compile(
    r"^(so|so nha|nha|nha so|lo|can ho|can|phong|ap|thon|to|xom|khu|ngo|ngach|hem|kiet|duong|pho|"
    r"chung cu|toa|khu pho|ban|buon|tang|no\.?|no)\b|^\d{1,4}[a-z]?([/-]\d{1,4}[a-z]?)*\b"
)
_STREET = re.compile(
    r"\b(duong|pho|ngo|ngach|hem|kiet|thon|ap|to dan pho|to|xom|khu pho|quoc lo|dai lo|street|st|"
    r"road|ban|buon)\b"
)
_AREA = re.compile(
    r"\b(phuong|xa|thi tran|quan|huyen|tinh|thanh pho|tp|thi xa|p|q|h|ward|district)\b"
)


def is_address(text: str) -> bool:
    """A house, plot or hamlet with its street or area: where somebody lives, not only a ward."""
    folded = " ".join(fold(text).replace(",", " , ").replace(".", " ").split())
    if not 8 <= len(folded) <= 250 or not _HOUSE.search(folded):
        return False
    if len(re.findall(r"[a-z]{2,}", folded)) < 2:
        return False
    last = folded.rsplit(",", 1)[-1].strip()
    signs = (
        bool(_STREET.search(folded)),
        bool(_AREA.search(folded)),
        vietnam.place(last) in units().provinces,
        "," in folded,
        bool(re.match(r"(so )?\d", folded)),
    )
    return sum(signs) >= 3 or (signs[4] and sum(signs) >= 2 and len(folded.split()) >= 3)


_PLATE = re.compile(r"(\d\d)[- ]?([ABCDEFGHKLMNPSTUVXYZ]\d?|[A-Z]{2})[- ]?(\d{3}[. ]?\d\d|\d{4})")


def is_plate(text: str) -> bool:
    """A vehicle plate: a province's number, its series, four or five digits."""
    found = _PLATE.fullmatch(text.strip().upper().replace("Đ", "D"))
    return found is not None and found[1] in vietnam.PLATE_PROVINCES


def is_card(text: str) -> bool:
    """A payment card number: 16 to 19 digits of a known issuer with a right Luhn check digit."""
    plain = _digits(text)
    return (
        plain.isdigit()
        and 16 <= len(plain) <= 19
        and plain.startswith(("4", "51", "52", "53", "54", "55", "9704", "35"))
        and luhn.is_valid(plain)
    )


def is_account(text: str) -> bool:
    """A bank account number: 6 to 19 digits. A shape that says nothing without a telling name."""
    plain = _digits(text)
    return plain.isdigit() and 6 <= len(plain) <= 19


_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+")


def is_email(text: str) -> bool:
    """An e-mail address."""
    return _EMAIL.fullmatch(text.strip()) is not None


def _id_mixture(values: Sequence[str]) -> Mixture:
    plain = [_digits(value).zfill(12) for value in values]
    years = {value[3:6] for value in plain}
    sexes = {int(value[3]) % 2 for value in plain}
    tails = {value[6:8] for value in plain}
    enough = min(8, max(2, len(plain) // 2))
    return Mixture(
        len(years) >= enough and len(sexes) == 2 and len(tails) >= enough,
        f"{len(years)} birth years, {len(sexes)} sexes, {len({v[:3] for v in plain})} provinces",
        f"{len(years)} năm sinh, {len(sexes)} giới tính, {len({v[:3] for v in plain})} tỉnh",
    )


def _phone_mixture(values: Sequence[str]) -> Mixture:
    plain = [_digits(value) for value in values]
    mobiles = [found[1] for value in plain if (found := _PHONE.fullmatch(value))]
    prefixes = {mobile[:2] for mobile in mobiles}
    led = sum(value.startswith(("0", "84", "+84")) and len(value) > 9 for value in plain)
    ends = {mobile[-2:] for mobile in mobiles}
    need = 4 if led >= 0.5 * len(plain) else 9
    people = len(prefixes) >= min(need, max(2, len(plain) // 3)) and len(ends) >= min(
        10, max(2, len(plain) // 2)
    )
    return Mixture(
        people,
        f"{len(prefixes)} mobile prefixes",
        f"{len(prefixes)} đầu số di động",
    )


def _name_mixture(values: Sequence[str]) -> Mixture:
    three = sum(len(value.split()) >= 3 for value in values) / len(values)
    folded = [fold(value).split() for value in values]
    surnames = {words[0] for words in folded}
    gendered = sum(words[1] in ("thi", "van") for words in folded) / len(values)
    givens = {words[-1] for words in folded}
    few = max(2, min(8, len(values) // 4))
    return Mixture(
        three >= 0.5 and len(surnames) >= min(few, 5) and len(givens) >= few,
        f"{len(surnames)} surnames, {len(givens)} given names, {gendered:.0%} with Thị or Văn",
        f"{len(surnames)} họ, {len(givens)} tên, {gendered:.0%} có Thị hoặc Văn",
    )


def _plate_mixture(values: Sequence[str]) -> Mixture:
    found = [match for value in values if (match := _PLATE.fullmatch(value.strip().upper()))]
    provinces = {match[1] for match in found}
    series = {match[2] for match in found}
    written = sum("." in value or "-" in value or " " in value for value in values)
    enough = min(3, max(2, len(values) // 4))
    return Mixture(
        len(series) >= enough and (len(provinces) >= enough or written >= 0.9 * len(values)),
        f"{len(provinces)} province numbers, {len(series)} series",
        f"{len(provinces)} mã tỉnh, {len(series)} sê-ri",
    )


def _any_mixture(values: Sequence[str]) -> Mixture:
    return Mixture(True, "", "")


def _never(values: Sequence[str]) -> Mixture:
    return Mixture(False, "", "")


@dataclass(frozen=True)
class Kind:
    """How one kind of personal data is recognised: its shape, its mixture, and how much of it."""

    kind: str
    shape: Callable[[str], bool]
    mixture: Callable[[Sequence[str]], Mixture]
    alone: float
    named: float


# in this order: the first that a column proves is what it is
KINDS = (
    Kind("email", is_email, _any_mixture, 0.8, 0.4),
    Kind("personal_id", is_personal_id, _id_mixture, 0.88, 0.5),
    Kind("tax_code", is_tax_code, _any_mixture, 0.8, 0.5),
    Kind("phone", is_phone, _phone_mixture, 0.88, 0.5),
    Kind("plate", is_plate, _plate_mixture, 0.88, 0.5),
    Kind("bank_account", is_card, _any_mixture, 0.88, 0.6),
    Kind("bank_account", is_account, _never, 2.0, 0.7),
    Kind("address", is_address, _any_mixture, 0.7, 0.4),
    Kind("name", is_name, _name_mixture, 0.7, 0.35),
    Kind("name", is_turned_name, _never, 2.0, 0.5),
)


def detect(header: str, values: Sequence[str], by_code_list: bool = False) -> Personal | None:
    """What personal data a column holds, with the evidence; `None` where it holds none.

    `values` are distinct values as text, at most `SAMPLE`; `by_code_list` says that the column
    was already recognised as provinces or wards.
    """
    if len(values) < FEW or by_code_list:
        return None
    words = words_of(header)
    for kind in KINDS:
        found = _is(kind, words, values)
        if found:
            return found
    return _old_id(words, values) or _name_parts(words, values)


def _is(kind: Kind, words: str, values: Sequence[str]) -> Personal | None:
    matching = [value for value in values if kind.shape(value)]
    share = len(matching) / len(values)
    named = speaks_of(words, NAMED[kind.kind])
    if kind.kind == "name":
        named = named and not speaks_of(words, OTHER_NAMES)
    if share < min(kind.alone, kind.named) or not matching:
        return None
    mixture = kind.mixture(matching)
    if named and share >= kind.named:
        return _personal(kind.kind, len(matching), len(values), True, mixture)
    if share < kind.alone or not mixture.people or _says_otherwise(kind.kind, words):
        return None
    if kind.kind == "name" and speaks_of(words, OTHER_NAMES):
        gendered = sum(fold(value).split()[1] in ("thi", "van") for value in matching)
        if share < 0.95 or gendered < 0.15 * len(matching):
            return None
    return _personal(kind.kind, len(matching), len(values), False, mixture)


def _says_otherwise(kind: str, words: str) -> bool:
    """Whether the header plainly names another kind of personal data with a weaker shape."""
    if kind in ("phone", "tax_code", "personal_id"):
        return any(
            speaks_of(words, NAMED[other])
            for other in ("bank_account", "tax_code", "phone", "personal_id")
            if other != kind
        )
    return False


def _old_id(words: str, values: Sequence[str]) -> Personal | None:
    if not speaks_of(words, NAMED["personal_id"]):
        return None
    matching = sum(is_old_id(value) or is_personal_id(value) for value in values)
    if matching < 0.5 * len(values):
        return None
    return _personal("personal_id", matching, len(values), True, Mixture(True, "", ""))


_PARTS = _phrases("ho, ten, ten dem, surname, given name, first name, last name, ho dem")


def _name_parts(words: str, values: Sequence[str]) -> Personal | None:
    if words not in _PARTS and not speaks_of(words, _PARTS - {"ho", "ten"}):
        return None
    matching = sum(is_name_part(value) for value in values)
    if matching < 0.8 * len(values):
        return None
    return _personal("name", matching, len(values), True, Mixture(True, "", ""))


def _personal(kind: str, matching: int, sampled: int, named: bool, mixture: Mixture) -> Personal:
    en = [f"{matching} of {sampled} sampled values have the shape"]
    vi = [f"{matching} trên {sampled} giá trị lấy mẫu có dạng này"]
    if named:
        en.append("the column's name says so")
        vi.append("tên cột nói như vậy")
    if mixture.en:
        en.append(mixture.en)
        vi.append(mixture.vi)
    return Personal(kind, matching, sampled, named, tuple(en), tuple(vi))


_IN_TEXT = {
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE),
    "phone": re.compile(r"(?<![\d.])(?:\+84|0)[35789]\d{2}[ .]?\d{3}[ .]?\d{3}(?!\d)"),
}


def mentions(values: Sequence[str]) -> tuple[str, int] | None:
    """The kind of personal data that running texts mention, and in how many of them."""
    for kind, shape in _IN_TEXT.items():
        count = sum(shape.search(value) is not None for value in values)
        if count >= max(3, len(values) // 100):
            return kind, count
    return None
