"""One round through a feed, whatever it speaks."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from datafloor.adapters.harvest import ckan
from datafloor.adapters.harvest.fetching import Limits, read_file
from datafloor.contexts.inventory import FeedKind, Item
from datafloor.kernel.refusal import Refused


class Round:
    """The items of a feed, page by page, each once. `cut`: a limit ended it before its end."""

    def __init__(self, pages: Iterator[list[Item]], limits: Limits) -> None:
        self._pages = pages
        self._limits = limits
        self.count = 0
        self.cut = False

    def __iter__(self) -> Iterator[list[Item]]:
        for page in self._pages:
            room = self._limits.most_items - self.count
            self.count += min(len(page), room)
            yield page[:room]
            if len(page) > room:
                self.cut = True
                return


def open_round(kind: FeedKind, address: str, limits: Limits) -> Round:
    """A round through a feed. Reading it raises `Refused` where it cannot go on."""
    if kind is FeedKind.ckan:
        return Round(ckan.pages(address, limits), limits)
    from datafloor.adapters.harvest import dcat  # its parser is large, and feeds are read apart

    return Round(dcat.pages(address, limits), limits)


def open_file(path: Path, limits: Limits) -> Round:
    """The items of a file: DCAT in any form, or a kept answer of CKAN."""
    from datafloor.adapters.harvest import dcat

    document = read_file(path, limits)
    try:
        items = dcat.read(document)[0]
    except Refused as no_dcat:
        try:
            items = ckan.in_file(document)
        except Refused:
            raise no_dcat from None
    once = {each.key: each for each in items}
    return Round(iter([list(once.values())]), limits)


def guessed(address: str) -> FeedKind:
    """What an address speaks, if nobody says: a site or an API is CKAN's, a document is DCAT."""
    path = urlsplit(address).path.strip("/")
    return (
        FeedKind.ckan if not path or path.startswith("api/") or "/api/" in path else FeedKind.dcat
    )
