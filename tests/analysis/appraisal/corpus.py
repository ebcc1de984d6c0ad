"""A seeded corpus of Vietnamese columns: personal data in many dresses, and look-alikes.

Nothing here is taken from the detector: surnames, given names, streets and prefixes are listed
afresh (with rare ones that the detector does not know), addresses and names also come from Faker's vi_VN.
Bank account numbers always have a telling name, because plain digits without one cannot be told
from any other number by anybody; every other kind also comes under names that say nothing.
"""

# ruff: noqa: E501 - a table reads by its rows

import hashlib
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from faker import Faker
from stdnum.vn import mst


def words(text: str, separator: str | None = None) -> list[str]:
    return text.split(separator)


SURNAMES = (
    ["Nguyễn"] * 38 + ["Trần"] * 12 + ["Lê"] * 10 + ["Phạm"] * 7 + ["Huỳnh"] * 5 + ["Phan"] * 4
    + ["Vũ"] * 4 + ["Đặng"] * 2 + ["Bùi"] * 2 + ["Đỗ"] * 2 + ["Hồ"] * 2 + ["Ngô"] * 2
    + words("Dương Lý Võ Hoàng Đinh Trịnh Mai Lương Cao Tô Hà Lâm Đoàn Tạ Kiều Thái Châu Quách")
    + words("Nông Giàng Hoàng Ksor Rơ Siu Y Đàm Sùng Lò Vi Tòng Khiếu Ngụy Bế Âu Doãn Cung")
)  # fmt: skip
MIDDLES = (
    ["Thị"] * 30 + ["Văn"] * 25 + words("Đức Hữu Minh Ngọc Thanh Xuân Quốc Hồng Thu Kim Công")
    + words("Gia Bảo Tuấn Anh Khánh Phương Mỹ Đình Bá Thế Duy Hải Như Tường Ánh")
)  # fmt: skip
GIVENS = words(
    "Anh Bình Châu Chi Cường Dũng Dung Duy Dương Đạt Đức Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hoàng"
    " Hùng Huy Hương Khánh Khoa Lan Linh Loan Long Mai Minh My Nam Nga Ngân Ngọc Nguyên Nhi Nhung"
    " Oanh Phong Phúc Phương Quân Quang Quyên Sơn Tâm Thảo Thắng Thành Thịnh Thu Thủy Tiến Toàn"
    " Trang Trinh Trung Tú Tuấn Tùng Uyên Vân Việt Vinh Vy Xuân Yến Hoan Mến Thơm Cúc Sen Lượm"
    " Bé Tẻo Sửu Dậu Nhàn Đào Na Hằng Lệ Ry Thoại Khuê"
)
STREETS = words(
    "Lê Lợi|Trần Hưng Đạo|Nguyễn Huệ|Hai Bà Trưng|Láng Hạ|Cầu Giấy|Kim Mã|Lý Thường Kiệt|Nguyễn"
    " Văn Cừ|Điện Biên Phủ|Cách Mạng Tháng Tám|Ba Tháng Hai|Nguyễn Trãi|Quang Trung|Phan Chu Trinh"
    "|Bạch Đằng|Hùng Vương|Tôn Đức Thắng|Võ Thị Sáu|Nguyễn Thị Minh Khai|Pasteur|Hoàng Diệu|Lạc"
    " Long Quân|Xã Đàn|Giải Phóng|Trường Chinh|Phạm Văn Đồng|Nam Kỳ Khởi Nghĩa|Lê Duẩn|Thụy Khuê",
    "|",
)
WARDS = words("Bến Nghé|Tân Định|Hòa Khánh|Dịch Vọng|Phú Lợi|Vĩnh Trung|An Khánh|Long Bình", "|")
PROVINCES = words(
    "Hà Nội|Cao Bằng|Lai Châu|Lào Cai|Thái Nguyên|Lạng Sơn|Phú Thọ|Bắc Ninh|Hưng Yên|Hải Phòng"
    "|Ninh Bình|Thanh Hóa|Nghệ An|Quảng Trị|Huế|Đà Nẵng|Gia Lai|Đắk Lắk|Lâm Đồng|Đồng Nai|Tây Ninh"
    "|TP Hồ Chí Minh|Đồng Tháp|An Giang|Vĩnh Long|Cần Thơ|Cà Mau",
    "|",
)
MOBILES = "32 33 34 35 36 37 38 39 70 76 77 78 79 81 82 83 84 85 86 88 89 90 91 93 94 96 97 98 99"
ID_PROVINCES = words("001 079 038 040 034 036 048 056 092 075 031 030 026 024 019 010 068 066")

