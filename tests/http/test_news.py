"""Server-sent events: told at once, told nothing else, and ended with the server."""

import asyncio
from collections.abc import Iterator
from threading import Thread

import httpx
import pytest

from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web import news
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
        said = lines(answer)
        assert next(said) == "retry: 2000"
        draft(seller, "Another")  # says nothing of the first
        seller.get(f"/sell/{product}/about")
        form = seller.form("/about")
        Thread(target=seller.send, args=(form,), kwargs={"title_en": "Changed"}).start()
        assert next(said) == "event: changed"
        assert next(said) == "data:"


@pytest.mark.parametrize("about", ["", "x", "order_1", ",", ",".join(["a"] * 9)])
def test_what_is_no_id_is_refused(fair: Fair, about: str) -> None:
    answer = fair.site.browser().client.get("/events", params={"about": about})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_full_house_says_so(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST_READERS", 0)
    answer = fair.site.browser().client.get(f"/events?about={new_id('order')}")
    assert (answer.status_code, answer.json()["code"]) == (503, "too_many_streams")


def test_nobody_takes_all_streams() -> None:
    async def story() -> None:
        told, names = news.News(), frozenset((new_id("order"),))
        streams = [await told.about(names, "192.0.2.1") for _ in range(news.MOST_OF_ONE)]
        for each in streams:
            await anext(each)
        with pytest.raises(Refused) as refused:
            await told.about(names, "192.0.2.1")
        assert refused.value.why is Refusal.too_many_streams
        await anext(await told.about(names, "192.0.2.2"))
        await streams[0].aclose()  # type: ignore[attr-defined]
        await anext(await told.about(names, "192.0.2.1"))

    asyncio.run(story())


def test_what_breaks_off_is_forgotten() -> None:
    """A reader who went away costs nothing any more."""

    async def story() -> None:
        told, name = news.News(), new_id("order")
        stream = await told.about(frozenset((name,)))
        assert await anext(stream) == b"retry: 2000\n\n"
        told.tell((name,))
        assert await anext(stream) == b"event: changed\ndata:\n\n"
        await stream.aclose()  # type: ignore[attr-defined]
        assert told._waiting == {} and told._readers == {}

    asyncio.run(story())


def test_a_server_that_stops_ends_its_streams() -> None:
    async def story() -> None:
        told = news.News()
        stream = await told.about(frozenset((new_id("order"),)))
        await anext(stream)
        last = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        told.close()
        assert await asyncio.wait_for(last, 5) == b"event: changed\ndata:\n\n"
        assert [each async for each in stream] == []

    asyncio.run(story())
