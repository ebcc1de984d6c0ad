"""Waiting for what comes about by itself, as long as a busy machine may take."""

from collections.abc import Callable
from time import monotonic, sleep


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Ask again and again until it holds."""
    deadline = monotonic() + seconds
    while not holds():
        assert monotonic() < deadline, "it did not come about"
        sleep(0.01)