Maker = Callable[[random.Random], str]


@dataclass(frozen=True)
class Case:
    """A column, and what it truly holds (`None`: nothing about people)."""

    header: str
    values: list[str]
    truth: str | None
    maker: str


def person(r: random.Random) -> str:
    parts = [r.choice(SURNAMES), r.choice(MIDDLES)]
    if r.random() < 0.25:
        parts.append(r.choice(GIVENS))
    return " ".join([*parts, r.choice(GIVENS)])


def cccd(r: random.Random) -> str:
    year = r.randint(1945, 2012)
    digit = (0 if year < 2000 else 2) + r.randint(0, 1)
    return f"{r.choice(ID_PROVINCES)}{digit}{year % 100:02d}{r.randrange(10**6):06d}"


def mobile(r: random.Random) -> str:
    return r.choice(MOBILES.split()) + f"{r.randrange(10**7):07d}"


def phone_grouped(r: random.Random) -> str:
    plain = "0" + mobile(r)
    return f"{plain[:4]}.{plain[4:7]}.{plain[7:]}"


def phone_spaced(r: random.Random) -> str:
    plain = mobile(r)
    return f"+84 {plain[:3]} {plain[3:6]} {plain[6:]}"


def tax(r: random.Random) -> str:
    while True:
        body = f"{r.choice(['01', '03', '02', '36', '48'])}{r.randrange(10**7):07d}"
        digit = mst.calc_check_digit(body + "0")
        if len(digit) == 1:
            return body + digit


def address(r: random.Random) -> str:
    number = r.choice(["", "Số ", "số nhà "]) + f"{r.randint(1, 900)}"
    number += r.choice(["", f"/{r.randint(1, 90)}", "A", f" ngõ {r.randint(1, 300)}"])
    street = r.choice(["đường ", "", "phố "]) + r.choice(STREETS)
    ward = r.choice(["phường ", "xã ", "P. ", "Phường "]) + r.choice(WARDS)
    return f"{number} {street}, {ward}, {r.choice(['', 'tỉnh ', 'TP. '])}{r.choice(PROVINCES)}"


def village(r: random.Random) -> str:
    hamlet = r.choice(["Thôn", "Ấp", "Xóm", "Tổ dân phố"]) + f" {r.randint(1, 12)}"
    return f"{hamlet}, xã {r.choice(WARDS)}, tỉnh {r.choice(PROVINCES)}"


def plate(r: random.Random) -> str:
    province = r.choice(words("29 30 51 59 43 15 36 37 38 60 61 65 72 75 77 79 99 20 14"))
    return f"{province}{r.choice('ABCDEFGHKLMNPSTUVXYZ')}-{r.randrange(1000):03d}.{r.randrange(100):02d}"


def motorbike(r: random.Random) -> str:
    province = r.choice(words("29 59 43 36 37 60 61 65 72 75 77 79 99 20 14"))
    series = r.choice("BCDEFGHKLMNPSTUVXYZ") + str(r.randint(1, 9))
    return f"{province}-{series} {r.randrange(1000):03d}.{r.randrange(100):02d}"


