"""CKAN: `package_search` of its action API, page by page (CKAN 2.10 API guide).

Data sets come in the order of their ids, so that none is missed when one is added meanwhile.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from datafloor.adapters.harvest.covering import coverage_of
from datafloor.adapters.harvest.fetching import Document, Limits, fetch
from datafloor.adapters.harvest.reading import item_of, json_of, unreadable
from datafloor.contexts.inventory import Item
from datafloor.kernel.refusal import Refusal, Refused

ROWS = 500


def pages(address: str, limits: Limits) -> Iterator[list[Item]]:
    """The pages of a CKAN. Raises `Refused` for what is none, and for one that never ends."""
    start, seen = 0, set[str]()
    for _ in range(limits.most_documents):
        document = fetch(_search(address, start), limits)
        found, total, named = _page(document, _site(address))
        if not named:
            return
        fresh = [each for each in found if each.key not in seen]
        if found and not fresh:
            raise Refused(Refusal.feed_in_circles, address=address)
        seen.update(each.key for each in fresh)
        yield fresh
        start += named
        if start >= total:
            return
    raise Refused(Refusal.feed_in_circles, address=address)


def in_file(document: Document) -> list[Item]:
    """The items of an answer of `package_search` that was kept in a file."""
    return _page(document, "")[0]


def _page(document: Document, site: str) -> tuple[list[Item], int, int]:
    """The items of a page, how many there are in all, and how many data sets the page names."""
    answer = json_of(document)
    result = answer.get("result") if isinstance(answer, dict) else None
    found = result.get("results") if isinstance(result, dict) else None
    total = result.get("count") if isinstance(result, dict) else None
    if not isinstance(found, list) or not isinstance(total, int):
        raise unreadable(document, "it is no answer of CKAN's package_search")
    items = (_item(each, site) for each in found if isinstance(each, dict))
    return [each for each in items if each is not None], total, len(found)


def _search(address: str, start: int) -> str:
    """The address of a page: of the API itself, or of the site that has it."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    if not path.endswith("/package_search"):
        path += "/package_search" if "/api/" in path else "/api/3/action/package_search"
    asked = dict(parse_qsl(parts.query)) | {"rows": ROWS, "start": start, "sort": "id asc"}
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(asked), ""))


def _site(address: str) -> str:
    return address.partition("/api/")[0].partition("?")[0].rstrip("/")


def _item(said: dict[str, Any], site: str) -> Item | None:
    name, owner = said.get("name"), said.get("organization")
    resources = said.get("resources")
    extras = _extras(said.get("extras"))
    published = owner.get("title") or owner.get("name") if isinstance(owner, dict) else None
    page = said.get("url")
    if not (isinstance(page, str) and page.startswith("http")):
        page = f"{site}/dataset/{name}" if site else ""
    return item_of(
        said.get("id") or name or "",
        said.get("title") or name or "",
        description=said.get("notes"),
        publisher=published or said.get("author"),
        formats=[
            each.get("format")
            for each in (resources if isinstance(resources, list) else [])
            if isinstance(each, dict)
        ],
        licence=said.get("license_title") or said.get("license_id"),
        page=page,
        modified=said.get("metadata_modified"),
        coverage=coverage_of(
            themes=[extras.get("theme", "")],
            places=[extras.get("spatial_text", ""), extras.get("spatial", "")],
            frequency=extras.get("frequency", "") or str(said.get("frequency") or ""),
        ),
    )


def _extras(said: Any) -> dict[str, str]:
    pairs = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
    return {str(each.get("key")): str(each.get("value") or "") for each in pairs}
