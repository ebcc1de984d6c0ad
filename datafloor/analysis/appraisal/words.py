"""Every finding in words: what it says in English and Vietnamese, and what to do about it.

`{column}`, `{count}`, `{of}` and `{share}` are filled from the finding; other names from its
details. Measures are characteristics of ISO/IEC 25012; an article is named where one binds.
"""

import re
from typing import NamedTuple

from datafloor.analysis.appraisal.model import Finding, Severity

BLOCK, WARN, INFO = Severity.block, Severity.warn, Severity.info
SALE = "ND314 4.6; PDPL 7.6; ND356 7.5"
ANONYMOUS = "ND314 4.6; ND356 7.5; PDPL 14.6"
QUALITY = "ND314 17"


class Said(NamedTuple):
    """A finding's severity, measure, sentence and advice in both languages, and law."""

    severity: Severity
    measure: str
    en: str
    vi: str
    do_en: str
    do_vi: str
    law: str = ""


SAID: dict[str, Said] = {
    # the file
    "other_encoding": Said(
        INFO,
        "portability",
        "The file is written in {encoding}, not in UTF-8.",
        "Tệp dùng bảng mã {encoding}, không phải UTF-8.",
        "Save it in UTF-8, which every program reads the same way.",
        "Lưu lại bằng UTF-8 để mọi phần mềm đọc như nhau.",
    ),
    "mixed_encodings": Said(
        WARN,
        "portability",
        "{count} of {of} lines are not UTF-8; they were read as {encoding}.",
        "{count} trên {of} dòng không phải UTF-8; đã đọc theo {encoding}.",
        "Export the table again with one encoding, UTF-8.",
        "Xuất lại bảng với một bảng mã duy nhất, UTF-8.",
        QUALITY,
    ),
    "ragged_lines": Said(
        WARN,
        "consistency",
        "{count} of {of} lines have more fields than the header; what is beyond it was left out.",
        "{count} trên {of} dòng có nhiều trường hơn dòng tiêu đề; phần thừa bị bỏ qua.",
        "Quote the fields that hold the separator, or remove the extra fields.",
        "Đặt trong dấu nháy các trường chứa dấu phân cách hoặc xóa trường thừa.",
        QUALITY,
    ),
    "renamed_columns": Said(
        WARN,
        "understandability",
        "{count} columns have no name or a name that repeats; they were given numbered names.",
        "{count} cột không có tên hoặc trùng tên; đã được đặt tên kèm số thứ tự.",
        "Give every column a name of its own.",
        "Đặt cho mỗi cột một tên riêng.",
        "ND314 8.2b",
    ),
    "few_rows": Said(
        INFO,
        "completeness",
        "The table has {count} rows: too few for shares and distributions to say much.",
        "Bảng chỉ có {count} dòng: quá ít để tỷ lệ và phân bố có nhiều ý nghĩa.",
        "Read the shares with care.",
        "Đọc các tỷ lệ một cách thận trọng.",
    ),
    # completeness
    "empty_column": Said(
        WARN,
        "completeness",
        "“{column}” holds no value in any row.",
        "Cột “{column}” không có giá trị nào.",
        "Fill the column or leave it out.",
        "Bổ sung dữ liệu hoặc bỏ cột này.",
        QUALITY,
    ),
    "missing_values": Said(
        WARN,
        "completeness",
        "“{column}” is empty in {share} of the rows ({count} of {of}).",
        "Cột “{column}” trống ở {share} số dòng ({count} trên {of}).",
        "Fill the gaps, or say in the description why they are empty.",
        "Bổ sung hoặc nêu lý do để trống trong phần mô tả.",
        QUALITY,
    ),
    "one_value": Said(
        INFO,
        "completeness",
        "“{column}” holds the same value in every row that has one.",
        "Cột “{column}” chỉ có một giá trị ở mọi dòng có dữ liệu.",
        "State it once in the description instead.",
        "Có thể nêu một lần trong phần mô tả.",
    ),
    # accuracy
    "bad_values": Said(
        WARN,
        "accuracy",
        "{count} of {of} values in “{column}” are not {kind}.",
        "{count} trên {of} giá trị ở cột “{column}” không phải {kind_vi}.",
        "Correct them or leave them empty.",
        "Sửa lại hoặc để trống.",
        QUALITY,
    ),
    "unknown_codes": Said(
        WARN,
        "accuracy",
        "{count} of {of} values in “{column}” are not in the list of {list}.",
        "{count} trên {of} giá trị ở cột “{column}” không có trong {list_vi}.",
        "Use the codes or names in force since 1 July 2025.",
        "Dùng mã hoặc tên có hiệu lực từ ngày 01/7/2025.",
        QUALITY,
    ),
    "wrong_check_digit": Said(
        WARN,
        "accuracy",
        "{count} of {of} tax codes in “{column}” have a wrong check digit.",
        "{count} trên {of} mã số thuế ở cột “{column}” sai chữ số kiểm tra.",
        "Correct them against the tax register.",
        "Đối chiếu và sửa theo dữ liệu đăng ký thuế.",
        QUALITY,
    ),
    "out_of_range": Said(
        WARN,
        "accuracy",
        "{count} of {of} values in “{column}” lie outside {low} to {high}, which {what} cannot.",
        "{count} trên {of} giá trị ở cột “{column}” nằm ngoài khoảng {low} đến {high} của"
        " {what_vi}.",
        "Correct them or leave them empty.",
        "Sửa lại hoặc để trống.",
        QUALITY,
    ),
    "future_dates": Said(
        WARN,
        "accuracy",
        "{count} of {of} dates in “{column}” lie after {day}, the day of this appraisal.",
        "{count} trên {of} ngày ở cột “{column}” sau ngày thẩm định {day}.",
        "Correct them, or name the column as a plan or a deadline.",
        "Sửa lại hoặc đặt tên cột là kế hoạch, thời hạn.",
        QUALITY,
    ),
    "placeholder": Said(
        WARN,
        "accuracy",
        "{value} stands {count} times at the edge of “{column}”: it looks like “not known”.",
        "Giá trị {value} xuất hiện {count} lần ở biên của cột “{column}”: có vẻ nghĩa là"
        " “không rõ”.",
        "Leave unknown values empty.",
        "Để trống khi không rõ giá trị.",
        QUALITY,
    ),
    "outliers": Said(
        INFO,
        "accuracy",
        "{count} of {of} values in “{column}” lie far outside the middle half"
        " (below {low} or above {high}).",
        "{count} trên {of} giá trị ở cột “{column}” cách xa nửa giữa (dưới {low} hoặc trên"
        " {high}).",
        "Check a few of them by hand.",
        "Kiểm tra thử một vài giá trị.",
    ),
    # consistency
    "mixed_dates": Said(
        WARN,
        "consistency",
        "“{column}” writes dates in {count} ways: {formats}.",
        "Cột “{column}” viết ngày theo {count} cách: {formats}.",
        "Write every date as YYYY-MM-DD (ISO 8601).",
        "Viết mọi ngày theo dạng NNNN-TT-NN (ISO 8601).",
        QUALITY,
    ),
    "unclear_dates": Said(
        WARN,
        "consistency",
        "In “{column}” some dates put the day first and some the month; {count} could be either.",
        "Ở cột “{column}” có ngày viết ngày trước, có ngày viết tháng trước; {count} giá trị"
        " không phân biệt được.",
        "Write every date as YYYY-MM-DD (ISO 8601).",
        "Viết mọi ngày theo dạng NNNN-TT-NN (ISO 8601).",
        QUALITY,
    ),
    "date_order": Said(
        WARN,
        "consistency",
        "In {count} of {of} rows “{first}” is later than “{second}”.",
        "Ở {count} trên {of} dòng, “{first}” muộn hơn “{second}”.",
        "Correct the dates; in all other rows the order holds.",
        "Sửa lại ngày; các dòng còn lại đều đúng thứ tự.",
        QUALITY,
    ),
    "ward_outside_province": Said(
        WARN,
        "consistency",
        "In {count} of {of} rows the ward in “{ward}” does not belong to the province in"
        " “{province}”.",
        "Ở {count} trên {of} dòng, phường/xã ở “{ward}” không thuộc tỉnh/thành ở “{province}”.",
        "Correct one of the two by the list in force since 1 July 2025.",
        "Sửa một trong hai theo danh mục có hiệu lực từ ngày 01/7/2025.",
        QUALITY,
    ),
    "duplicate_rows": Said(
        WARN,
        "consistency",
        "{count} of {of} rows repeat another row exactly.",
        "{count} trên {of} dòng trùng hoàn toàn với dòng khác.",
        "Remove the repeats, or add what tells the rows apart.",
        "Xóa dòng trùng hoặc bổ sung thông tin phân biệt.",
        QUALITY,
    ),
    "key_repeats": Said(
        WARN,
        "consistency",
        "“{column}” reads like a key, but {count} of {of} rows repeat a value.",
        "Cột “{column}” giống khóa, nhưng {count} trên {of} dòng có giá trị lặp lại.",
        "Make the values unique, or say what they name.",
        "Bảo đảm giá trị là duy nhất hoặc nêu rõ ý nghĩa.",
        QUALITY,
    ),
    "no_key": Said(
        INFO,
        "consistency",
        "No column, and no pair of columns that was tried, tells every row apart.",
        "Không có cột hay cặp cột nào đã thử phân biệt được mọi dòng.",
        "Add a key, so that corrections can name their row.",
        "Thêm khóa để có thể chỉ đúng dòng khi đính chính.",
    ),
    # currentness
    "stale": Said(
        WARN,
        "currentness",
        "The newest date, in “{column}”, is {day}: {count} days old, where {of} were promised.",
        "Ngày mới nhất ở cột “{column}” là {day}: đã {count} ngày, trong khi cam kết {of} ngày.",
        "Update the table or promise less.",
        "Cập nhật bảng hoặc điều chỉnh cam kết.",
        QUALITY,
    ),
    "freshness": Said(
        INFO,
        "currentness",
        "The newest date, in “{column}”, is {day}: {count} days before this appraisal.",
        "Ngày mới nhất ở cột “{column}” là {day}: trước ngày thẩm định {count} ngày.",
        "State how often the table is updated.",
        "Nêu tần suất cập nhật của bảng.",
        QUALITY,
    ),
    "no_dates": Said(
        INFO,
        "currentness",
        "No column holds dates, so the table cannot show how fresh it is.",
        "Không có cột ngày nên bảng không cho biết dữ liệu mới đến đâu.",
        "State in the description which period the data cover.",
        "Nêu trong mô tả dữ liệu thuộc thời kỳ nào.",
        QUALITY,
    ),
    # understandability and portability
    "vague_name": Said(
        INFO,
        "understandability",
        "The name “{column}” does not say what the column holds.",
        "Tên “{column}” không cho biết cột chứa gì.",
        "Name it by what it holds, with the unit last.",
        "Đặt tên theo nội dung, đơn vị đo ở cuối.",
        "ND314 8.2b",
    ),
    "formula_cells": Said(
        WARN,
        "portability",
        "{count} of {of} cells in “{column}” begin like a spreadsheet formula.",
        "{count} trên {of} ô ở cột “{column}” bắt đầu giống công thức bảng tính.",
        "Remove them: opened in a spreadsheet they would run.",
        "Xóa bỏ: khi mở bằng bảng tính, chúng sẽ được thực thi.",
    ),
    "markup_cells": Said(
        INFO,
        "portability",
        "{count} of {of} cells in “{column}” hold HTML; here it is shown as text.",
        "{count} trên {of} ô ở cột “{column}” chứa HTML; ở đây chỉ hiển thị như văn bản.",
        "Deliver plain text, so that no page runs it by mistake.",
        "Cung cấp văn bản thuần để không trang nào vô tình thực thi.",
    ),
    "nested_column": Said(
        WARN,
        "portability",
        "“{column}” holds nested values; what is inside was not appraised.",
        "Cột “{column}” chứa giá trị lồng nhau; phần bên trong chưa được thẩm định.",
        "Flatten it to columns with one value a cell before listing.",
        "Trải phẳng thành các cột, mỗi ô một giá trị, trước khi niêm yết.",
    ),
    # drift
    "drift": Said(
        WARN,
        "consistency",
        "The distribution of “{column}” has shifted since the last version (PSI {psi}).",
        "Phân bố của cột “{column}” đã thay đổi so với phiên bản trước (PSI {psi}).",
        "Tell buyers what changed; check units and sources.",
        "Thông báo thay đổi cho bên mua; kiểm tra đơn vị và nguồn.",
        QUALITY,
    ),
    "column_gone": Said(
        WARN,
        "consistency",
        "“{column}” was in the last version and is gone.",
        "Cột “{column}” có ở phiên bản trước nhưng nay không còn.",
        "Bring it back or give notice to contract holders.",
        "Khôi phục hoặc thông báo cho các bên có hợp đồng.",
    ),
    "column_new": Said(
        INFO,
        "consistency",
        "“{column}” is new since the last version.",
        "Cột “{column}” mới có so với phiên bản trước.",
        "Describe it.",
        "Bổ sung mô tả.",
    ),
    # the contract
    "contract_missing": Said(
        BLOCK,
        "compliance",
        "The contract promises a column “{column}”, which the table does not have.",
        "Hợp đồng dữ liệu cam kết cột “{column}” nhưng bảng không có.",
        "Deliver the column or change the contract.",
        "Cung cấp cột này hoặc sửa hợp đồng.",
        "ND314 8.2b",
    ),
    "contract_kind": Said(
        BLOCK,
        "compliance",
        "The contract promises {promised} in “{column}”; the table holds {held}.",
        "Hợp đồng dữ liệu cam kết cột “{column}” có kiểu {promised}; bảng có kiểu {held}.",
        "Deliver the promised type or change the contract.",
        "Cung cấp đúng kiểu hoặc sửa hợp đồng.",
        "ND314 8.2b",
    ),
    "contract_broken": Said(
        BLOCK,
        "compliance",
        "{count} rows of “{column}” break the contract: {rule}.",
        "{count} dòng ở cột “{column}” trái với hợp đồng: {rule_vi}.",
        "Correct the rows or change the contract.",
        "Sửa các dòng hoặc sửa hợp đồng.",
        "ND314 8.2b",
    ),
    # other tables
    "alike": Said(
        WARN,
        "credibility",
        "{count} of {of} telling columns hold the values of “{other}”.",
        "{count} trên {of} cột đặc trưng chứa giá trị của “{other}”.",
        "Show the right to offer it; open data may not be sold unchanged.",
        "Chứng minh quyền cung cấp; không được bán nguyên trạng dữ liệu mở.",
        "ND314 17; ND47 18.4",
    ),
    # people
    "personal_column": Said(
        BLOCK,
        "confidentiality",
        "“{column}” holds {what} of people.",
        "Cột “{column}” chứa {what_vi} của cá nhân.",
        "Remove the column or de-identify it; a keyed or encrypted copy is still personal data.",
        "Bỏ cột hoặc khử nhận dạng; bản mã hóa hay giả danh vẫn là dữ liệu cá nhân.",
        SALE,
    ),
    "perhaps_personal": Said(
        WARN,
        "confidentiality",
        "“{column}” holds {what}: personal data where they are of people and not of organisations.",
        "Cột “{column}” chứa {what_vi}: là dữ liệu cá nhân nếu thuộc về người, không phải tổ chức.",
        "Say whose they are; remove those of people.",
        "Nêu rõ thuộc về ai; bỏ phần của cá nhân.",
        SALE,
    ),
    "personal_text": Said(
        WARN,
        "confidentiality",
        "{count} of {of} sampled texts in “{column}” mention {what}.",
        "{count} trên {of} đoạn văn bản lấy mẫu ở cột “{column}” có nhắc đến {what_vi}.",
        "Remove them from the texts, or leave the column out.",
        "Xóa khỏi văn bản hoặc bỏ cột này.",
        SALE,
    ),
    "sensitive_column": Said(
        WARN,
        "confidentiality",
        "“{column}” speaks of {what}, which is sensitive where it is about people.",
        "Cột “{column}” nói về {what_vi}, là dữ liệu nhạy cảm nếu về cá nhân.",
        "Show that no row leads back to a person.",
        "Chứng minh không dòng nào truy ngược được về cá nhân.",
        "PDPL 2; ND314 4.6",
    ),
    "people_alone": Said(
        BLOCK,
        "confidentiality",
        "{count} of {of} rows ({share}) are the only ones with their {quasi}: whoever knows"
        " these facts finds the person.",
        "{count} trên {of} dòng ({share}) là duy nhất theo {quasi}: ai biết các thông tin này sẽ"
        " tìm ra người đó.",
        "Coarsen these columns (age bands, province for ward, month for day) or drop one.",
        "Làm thô các cột này (nhóm tuổi, tỉnh thay cho xã, tháng thay cho ngày) hoặc bỏ bớt.",
        ANONYMOUS,
    ),
    "small_groups": Said(
        WARN,
        "confidentiality",
        "{count} of {of} rows share their {quasi} with fewer than four others (k = {k}).",
        "{count} trên {of} dòng có {quasi} trùng với chưa đến bốn dòng khác (k = {k}).",
        "Coarsen these columns until every group has at least five rows.",
        "Làm thô các cột này đến khi mỗi nhóm có ít nhất năm dòng.",
        ANONYMOUS,
    ),
    "crowd": Said(
        INFO,
        "confidentiality",
        "Every row shares its {quasi} with at least {count} others (k = {k}).",
        "Mỗi dòng có {quasi} trùng với ít nhất {count} dòng khác (k = {k}).",
        "Keep it so in later versions.",
        "Duy trì ở các phiên bản sau.",
        ANONYMOUS,
    ),
    "one_answer": Said(
        WARN,
        "confidentiality",
        "There are groups alike on {quasi} in which all rows have the same “{column}”: finding"
        " the group is enough to learn it.",
        "Có nhóm trùng {quasi} mà mọi dòng có cùng “{column}”: chỉ cần tìm được nhóm là biết"
        " giá trị.",
        "Coarsen the group columns or the sensitive one.",
        "Làm thô cột nhóm hoặc cột nhạy cảm.",
        ANONYMOUS,
    ),
    "no_people": Said(
        INFO,
        "confidentiality",
        "No column that describes people was recognised, so re-identification was not measured.",
        "Không nhận ra cột nào mô tả con người nên không đo nguy cơ tái nhận dạng.",
        "Name such columns with --quasi if there are any.",
        "Nếu có, hãy nêu tên các cột đó bằng --quasi.",
    ),
    # classes
    "class_core": Said(
        BLOCK,
        "compliance",
        "With {count} citizens in all, {what} are core data (from {of}).",
        "Với tổng cộng {count} công dân, {what_vi} là dữ liệu cốt lõi (từ {of}).",
        "Core data do not go on offer; ask the data authority.",
        "Không chào bán dữ liệu cốt lõi; hỏi cơ quan quản lý dữ liệu.",
        "DL 13.2; QD20",
    ),
    "class_important": Said(
        WARN,
        "compliance",
        "With {count} citizens in all, {what} are important data (from {of}).",
        "Với tổng cộng {count} công dân, {what_vi} là dữ liệu quan trọng (từ {of}).",
        "Keep processing logs for 6 months and assess the risk every year.",
        "Lưu nhật ký xử lý 6 tháng và đánh giá rủi ro hằng năm.",
        "DL 13.2; QD20; ND165 17.10-17.11",
    ),
    "class_near": Said(
        WARN,
        "compliance",
        "With {count} citizens in all, {what} have passed 80 % of {of}, from which they become"
        " {level}.",
        "Với tổng cộng {count} công dân, {what_vi} đã vượt 80 % ngưỡng {of} của {level_vi}.",
        "Plan the next class before the next delivery.",
        "Chuẩn bị cho phân loại tiếp theo trước lần cung cấp tới.",
        "DL 13.2; QD20; ND165 12.10",
    ),
}