def card(r: random.Random) -> str:
    body = r.choice(["4", "51", "9704"]) + "".join(str(r.randrange(10)) for _ in range(15))
    body = body[:15]
    doubled = sum(sum(divmod(int(c) * (2 if i % 2 == 0 else 1), 10)) for i, c in enumerate(body))
    return body + str(-doubled % 10)


def email(r: random.Random) -> str:
    from unicodedata import combining, normalize

    name = normalize("NFD", person(r).replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c for c in name if not combining(c)).lower().split()
    host = r.choice(["gmail.com", "yahoo.com.vn", "fpt.vn", "hcmut.edu.vn", "outlook.com"])
    return f"{plain[-1]}.{plain[0]}{r.randint(1, 999)}@{host}"


def unmarked(maker: Maker) -> Maker:
    def without_marks(r: random.Random) -> str:
        from unicodedata import combining, normalize

        text = normalize("NFD", maker(r).replace("đ", "d").replace("Đ", "D"))
        return "".join(c for c in text if not combining(c))

    return without_marks


def upper(maker: Maker) -> Maker:
    return lambda r: maker(r).upper()


POSITIVES: list[tuple[str, str, Maker, list[str], bool]] = [
    # kind, name of the maker, maker, telling headers, whether a vague header is fair
    ("personal_id", "cccd", cccd, ["cccd", "Số CCCD", "so_dinh_danh", "citizenId"], True),
    ("personal_id", "cccd as number", lambda r: str(int(cccd(r))), ["cccd", "CMND/CCCD"], True),
    ("personal_id", "old id", lambda r: f"{r.randrange(10**8, 10**9)}", ["cmnd", "So CMND"], False),
    ("phone", "plain", lambda r: "0" + mobile(r), ["sdt", "Điện thoại", "phone_number"], True),
    ("phone", "grouped", phone_grouped, ["SĐT liên hệ", "mobile"], True),
    ("phone", "+84", phone_spaced, ["so_dien_thoai", "tel"], True),
    ("phone", "84", lambda r: "84" + mobile(r), ["msisdn", "phone"], True),
    ("phone", "number", mobile, ["dien_thoai", "Di động"], True),
    ("tax_code", "ten", tax, ["mst", "Mã số thuế", "tax_code"], True),
    ("tax_code", "branch", lambda r: f"{tax(r)}-{r.randint(1, 40):03d}", ["MST", "taxId"], True),
    ("name", "marked", person, ["ho_ten", "Họ và tên", "customerName", "Tên khách hàng"], True),
    ("name", "unmarked", unmarked(person), ["full_name", "ho ten"], True),
    ("name", "capitals", upper(person), ["HỌ TÊN", "nguoi_nhan"], True),
    ("name", "given only", lambda r: r.choice(GIVENS), ["Tên"], False),
    ("address", "street", address, ["dia_chi", "Địa chỉ thường trú", "address"], True),
    ("address", "village", village, ["noi_o", "Nơi ở hiện tại"], True),
    ("address", "unmarked", unmarked(address), ["diachi", "home_address"], True),
    ("plate", "car", plate, ["bien_so", "Biển số xe", "license_plate"], True),
    ("plate", "motorbike", motorbike, ["BKS", "bien so xe"], True),
    ("plate", "car, no dot", lambda r: plate(r).replace(".", ""), ["plate"], True),
    ("bank_account", "account", lambda r: str(r.randrange(10**9, 10**13)),
     ["stk", "Số tài khoản", "bank_account", "account_number"], False),
    ("bank_account", "card", card, ["so_the", "card_number"], True),
    ("email", "email", email, ["email", "Thư điện tử", "e_mail"], True),
]  # fmt: skip

VAGUE = ["col_3", "x", "field7", "thong_tin", "value", "data", "c12", "ghi_chu_2"]


def _hex(length: int) -> Maker:
    return lambda r: hashlib.sha256(r.randbytes(8)).hexdigest()[:length]


