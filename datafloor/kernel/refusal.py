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

    # whether the law allows it
    law_not_met = Said(
        422,
        "The law does not allow this ({law_en}): {why_en}.",
        "Pháp luật không cho phép ({law_vi}): {why_vi}.",
        "the article that the decision names",
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
