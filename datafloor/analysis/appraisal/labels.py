"""The fixed words of the report's pages, in English and Vietnamese."""

LABELS: dict[str, tuple[str, str]] = {
    "title": ("Appraisal", "Thẩm định dữ liệu"),
    "grade": ("Grade", "Xếp hạng"),
    "score": ("score", "điểm"),
    "as_of": ("judged on", "tính đến ngày"),
    "rows": ("rows", "dòng"),
    "columns": ("columns", "cột"),
    "block": ("Stops a listing", "Chặn niêm yết"),
    "warn": ("Wants an answer", "Cần giải trình"),
    "info": ("Good to know", "Nên biết"),
    "nothing_blocks": (
        "Nothing that was checked stops a listing.",
        "Không có nội dung nào được kiểm tra chặn niêm yết.",
    ),
    "what_to_do": ("What to do", "Việc cần làm"),
    "why_grade": ("How the grade comes about", "Cách tính xếp hạng"),
    "weight": ("weight", "trọng số"),
    "each_column": ("Column by column", "Từng cột"),
    "missing": ("empty", "trống"),
    "distinct": ("distinct values", "giá trị khác nhau"),
    "about": ("about", "khoảng"),
    "invalid": ("bad values", "giá trị sai"),
    "outliers": ("far out", "ngoại lai"),
    "key": ("key", "khóa"),
    "personal": ("about people", "về cá nhân"),
    "evidence": ("Evidence", "Căn cứ"),
    "mark_yes": ("May carry a buyer's mark", "Có thể mang dấu của bên mua"),
    "mark_no": ("Carries no buyer's mark", "Không mang dấu của bên mua"),
    "common": ("most common", "phổ biến nhất"),
    "from_to": ("from {0} to {1}", "từ {0} đến {1}"),
    "mean": ("mean", "trung bình"),
    "shown": (
        "Distribution of {0}: {1} to {2}, half of the values between {3} and {4}.",
        "Phân bố của {0}: từ {1} đến {2}, một nửa giá trị nằm giữa {3} và {4}.",
    ),
    "shown_top": (
        "Most common values of {0}: {1}.",
        "Giá trị phổ biến nhất của {0}: {1}.",
    ),
    "not_shown": (
        "Values are not shown: they could point to people or single rows.",
        "Không hiển thị giá trị: có thể chỉ ra cá nhân hoặc từng dòng.",
    ),
    "people": ("Can people be found in it?", "Có tìm ra được người trong dữ liệu không?"),
    "facts": ("Facts that an outsider may know", "Thông tin người ngoài có thể biết"),
    "smallest": ("smallest group (k)", "nhóm nhỏ nhất (k)"),
    "alone": ("rows alone in their group", "dòng đơn độc trong nhóm"),
    "under_five": ("rows in groups under five", "dòng thuộc nhóm dưới năm"),
    "diversity": ("fewest different values in a group", "ít giá trị khác nhau nhất trong nhóm"),
    "attack": (
        "Somebody who knows these facts, one after the other, singles out:",
        "Người lần lượt biết các thông tin sau sẽ chỉ ra được đích danh:",
    ),
    "attack_of": (
        "of {0} sampled rows (95 %: {1} to {2} %)",
        "trong {0} dòng lấy mẫu (95 %: {1} đến {2} %)",
    ),
    "automatic": (
        "These columns were chosen automatically by name and content.",
        "Các cột này được chọn tự động theo tên và nội dung.",
    ),
    "stated": ("These columns were stated by whoever asked.", "Các cột này do người yêu cầu nêu."),
    "class": ("Class of the data", "Phân loại dữ liệu"),
    "other": ("other data", "dữ liệu khác"),
    "important": ("important data", "dữ liệu quan trọng"),
    "core": ("core data", "dữ liệu cốt lõi"),
    "citizens": (
        "{0} citizens here and {1} counted before; important from {2}, core from {3}.",
        "{0} công dân trong bảng và {1} đã tính trước; quan trọng từ {2}, cốt lõi từ {3}.",
    ),
    "unknown": ("not known", "chưa rõ"),
    "unverified": (
        "The thresholds are from secondary sources: unverified.",
        "Các ngưỡng lấy từ nguồn thứ cấp: chưa được xác minh.",
    ),
    "alike": ("Tables like this one", "Bảng giống bảng này"),
    "how": ("How this was measured", "Cách đo"),
    "how_text": (
        "Counts are exact unless “about” stands before them. Quantiles and pictures are of"
        " {0} rows. The same file, day and options give the same report, bit for bit."
        " Characteristics are those of ISO/IEC 25012; the slopes of the sub-scores are this"
        " program's own and stated with each.",
        "Số đếm là chính xác trừ khi có chữ “khoảng”. Phân vị và hình vẽ tính trên {0} dòng."
        " Cùng tệp, cùng ngày và cùng tùy chọn cho cùng một báo cáo, đến từng bit. Các đặc tính"
        " theo ISO/IEC 25012; mức trừ điểm do chương trình này quy định và nêu ở từng mục.",
    ),
    "law": ("Law", "Căn cứ pháp lý"),
    "shift": ("shift since last version (PSI)", "thay đổi so với phiên bản trước (PSI)"),
}

KINDS: dict[str, tuple[str, str]] = {
    "integer": ("whole numbers", "số nguyên"),
    "decimal": ("numbers", "số thập phân"),
    "date": ("dates", "ngày giờ"),
    "boolean": ("yes or no", "có hoặc không"),
    "text": ("text", "văn bản"),
    "nested": ("nested", "lồng nhau"),
    "empty": ("empty", "trống"),
}

HOW_COUNTED: dict[str, str] = {
    "one citizen a row, the most there can be": "mỗi dòng một công dân, mức cao nhất có thể",
}


def label(key: str, language: str, *values: str) -> str:
    """The words for a key, with their gaps filled."""
    return LABELS[key][language == "vi"].format(*values)