def gtin(r: random.Random) -> str:
    body = "893" + "".join(str(r.randrange(10)) for _ in range(9))
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body))
    return body + str(-total % 10)


def imei(r: random.Random) -> str:
    body = "35" + "".join(str(r.randrange(10)) for _ in range(12))
    total = sum(sum(divmod(int(c) * (2 if i % 2 else 1), 10)) for i, c in enumerate(body))
    return body + str(-total % 10)


def company(r: random.Random) -> str:
    kind = r.choice(["Công ty TNHH", "Công ty Cổ phần", "CTCP", "HTX", "Doanh nghiệp tư nhân"])
    field = r.choice(["Thương mại", "Xây dựng", "Vận tải", "Thực phẩm", "Công nghệ"])
    return f"{kind} {field} {r.choice(GIVENS)} {r.choice(GIVENS)}"


def product(r: random.Random) -> str:
    thing = r.choice(["Cà phê", "Gạo ST25", "Nước mắm", "Áo thun", "Giày", "Sữa tươi", "Bánh"])
    return f"{thing} {r.choice(['Phú Quốc', 'Buôn Ma Thuột', 'loại 1', 'hộp', 'túi'])} {r.randint(1, 99)}"


def sequence(prefix: str, width: int) -> Callable[[random.Random, int], list[str]]:
    def make(r: random.Random, count: int) -> list[str]:
        start = r.randrange(1, 10 ** (width - 3))
        return [f"{prefix}{start + index:0{width}d}" for index in range(count)]

    return make


def each(maker: Maker) -> Callable[[random.Random, int], list[str]]:
    return lambda r, count: [maker(r) for _ in range(count)]


def among(values: list[str]) -> Callable[[random.Random, int], list[str]]:
    return lambda r, count: [r.choice(values) for _ in range(count)]


