"""What the tests of evidence may ask for."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .site import Site


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site(database_url, tmp_path, stack)
