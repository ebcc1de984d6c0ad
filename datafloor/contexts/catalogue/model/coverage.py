"""Nouns: what data are about, where, and how often they are brought up to date.

The themes and frequencies are those of the EU's controlled vocabularies, which DCAT-AP asks for;
the provinces those in force since 1 July 2025 (Decision 19/2025/QĐ-TTg), by their codes.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Theme(StrEnum):
    """What data are about (EU vocabulary `data-theme`)."""

    agriculture = "agriculture"
    economy = "economy"
    education = "education"
    energy = "energy"
    environment = "environment"
    government = "government"
    health = "health"
    international = "international"
    justice = "justice"
    regions = "regions"
    society = "society"
    technology = "technology"
    transport = "transport"


class Frequency(StrEnum):
    """How often data are brought up to date (EU vocabulary `frequency`)."""

    continuous = "continuous"
    hourly = "hourly"
    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    annual = "annual"
    irregular = "irregular"
    never = "never"


class Province(StrEnum):
    """A province or centrally run city, by its code."""

    ha_noi = "01"
    cao_bang = "04"
    tuyen_quang = "08"
    dien_bien = "11"
    lai_chau = "12"
    son_la = "14"
    lao_cai = "15"
    thai_nguyen = "19"
    lang_son = "20"
    quang_ninh = "22"
    bac_ninh = "24"
    phu_tho = "25"
    hai_phong = "31"
    hung_yen = "33"
    ninh_binh = "37"
    thanh_hoa = "38"
    nghe_an = "40"
    ha_tinh = "42"
    quang_tri = "44"
    hue = "46"
    da_nang = "48"
    quang_ngai = "51"
    gia_lai = "52"
    khanh_hoa = "56"
    dak_lak = "66"
    lam_dong = "68"
    dong_nai = "75"
    ho_chi_minh = "79"
    tay_ninh = "80"
    dong_thap = "82"
    vinh_long = "86"
    an_giang = "91"
    can_tho = "92"
    ca_mau = "96"


_NAMES = (
    "Hà Nội;Cao Bằng;Tuyên Quang;Điện Biên;Lai Châu;Sơn La;Lào Cai;Thái Nguyên;Lạng Sơn;"
    "Quảng Ninh;Bắc Ninh;Phú Thọ;Hải Phòng;Hưng Yên;Ninh Bình;Thanh Hóa;Nghệ An;Hà Tĩnh;"
    "Quảng Trị;Huế;Đà Nẵng;Quảng Ngãi;Gia Lai;Khánh Hòa;Đắk Lắk;Lâm Đồng;Đồng Nai;Hồ Chí Minh;"
    "Tây Ninh;Đồng Tháp;Vĩnh Long;An Giang;Cần Thơ;Cà Mau"
)
PROVINCE_NAMES: dict[str, str] = dict(zip(Province, _NAMES.split(";"), strict=True))
"""What each province is called, in both languages."""


class Coverage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Under what a product is found. `None` and no province: nothing was said; the whole country
    is no province either."""

    theme: Theme | None = None
    provinces: Annotated[tuple[Province, ...], Meta(max_length=34)] = ()
    frequency: Frequency | None = None
