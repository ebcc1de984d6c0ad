"""Words by which a table's name and columns tell what it is about."""

from msgspec import Struct

from datafloor.analysis.appraisal.vietnam import speaks_of


class Topic(Struct, frozen=True):
    """Something that tables are about: its theme in the catalogue, its name, and the words, folded
    to plain letters, that speak of it."""

    theme: str
    en: str
    vi: str
    phrases: frozenset[str]


def _topic(theme: str, en: str, vi: str, phrases: str) -> Topic:
    return Topic(theme, en, vi, frozenset(each.strip() for each in phrases.split(",")))


TOPICS = (
    _topic(
        "environment",
        "Air quality",
        "Chất lượng không khí",
        "air quality, chat luong khong khi, khong khi, pm25, pm2 5, pm 25, pm10, pm 10, aqi, no2,"
        " so2, o3",
    ),
    _topic(
        "environment",
        "Weather",
        "Thời tiết",
        "weather, thoi tiet, rainfall, rain, luong mua, mua, humidity, do am, temperature,"
        " nhiet do, temp, wind speed, toc do gio",
    ),
    _topic(
        "environment",
        "Water levels",
        "Mực nước",
        "water level, muc nuoc, river, song, thuy van, flood, ngap, lu lut, salinity, do man",
    ),
    _topic(
        "transport",
        "Flights",
        "Chuyến bay",
        "flight, flights, chuyen bay, airline, hang bay, airport, san bay",
    ),
    _topic(
        "transport",
        "Traffic",
        "Giao thông",
        "traffic, giao thong, vehicle, phuong tien, bus, xe buyt, congestion, un tac, parking,"
        " bai do xe, trip, trips, taxi, ride",
    ),
    _topic(
        "transport",
        "Freight",
        "Hàng hóa vận chuyển",
        "freight, shipment, van chuyen, hang hoa, container, cang bien, seaport, logistics",
    ),
    _topic(
        "energy",
        "Electricity",
        "Điện",
        "electricity, dien nang, dien, kwh, mwh, power load, phu tai, solar, dien mat troi,"
        " energy, nang luong",
    ),
    _topic("energy", "Fuel prices", "Giá xăng dầu", "fuel, gasoline, xang dau, xang, diesel"),
    _topic(
        "health",
        "Health care",
        "Y tế",
        "health, y te, hospital, benh vien, disease, dich benh, vaccine, tiem chung, thuoc, clinic",
    ),
    _topic(
        "education",
        "Education",
        "Giáo dục",
        "education, giao duc, school, truong hoc, student, hoc sinh, sinh vien, diem thi, exam",
    ),
    _topic(
        "agriculture",
        "Crops",
        "Cây trồng",
        "crop, crops, cay trong, rice, lua, gao, coffee, ca phe, yield, nang suat, harvest,"
        " thu hoach, nong san, nong nghiep",
    ),
    _topic(
        "agriculture",
        "Fisheries and livestock",
        "Thủy sản và chăn nuôi",
        "fishery, thuy san, livestock, chan nuoi, shrimp, tom, gia suc, gia cam",
    ),
    _topic(
        "economy",
        "Property prices",
        "Giá bất động sản",
        "real estate, bat dong san, house price, gia nha, gia dat, apartment, can ho",
    ),
    _topic(
        "economy",
        "Retail sales",
        "Bán lẻ",
        "retail, ban le, sales, doanh so, doanh thu, revenue, store, cua hang, order, don hang,"
        " invoice, hoa don",
    ),
    _topic(
        "economy",
        "Market prices",
        "Giá thị trường",
        "price, prices, gia ca, gia ban, cpi, stock, co phieu, chung khoan, exchange rate, ty gia",
    ),
    _topic(
        "economy",
        "Enterprises",
        "Doanh nghiệp",
        "enterprise, doanh nghiep, company, cong ty, business, export, xuat khau, import,"
        " nhap khau, gdp",
    ),
    _topic(
        "society",
        "Population",
        "Dân số",
        "population, dan so, household, ho gia dinh, birth rate, lao dong, employment, viec lam",
    ),
    _topic(
        "society",
        "Tourism and culture",
        "Du lịch và văn hóa",
        "tourism, du lich, hotel, khach san, visitor, du khach, museum, bao tang, festival, le hoi",
    ),
    _topic(
        "government",
        "Public services",
        "Dịch vụ công",
        "budget, ngan sach, public service, dich vu cong, procurement, dau thau, thu tuc",
    ),
    _topic(
        "justice",
        "Law and courts",
        "Pháp luật và tòa án",
        "court, toa an, judgment, ban an, van ban phap luat, crime, toi pham",
    ),
    _topic(
        "technology",
        "Telecommunications",
        "Viễn thông",
        "telecom, vien thong, network, mang, sensor, cam bien, iot, software, phan mem, internet",
    ),
    _topic(
        "regions",
        "Places and boundaries",
        "Địa điểm và ranh giới",
        "boundary, ranh gioi, address, dia chi, geocode, toa do, map, ban do",
    ),
)


def topic_of(file_words: str, column_words: list[str]) -> Topic | None:
    """The topic that the name of the file speaks of, or else the one most columns speak of."""
    for topic in TOPICS:
        if speaks_of(file_words, topic.phrases):
            return topic
    best, most = None, 0
    for topic in TOPICS:
        count = sum(speaks_of(words, topic.phrases) for words in column_words)
        if count > most:
            best, most = topic, count
    return best