Detail = str | int


def number(value: int, language: str) -> str:
    """A whole number with its thousands apart: `1,234` in English, `1.234` in Vietnamese."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "vi" else text


def percent(count: int, of: int, language: str) -> str:
    """A share as a percentage with one decimal; never 0 or 100 where it is not exactly so."""
    tenths = (count * 1000 + of // 2) // of if of else 0
    if count and not tenths:
        text = "< 0.1"
    elif count < of and tenths == 1000:
        text = "> 99.9"
    else:
        text = f"{tenths // 10}.{tenths % 10}"
    return (text.replace(".", ",") if language == "vi" else text) + " %"


def say(
    code: str,
    columns: tuple[str, ...] = (),
    count: int = 0,
    of: int = 0,
    severity: Severity | None = None,
    **details: Detail,
) -> Finding:
    """The finding of this code, with its sentences filled in both languages."""
    said = SAID[code]
    texts = {}
    for language in ("en", "vi"):
        filled: dict[str, str] = {
            "column": columns[0] if columns else "",
            "count": number(count, language),
            "of": number(of, language),
            "share": percent(count, of, language),
        }
        for key, value in details.items():
            filled[key] = number(value, language) if isinstance(value, int) else value
            if language == "vi" and re.fullmatch(r"-?\d+\.\d+", filled[key]):
                filled[key] = filled[key].replace(".", ",")
        sentence = said.en if language == "en" else said.vi
        texts[language] = sentence.format(**filled)
    return Finding(
        code=code,
        severity=severity or said.severity,
        measure=said.measure,
        columns=columns,
        count=count,
        of=of,
        en=texts["en"],
        vi=texts["vi"],
        do_en=said.do_en,
        do_vi=said.do_vi,
        law=said.law,
    )


MEASURES = {
    "completeness": ("Completeness", "Tính đầy đủ"),
    "accuracy": ("Accuracy", "Tính chính xác"),
    "consistency": ("Consistency", "Tính nhất quán"),
    "currentness": ("Currentness", "Tính cập nhật"),
    "confidentiality": ("Confidentiality", "Tính bảo mật"),
    "understandability": ("Understandability", "Tính dễ hiểu"),
    "portability": ("Portability", "Tính khả chuyển"),
    "compliance": ("Compliance", "Tính tuân thủ"),
    "credibility": ("Credibility", "Độ tin cậy"),
}
