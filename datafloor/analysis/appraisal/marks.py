"""Which columns may carry a buyer's mark: measured values with slack, and nothing that counts.

A mark changes values within a tolerance that the seller declares. It never touches what
identifies, what is paid, what decides about people, or what others add up or check.
"""

from datafloor.analysis.appraisal.meaning import phrases
from datafloor.analysis.appraisal.model import ColumnReport, Mark
from datafloor.analysis.appraisal.vietnam import speaks_of, words_of

MANY = 100

REASONS = {
    "personal": ("it is about people", "cột này về con người"),
    "key": ("it identifies rows or things", "cột này định danh dòng hoặc đối tượng"),
    "money": ("it is money: every unit counts", "đây là tiền: từng đơn vị đều có ý nghĩa"),
    "fact": ("it states a fact about people or places", "cột này nêu thông tin về người hoặc nơi"),
    "date": (
        "dates order events; only sub-second time could be marked",
        "ngày giờ sắp thứ tự sự kiện; chỉ phần dưới giây mới có thể đánh dấu",
    ),
    "kind": ("only measured numbers have slack", "chỉ số đo mới có dung sai"),
    "whole": ("whole numbers are counts or codes", "số nguyên là số đếm hoặc mã"),
    "medical": (
        "it is medical: somebody is treated by it",
        "đây là dữ liệu y tế dùng để điều trị",
    ),
    "legal": ("somebody is judged by it", "đây là căn cứ để xử lý một người"),
    "official": (
        "it is an official statistic, which others add up and cite",
        "đây là số liệu thống kê chính thức, được cộng gộp và trích dẫn",
    ),
    "follows": ("it follows from other columns", "cột này suy ra được từ các cột khác"),
    "few": ("it has too few distinct values", "có quá ít giá trị khác nhau"),
}
_NEVER = {
    "medical": phrases(
        "blood, huyet ap, duong huyet, glucose, cholesterol, hemoglobin, heart rate, nhip tim,"
        " dose, dosage, lieu dung, lieu luong, bmi, patient, benh nhan, clinical, lam sang"
    ),
    "legal": phrases(
        "penalty, muc phat, tien phat, sentence, verdict, ban an, alcohol, nong do con, speed limit"
    ),
    "official": phrases(
        "gdp, grdp, cpi, ppi, iip, pmi, dan so, population, census, inflation, lam phat,"
        " unemployment, that nghiep, thong ke, statistic, statistics, chi so, index"
    ),
}
"""Names of columns that somebody decides by or that are published as a country's figures."""

_YES = (
    "measured values; declare the instrument's error as tolerance before marking",
    "giá trị đo; khai báo sai số thiết bị làm dung sai trước khi đánh dấu",
)


def judge(report: ColumnReport) -> Mark:
    """Whether the column may carry a mark, and the reason."""
    why = reason(report)
    return Mark(False, *REASONS[why]) if why else Mark(True, *_YES)


def reason(report: ColumnReport) -> str:
    """The name of the reason against a mark in the column; empty where nothing is against it."""
    if report.personal:
        return "personal"
    if report.is_key or report.meaning == "key":
        return "key"
    if report.meaning == "money":
        return "money"
    if report.kind == "date":
        return "date"
    if report.meaning not in ("", "latitude", "longitude"):
        return "fact"
    if report.kind == "integer":
        return "whole"
    if report.kind != "decimal":
        return "kind"
    if never := _named(report.name):
        return never
    return "few" if report.distinct < MANY else ""


def _named(header: str) -> str:
    words = words_of(header)
    return next((why for why, names in _NEVER.items() if speaks_of(words, names)), "")
