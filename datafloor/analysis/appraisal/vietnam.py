"""Vietnamese facts that a check needs: provinces and wards, names, folding, tax codes.

Units in force since 1 July 2025 (Decision 19/2025/QĐ-TTg) in `units.csv`. The personal id begins
with one of the 63 province codes of before (Circular 07/2016/TT-BCA, kept after the merger).
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from stdnum.vn import mst


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ID_PROVINCES = _words(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035"
    " 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072"
    " 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096"
)
PLATE_PROVINCES = frozenset(
    str(number) for number in range(11, 100) if number not in {13, 42, 44, 45, 46, 87, 91, 96}
)
MOBILE_PREFIXES = _words(
    "32 33 34 35 36 37 38 39 52 55 56 58 59 70 76 77 78 79 81 82 83 84 85 86 87 88 89 90 91 92 93"
    " 94 96 97 98 99"
)
SURNAMES = _words(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong doan trinh"
    " dao mai to luong ha cao lam luu ta chau vuong thai quach phung trieu la khuc kieu ton mac"
    " nghiem tang hua than dam lai thach cu bach chu doi giang kim kha khong lo lu luc ma nong"
    " quan sam son tong tu ung van vi vien quang thieu tiet nham an au ong phi"
)
# with their marks: in a column written with marks, "Trường" (school) is no "Trương" (surname)
MARKED_SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương đoàn trịnh"
    " đào mai tô lương hà cao lâm lưu tạ châu vương thái quách phùng triệu la khúc kiều tôn mạc"
    " nghiêm tăng hứa thân đàm lại thạch cù bạch chu giang kim kha khổng lò lữ lục mã nông quản"
    " quan sầm sơn tống từ ung văn vi viên quang thiều tiết nhâm an âu ông phí lỗ hoàn dư"
)
MIDDLE_NAMES = _words(
    "thi van huu duc cong xuan minh thanh ngoc quoc dinh ba kim hong thu bao gia tuan anh trong"
    " quang hoang phuong thuy mai dang nhat khanh the viet duy trung hai tien manh nam tan phuoc"
    " bich my nhu tuyet yen diem kieu lan cam dan hoai le tu uyen vinh dac si chi ngan"
)
GIVEN_NAMES = _words(
    "ha sen be na men mien sen nhu thom sang ai ca tham thi van minh xuan thu anh"
    " an bao bang binh bich canh cao chau chi chien chinh chung cong cuc cuong cuc dan dang dao"
    " dat diem diep dieu dinh doan dong duc dung duong duy gia giang hai han hang hanh hao hau hien"
    " hiep hieu hoa hoai hoan hoang hoc hong hop hue hung huong huu huy huyen hanh kha khai khang"
    " khanh khoa khoi khue kien kieu kim ky lam lan lanh le lien linh loan loc loi long luan luc"
    " luong ly mai man manh mi minh mo my nam nga ngan nghia ngoc nguyen nguyet nha nhan nhat nhi"
    " nhien nhu nhung ninh oanh phat phi phong phu phuc phuoc phung phuong quan quang que quoc"
    " quy quyen quynh sang sinh son suong tai tam tan tao thai than thang thanh thao the theu thi"
    " thien thinh tho thoa thoai thom thong thu thuan thuc thuong thuy thy tien tin tinh to toan"
    " trang tri trieu trinh trong truc trung truong tu tuan tung tuong tuyen tuyet uyen uy van vi"
    " viet vinh vu vuong vy xuan y yen khoat lam luyen nghi nguyet sam"
)


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """The text without marks, in lower case: "Đường" becomes "duong"."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered.replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words_of(header: str) -> str:
    """A column's name as folded words with single spaces: "hoTen_KH" becomes "ho ten kh"."""
    split = re.sub(r"(?<=[a-zà-ỹ0-9])(?=[A-ZĐ])", " ", unicodedata.normalize("NFC", header))
    return " ".join(re.findall(r"[a-z]+|\d+", fold(split)))


def speaks_of(header_words: str, phrases: frozenset[str]) -> bool:
    """Whether a phrase stands in the header as whole words."""
    padded = f" {header_words} "
    return any(f" {phrase} " in padded for phrase in phrases)


_TYPES = ("phuong ", "xa ", "thi tran ", "dac khu ", "tinh ", "thanh pho ", "tp ", "tp. ")


def place(text: str) -> str:
    """A place's folded name without its type: "Thành phố Hà Nội" becomes "ha noi"."""
    name = " ".join(fold(text).replace(".", " ").split())
    for kind in _TYPES:
        if name.startswith(kind):
            return name[len(kind) :]
    return name


class Units:
    """The provinces and wards in force, by code and by folded name."""

    def __init__(self, rows: list[list[str]]) -> None:
        self.province_codes = {row[0] for row in rows}
        self.province_names = {row[0]: row[1] for row in rows}
        self.provinces = {place(row[1]): row[0] for row in rows}
        self.wards = {row[2]: row[0] for row in rows}
        self.ward_names: dict[str, set[str]] = {}
        for province, _, _, ward in rows:
            self.ward_names.setdefault(place(ward), set()).add(province)

    def province_of(self, text: str) -> str | None:
        """The code of the province that a code or a name means."""
        text = text.strip()
        if text.isdigit():
            code = text.zfill(2)
            return code if code in self.province_codes else None
        return self.provinces.get(place(text))

    def provinces_of_ward(self, text: str) -> set[str]:
        """The provinces that have a ward of this code or name; empty where none has."""
        text = text.strip()
        if text.isdigit():
            province = self.wards.get(text.zfill(5))
            return {province} if province else set()
        return self.ward_names.get(place(text), set())


@cache
def units() -> Units:
    """The code list, read once."""
    text = resources.files(__package__).joinpath("units.csv").read_text("utf-8")
    return Units([line.split(",") for line in text.splitlines()[1:]])


def is_tax_code(text: str) -> bool:
    """Whether the check digit of a 10 or 13 digit tax code is right (`stdnum.vn.mst`)."""
    return bool(mst.is_valid(text))
