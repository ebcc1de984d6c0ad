"""Behind a proxy each asker is slowed down alone; nobody else is believed for whom it asks."""

import asyncio
from pathlib import Path

import httpx
import pytest

from datafloor.app.build import exchange
from datafloor.app.listening import listening
from datafloor.app.serve import how
from datafloor.app.settings import read_settings
from datafloor.web.slowing import BY_NAME

GUESS = {"email": "guessed@example.vn", "password": "wrong"}


@pytest.mark.parametrize(
    ("proxies", "last"),
    [("127.0.0.1", 401), ("10.0.0.0/8, 127.0.0.1", 401), ("10.0.0.0/8", 429), ("", 429)],
)
def test_whom_a_proxy_asks_for(tmp_path: Path, proxies: str, last: int) -> None:
    settings = read_settings(str(tmp_path), proxies=proxies)

    async def guess(app: httpx.ASGITransport, address: str) -> int:
        async with httpx.AsyncClient(transport=app, base_url="http://exchange") as client:
            headers = {"x-forwarded-for": address}
            answer = await client.post("/api/sessions", json=GUESS, headers=headers)
            return answer.status_code

    async def guesses() -> list[int]:
        said = [await guess(app, "192.0.2.1") for _ in range(BY_NAME + 1)]
        return [*said, await guess(app, "192.0.2.2")]

    with exchange(settings) as running:
        config = how(settings, listening(settings, running))
        config.load()
        app = httpx.ASGITransport(config.loaded_app)
        assert asyncio.run(guesses()) == [401] * BY_NAME + [429, last]
