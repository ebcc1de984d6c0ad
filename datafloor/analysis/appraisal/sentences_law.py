"""Findings about change, contracts, copies, people and the law in words, as in `sentences`."""

from datafloor.analysis.appraisal.sentences import BLOCK, INFO, QUALITY, WARN, Said

SALE = "ND314 4.6; PDPL 7.6; ND356 7.5"
ANONYMOUS = "ND314 4.6; ND356 7.5; PDPL 14.6"

ABOUT_LAW: dict[str, Said] = {
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
        "Cột “{column}” chứa {what_vi}: đây là dữ liệu cá nhân.",
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
    "perhaps_core": Said(
        WARN,
        "compliance",
        "With {count} citizens in all, {what} would be core data (from {of}); the rule's text was"
        " not read.",
        "Với tổng cộng {count} công dân, {what_vi} có thể là dữ liệu cốt lõi (từ {of}); chưa đọc"
        " được nguyên văn quy định.",
        "Have a person who has read the rule decide before offering it.",
        "Cần người đã đọc quy định quyết định trước khi chào bán.",
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
