"""Server-sent events: told at once, told nothing else, and ended with the server."""

from collections.abc import Iterator
from threading import Thread

import httpx
import pytest

from datafloor.kernel.ids import new_id
from tests.fair import Fair, draft, fair

__all__ = ["fair"]


def lines(answer: httpx.Response) -> Iterator[str]:
    return (line for line in answer.iter_lines() if line and not line.startswith(":"))


def test_who_waits_is_told_and_nobody_else(fair: Fair) -> None:
    seller = fair.browser("seller")
    product = draft(seller, "Told of")
    about = f"/events?about={product},{new_id('order')}"
    with fair.site.browser().client.stream("GET", about, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        news = lines(answer)
        assert next(news) == "retry: 2000"
        draft(seller, "Another")  # says nothing of the first
        seller.get(f"/sell/{product}/description")
        form = seller.form("/description")
        Thread(target=seller.send, args=(form,), kwargs={"title_en": "Changed"}).start()
        assert next(news) == "event: changed"
        assert next(news) == "data:"


@pytest.mark.parametrize("about", ["", "x", "order_1", ",", ",".join(["a"] * 9)])
def test_what_is_no_id_is_refused(fair: Fair, about: str) -> None:
    answer = fair.site.browser().client.get("/events", params={"about": about})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