NEGATIVES: list[tuple[str, Callable[[random.Random, int], list[str]], list[str]]] = [
    ("order, dated", each(lambda r: f"2026{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randrange(10**4):04d}"), ["order_no", "so_don_hang", "x"]),
    ("order, 12 digits from 1", sequence("", 12), ["order_id", "ma_don", "col_1"]),
    ("order, 12 digits after 001", sequence("001", 9), ["order_id", "ma_van_don", "x"]),
    ("order, 12 digits after 079", sequence("0790", 8), ["so_phieu", "x"]),
    ("order, 10 digits after 09", sequence("09", 8), ["so_hoa_don", "invoice", "x"]),
    ("order, letters", each(lambda r: f"{r.choice(['DH', 'SO', 'HD'])}{r.randrange(10**8):08d}"), ["ma_don_hang"]),
    ("random 12 digits", each(lambda r: f"{r.randrange(10**12):012d}"), ["code", "ma_vach", "x"]),
    ("random 11 digits", each(lambda r: f"{r.randrange(10**10, 10**11)}"), ["sensor_id", "x"]),
    ("random 10 digits", each(lambda r: f"{r.randrange(10**9, 10**10)}"), ["serial", "x", "ma_bhxh_giả"]),
    ("random 9 digits", each(lambda r: f"{r.randrange(10**8, 10**9)}"), ["meter_no", "x"]),
    ("nine digits from 9", sequence("9", 8), ["ticket", "x"]),
    ("gtin-13", each(gtin), ["gtin", "barcode", "ma_vach", "x"]),
    ("gtin-8", each(lambda r: f"{r.randrange(10**7, 10**8)}"), ["ean8", "x"]),
    ("imei", each(imei), ["imei", "x"]),
    ("isbn", each(lambda r: f"978604{r.randrange(10**7):07d}"), ["isbn"]),
    ("latitude", each(lambda r: f"{r.uniform(8.5, 23.4):.6f}"), ["lat", "vi_do", "x"]),
    ("longitude", each(lambda r: f"{r.uniform(102, 109.5):.6f}"), ["lon", "kinh_do", "x"]),
    ("point", each(lambda r: f"{r.uniform(8.5, 23.4):.5f}, {r.uniform(102, 109.5):.5f}"), ["toa_do", "x"]),
    ("md5", each(_hex(32)), ["hash", "checksum", "x"]),
    ("sha256", each(_hex(64)), ["digest", "x"]),
    ("short hash", each(_hex(12)), ["commit", "x"]),
    ("uuid", each(lambda r: str(uuid.UUID(int=r.getrandbits(128)))), ["id", "uuid"]),
    ("epoch", each(lambda r: str(r.randrange(1_600_000_000, 1_790_000_000))), ["ts", "created", "x"]),
    ("epoch ms", each(lambda r: str(r.randrange(1_600_000_000_000, 1_790_000_000_000))), ["time_ms", "x"]),
    ("iso date", each(lambda r: f"20{r.randint(10, 26)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"), ["ngay", "date", "x"]),
    ("compact date", each(lambda r: f"20{r.randint(10, 26)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"), ["ngay_lap", "x"]),
    ("vnd", each(lambda r: str(r.randrange(10, 900_000) * 1000)), ["gia", "so_tien", "amount", "x"]),
    ("large vnd", each(lambda r: str(r.randrange(10**5, 10**6) * 1000)), ["doanh_thu", "x"]),
    ("grouped vnd", each(lambda r: f"{r.randrange(1000, 900_000) * 1000:,}".replace(",", ".")), ["thanh_tien", "x"]),
    ("temperature", each(lambda r: f"{r.gauss(27, 4):.2f}"), ["nhiet_do", "x"]),
    ("count", each(lambda r: str(r.randrange(1000))), ["so_luong", "x"]),
    ("percent", each(lambda r: f"{r.random() * 100:.1f}%"), ["ty_le", "x"]),
    ("hs code", each(lambda r: f"{r.randrange(100, 9999):04d}.{r.randrange(100):02d}.{r.randrange(100):02d}"), ["hs_code", "x"]),
    ("vsic", each(lambda r: f"{r.randrange(1000, 99999):05d}"), ["ma_nganh", "x"]),
    ("ward code", each(lambda r: f"{r.randrange(1, 32500):05d}"), ["ma_xa", "ward_code", "x"]),
    ("province", among(PROVINCES), ["tinh", "province", "x", "noi_den"]),
    ("ward", among([f"Phường {ward}" for ward in WARDS]), ["phuong", "x"]),
    ("ward in province", each(lambda r: f"Phường {r.choice(WARDS)}, {r.choice(PROVINCES)}"), ["khu_vuc", "x"]),
    ("street", among(STREETS), ["duong", "ten_duong", "tuyen_pho", "street"]),
    ("street, typed", among([f"Đường {street}" for street in STREETS]), ["x", "ten_duong", "vi_tri"]),
    ("school", each(lambda r: f"Trường {r.choice(['THPT', 'THCS', 'Tiểu học'])} {r.choice(STREETS)}"), ["truong", "x"]),
    ("hospital", each(lambda r: f"Bệnh viện {r.choice(['Đa khoa', 'Nhi', 'Mắt'])} {r.choice(PROVINCES)}"), ["benh_vien", "x"]),
    ("company", each(company), ["ten_cong_ty", "doanh_nghiep", "x", "ten_don_vi"]),
    ("product", each(product), ["san_pham", "ten_hang", "x"]),
    ("status", among(["đang giao", "đã giao", "hủy", "chờ xử lý", "mới"]), ["trang_thai", "x"]),
    ("weekday", among(["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Chủ nhật"]), ["thu", "x"]),
    ("vehicle kind", among(["xe máy", "ô tô con", "xe buýt", "xe tải", "xe đạp"]), ["loai_xe", "x"]),
    ("sku", each(lambda r: f"{r.choice(['AB', 'KH', 'TX'])}-{r.randrange(10**5):05d}"), ["sku", "x"]),
    ("batch", each(lambda r: f"26{r.choice('ABC')}{r.choice('QWI')}{r.randrange(10**4):04d}"), ["lo_san_xuat", "x"]),
    ("flight", each(lambda r: f"{r.choice(['VN', 'VJ', 'QH'])}{r.randrange(100, 2000)}"), ["chuyen_bay", "x"]),
    ("container", each(lambda r: f"{r.choice(['MSKU', 'TCLU', 'HLXU'])}{r.randrange(10**7):07d}"), ["container_no", "x"]),
    ("ip", each(lambda r: ".".join(str(r.randrange(256)) for _ in range(4))), ["ip", "x"]),
    ("mac", each(lambda r: ":".join(f"{r.randrange(256):02x}" for _ in range(6))), ["mac", "x"]),
    ("url", each(lambda r: f"https://example.vn/p/{r.randrange(10**6)}"), ["url", "x"]),
    ("invoice series", each(lambda r: f"C26T{r.choice('ABCDEFGH')}{r.choice('ABCDEFGH')}{r.randrange(10**6):06d}"), ["ky_hieu", "x"]),
    ("ledger account", among(words("111 112 131 152 211 331 411 511 632 642")), ["tai_khoan", "tk"]),
    ("version", each(lambda r: f"{r.randrange(9)}.{r.randrange(30)}.{r.randrange(99)}"), ["version", "x"]),
    ("time", each(lambda r: f"{r.randrange(24):02d}:{r.randrange(60):02d}"), ["gio", "x"]),
    ("species", among(["Pangasius bocourti", "Oryza sativa", "Litopenaeus vannamei", "Coffea robusta", "Hevea brasiliensis"]), ["loai", "x"]),
    ("phrase", each(lambda r: " ".join(r.choice(words("giao hàng nhanh chất lượng tốt sản phẩm đẹp dịch vụ sẽ mua lại giá hơi cao")) for _ in range(6))), ["nhan_xet", "x"]),
    ("postcode", each(lambda r: f"{r.randrange(10000, 99000)}"), ["ma_buu_chinh", "x"]),
    ("icd-10", each(lambda r: f"{r.choice('ABCEIJKMN')}{r.randrange(100):02d}.{r.randrange(10)}"), ["icd10", "x"]),
]  # fmt: skip


