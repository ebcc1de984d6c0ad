"""What every answer says to a browser, whatever it answers."""

import asyncio
from pathlib import Path

import httpx
import pytest

from datafloor.app.build import exchange
from datafloor.app.listening import listening
from datafloor.app.settings import read_settings

ANSWERS = {
    "/en/": 200,
    "/en/nothing": 404,
    "/api/openapi.json": 200,
    "/api/me": 401,
    "/api/nothing": 404,
    "/log/checkpoint": 404,
    "/delta-sharing/shares": 401,
    "/health": 200,
}


@pytest.mark.parametrize("address", ["https://exchange.example", "http://localhost:8000"])
def test_every_answer_is_framed(tmp_path: Path, address: str) -> None:
    settings = read_settings(str(tmp_path), address=address)

    async def ask() -> dict[str, httpx.Response]:
        app = httpx.ASGITransport(listening(settings, running))
        async with httpx.AsyncClient(transport=app, base_url=address) as client:
            return {path: await client.get(path) for path in ANSWERS}

    with exchange(settings) as running:
        found = asyncio.run(ask())
    assert {path: answer.status_code for path, answer in found.items()} == ANSWERS
    for path, answer in found.items():
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"], path
        strict = "strict-transport-security" in answer.headers
        assert strict is address.startswith("https:"), path
        if path.startswith("/api/"):
            assert answer.headers["cache-control"] == "no-store", path
