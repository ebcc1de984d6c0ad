"""A receipt is checked on the page of the log: what holds, and what was changed."""

import re
import time

from tests.browsing import Browser
from tests.fair import Fair, fair

__all__ = ["fair"]


def evidence(buyer: Browser, order: str) -> bytes:
    """The evidence of a trade, once it is in the public log."""
    for _ in range(300):
        answer = buyer.get(f"/orders/{order}/evidence")
        if answer.status_code == 200:
            return answer.content
        time.sleep(0.1)
    raise AssertionError(answer.text)


def test_evidence_holds_and_a_changed_one_does_not(fair: Fair) -> None:
    stranger, content = fair.browser(), evidence(fair.browser("buyer"), fair.order)
    stranger.get("/log")
    good = stranger.send(stranger.form("/check"), ("trade.html", content))
    assert good.status_code == 200
    assert "✓" in good.text
    assert "✗" not in good.text
    digit = re.search(rb"12000000", content)
    assert digit is not None
    changed = content[: digit.start()] + b"92" + content[digit.start() + 2 :]
    stranger.get("/log")
    assert "✗" in stranger.send(stranger.form("/check"), ("trade.html", changed)).text


def test_what_is_no_receipt_is_told(fair: Fair) -> None:
    stranger = fair.browser()
    for content in (b"\xff\xfe", b"{}", b"<html>", b"nonsense"):
        stranger.get("/log")
        answer = stranger.send(stranger.form("/check"), ("x", content))
        assert answer.status_code == 200
        assert "✗" in answer.text, content
    stranger.get("/log")
    assert stranger.send(stranger.form("/check")).status_code == 422