def _dirty(r: random.Random, values: list[str]) -> list[str]:
    """Empty, shortened and foreign values among the true ones, as real files have."""
    share = r.choice([0.0, 0.0, 0.02, 0.05])
    rubbish = ["", "chưa có", "không", "test", "0", "xxx", "-"]
    return [r.choice(rubbish) if r.random() < share else value for value in values]


def corpus(seed: int, rounds: int = 6) -> Iterator[Case]:
    """Columns with their truth; the same for the same seed."""
    r = random.Random(seed)
    faker = Faker("vi_VN")
    faker.seed_instance(seed)
    for _ in range(rounds):
        for kind, name, maker, headers, vague in POSITIVES:
            pool = [*headers, r.choice(VAGUE), r.choice(VAGUE)] if vague else headers
            for header in pool:
                count = r.choice([40, 150, 600, 1500])
                values = _dirty(r, [maker(r) for _ in range(count)])
                yield Case(header, values, kind, name)
        for header in ("address", "x", "Địa chỉ"):
            values = [" ".join(faker.address().split()) for _ in range(200)]
            yield Case(header, values, "address", "faker address")
        for header in ("ho_ten", "Khách hàng", "customer_name"):
            values = [faker.name() for _ in range(200)]
            yield Case(header, values, "name", "faker name, most with the given name first")
        for name, make, headers in NEGATIVES:
            for header in (*headers, r.choice(VAGUE)):
                count = r.choice([40, 150, 600, 1500])
                yield Case(header, _dirty(r, make(r, count)), None, name)
