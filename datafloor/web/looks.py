"""How often items are looked at, counted in the process until it is written down."""

from collections import Counter


class Looks:
    """Counts by item. Only the event loop touches it, so nothing is locked."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, item: str) -> None:
        """Somebody looked at an item."""
        self._counts[item] += 1

    def drain(self) -> dict[str, int]:
        """The counts since the last time."""
        counts, self._counts = self._counts, Counter()
        return dict(counts)
