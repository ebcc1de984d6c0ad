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
    """The refusals, in precedence: who asks, what was asked, whether it may be, whether it can be."""

    # who asks
    sign_in_required = Said(
        401,
        "Sign in, or send an API token, to do this.",
        "Hãy đăng nhập hoặc gửi mã truy cập API để thực hiện.",
    )

    # what was asked
    malformed = Said(
        400,
        "The request cannot be read: {problem}.",
        "Không đọc được yêu cầu: {problem}.",
    )

    # what was asked: a file to appraise
    file_not_found = Said(404, "There is no file {name}.", "Không có tệp {name}.")
    file_not_read = Said(
        422,
        "The file cannot be read as a table: {problem}.",
        "Không đọc được tệp như một bảng: {problem}.",
    )
    file_too_large = Said(
        413,
        "The file is too large to appraise whole: {size}, and {most} is the most. Appraise a part.",
        "Tệp quá lớn để thẩm định toàn bộ: {size}, tối đa {most}. Hãy thẩm định một phần.",
    )
    file_expands_too_far = Said(
        422,
        "The file expands from {packed} to more than {expanded} bytes, as no table does.",
        "Tệp giải nén từ {packed} thành hơn {expanded} byte, không bảng nào như vậy.",
    )
    too_many_columns = Said(
        422,
        "The table has {columns} columns; {most} is the most.",
        "Bảng có {columns} cột; tối đa {most}.",
    )
    rows_not_as_claimed = Said(
        422,
        "The file claims {claimed} rows and holds {held}.",
        "Tệp khai có {claimed} dòng nhưng chứa {held}.",
    )
    nested_too_deeply = Said(
        422,
        "Values nest deeper than {most} levels.",
        "Giá trị lồng nhau quá {most} tầng.",
    )
    table_empty = Said(422, "The table has no rows.", "Bảng không có dòng nào.", "ND314 17")
    no_such_column = Said(
        422, "The table has no column “{column}”.", "Bảng không có cột “{column}”."
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
