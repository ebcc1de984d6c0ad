"""Every way in which the exchange says no, in the order in which the first that applies is said.

A refusal is named for the situation. Each has its HTTP status, its text in English and in
Vietnamese, and where a law demands it, its article. `{name}` in a text is filled from the details.
"""

from enum import Enum
from typing import Any, NamedTuple


class Said(NamedTuple):
    """What a refusal answers: HTTP status, English, Vietnamese, article of law if one binds."""

    status: int
    en: str
    vi: str
    law: str = ""


class Refusal(Enum):
    """The refusals, in precedence: who asks, what was asked, whether it can be."""

    # who asks
    sign_in_required = Said(
        401,
        "Sign in, or send an API token, to do this.",
        "Hãy đăng nhập hoặc gửi mã truy cập API để thực hiện.",
    )

    role_missing = Said(
        403,
        "Your organisation does not hold the role that this needs, or your token may not use it.",
        "Tổ chức của bạn không có vai trò cần thiết, hoặc mã truy cập không được phép dùng.",
    )
    not_yours = Said(
        403,
        "This belongs to another organisation; you cannot act for it.",
        "Việc này thuộc tổ chức khác; bạn không thể thực hiện thay.",
    )

    # what was asked
    malformed = Said(
        400,
        "The request cannot be read: {problem}.",
        "Không đọc được yêu cầu: {problem}.",
    )
    request_id_reused = Said(
        409,
        "The request id {request_id} was used for another request. Use a new one.",
        "Mã yêu cầu {request_id} đã dùng cho một yêu cầu khác. Hãy dùng mã mới.",
    )

    # whether it can be
    nothing_to_change = Said(
        409,
        "This would change nothing.",
        "Việc này không làm thay đổi gì.",
    )

    # whether the exchange can serve
    folder_in_use = Said(
        503,
        "Another process is serving {path}. Stop it first, or choose another folder.",
        "Một tiến trình khác đang dùng {path}. Hãy dừng nó hoặc chọn thư mục khác.",
    )
    database_other_version = Said(
        503,
        "The database has schema {found}; this program knows {known}. Run the version that fits.",
        "Cơ sở dữ liệu có lược đồ {found}; chương trình này biết {known}. Hãy chạy đúng phiên bản.",
    )


class Refused(Exception):
    """A command or question was refused; nothing changed.

    `details` say what the text leaves open. They are shown to whoever asked, so they hold
    nothing that the asker may not see.
    """

    def __init__(self, why: Refusal, **details: Any) -> None:
        super().__init__(why.name)
        self.why = why
        self.details = details

    def text(self, language: str = "en") -> str:
        """The sentence to show, in `en` or `vi`."""
        said = self.why.value.vi if language == "vi" else self.why.value.en
        return said.format(**self.details)

    def __str__(self) -> str:
        return f"{self.why.name}: {self.text()}"
