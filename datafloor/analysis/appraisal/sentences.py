"""Findings about quality in words: what each says in English and Vietnamese, and what to do.

`{column}`, `{count}`, `{of}` and `{share}` are filled from the finding; other names from its
details. Measures are characteristics of ISO/IEC 25012; an article is named where one binds.
"""

from typing import NamedTuple

from datafloor.analysis.appraisal.model import Severity

BLOCK, WARN, INFO = Severity.block, Severity.warn, Severity.info
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


ABOUT_QUALITY: dict[str, Said] = {
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
    "stray_quotes": Said(
        WARN,
        "portability",
        "Quotation marks are opened and not closed; they were read as plain characters.",
        "Có dấu nháy mở mà không đóng; đã đọc như ký tự thường.",
        "Double every quotation mark inside of a quoted field (RFC 4180).",
        "Viết đôi mọi dấu nháy bên trong trường có nháy (RFC 4180).",
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
}
