"""A served exchange for tests of banking over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bank.served import Served, served


@pytest.fixture
def exchange(database_url: str, tmp_path: Path) -> Iterator[Served]:
    """On each kind of database."""
    with served(database_url, tmp_path / "folder") as found:
        yield found
