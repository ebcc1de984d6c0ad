"""Where a product came from and where it went, drawn from left to right and said in words."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from datafloor.contexts.lineage import End, Run
from datafloor.web.lineage import Lineage, lineage_of
from datafloor.web.pages.language import Language, marked
from datafloor.web.pages.visit import Visit

WIDE, HIGH, GAP, ACROSS = 220, 44, 16, 70
MOST = 8
"""The most boxes in a column; the rest is in the words below."""

VERSIONS = 5
LETTERS = 27
"""How many letters fit into a box."""

SAYS = marked(
    "A graph from left to right: %(sources)s sources, %(versions)s versions, %(uses)s uses."
)


class Box(Struct, frozen=True):
    """A box of the graph: where it stands, what it says, short and whole, and where it leads."""

    x: int
    y: int
    text: str
    whole: str
    small: str
    kind: str
    href: str = ""


class Graph(Struct, frozen=True):
    """Boxes, the lines between them, and the size of the picture; `says` puts it into words."""

    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    width: int
    height: int
    says: str


class Told(Struct, frozen=True):
    """The lineage of a product as its page tells it."""

    lineage: Lineage
    graph: Graph | None
    here: str
    """The exchange's address, which is the namespace of its data sets."""

    def called(self, end: End, language: Language) -> str:
        """What a data set is called in words."""
        return called(self.lineage, end, language)


async def told(visit: Visit, product: str) -> Told:
    """What this visitor may see."""
    found = await visit.question(lineage_of, product, visit.by)
    return Told(found, drawn(found, visit.language), visit.exchange.base_url)


def called(of: Lineage, end: End, language: Language) -> str:
    """The title of a product, or the name of a data set outside, or what is left of it."""
    if end.product in of.titles:
        return of.titles[end.product][language.code == "vi"]
    return end.name or end.product or end.dataset[:12]


def drawn(of: Lineage, language: Language) -> Graph | None:
    """The graph; nothing where there is only one version without sources and uses."""
    versions = of.product.versions[:VERSIONS]
    sources = _sources(of)
    uses = _uses(of, language)
    if not versions or not (sources or uses or len(versions) > 1):
        return None
    ends = list(dict.fromkeys(end.dataset for found in sources.values() for end in found))[:MOST]
    known = {end.dataset: end for found in sources.values() for end in found}
    left = [_source(of, known[each], language) for each in ends]
    middle = [
        (each.version, language.day(each.added_at), f"{language.number(each.rows)} ×")
        for each in versions
    ]
    rows = max(len(left), len(middle), len(uses))
    at = [0, WIDE + ACROSS, 2 * (WIDE + ACROSS)]
    boxes: list[Box] = []
    for number, (text, small, href) in enumerate(left):
        boxes.append(_box(at[0], number, text, small, "source", href))
    for number, (_, text, small) in enumerate(middle):
        boxes.append(_box(at[1], number, text, small, "version"))
    for number, (text, small, href) in enumerate(uses):
        boxes.append(_box(at[2], number, text, small, "use", href))
    lines = [
        _line(at[0], ends.index(end.dataset), at[1], place)
        for place, version in enumerate(versions)
        for end in sources.get(version.version, ())
        if end.dataset in ends
    ]
    lines += [_up(at[1], place) for place in range(len(versions) - 1)]
    lines += [_line(at[1], 0, at[2], place) for place in range(len(uses))]
    says = language.say(SAYS) % {
        "sources": language.number(len(left)),
        "versions": language.number(len(middle)),
        "uses": language.number(len(uses)),
    }
    height = rows * (HIGH + GAP) - GAP + 2
    return Graph(tuple(boxes), tuple(dict.fromkeys(lines)), 3 * WIDE + 2 * ACROSS + 2, height, says)


def _sources(of: Lineage) -> dict[str, list[End]]:
    """What each version was made from in the end: what no run of the same seller wrote. What is
    told of no version is told of the newest."""
    newest = of.product.versions[0].version if of.product.versions else ""
    wrote: dict[str, list[Run]] = {}
    for run in of.runs:
        for end in run.outputs:
            if end.product is None:
                wrote.setdefault(end.dataset, []).append(run)
    found: dict[str, list[End]] = {}
    for run in of.runs:
        for output in run.outputs:
            if output.product == of.product.product:
                ends = _back(run.inputs, wrote, frozenset({run.run}))
                own = [end for end in ends if end.product != of.product.product]
                found.setdefault(output.version or newest, []).extend(own)
    return found


def _back(ends: Iterable[End], wrote: dict[str, list[Run]], seen: frozenset[str]) -> list[End]:
    found: list[End] = []
    for end in ends:
        before = [run for run in wrote.get(end.dataset, ()) if run.run not in seen]
        if before and end.product is None:
            for run in before:
                found += _back(run.inputs, wrote, seen | {run.run})
        else:
            found.append(end)
    return found


Words = tuple[str, str, str]
"""What a box says, what it says below, and where it leads."""


def _source(of: Lineage, end: End, language: Language) -> Words:
    name = called(of, end, language)
    if end.product in of.titles:
        return name, language.say(marked("a product of this exchange")), _page(language, end)
    return name, end.namespace, ""


def _page(language: Language, end: End) -> str:
    return f"/{language.code}/products/{end.product}"


def _uses(of: Lineage, language: Language) -> Sequence[Words]:
    found: list[Words] = []
    if of.buyers:
        text = language.count("%(n)s organisation", "%(n)s organisations", of.buyers)
        below = language.say(marked("may or could read it"))
        found.append((text % {"n": language.number(of.buyers)}, below, ""))
    if of.copies:
        text = language.count("%(n)s copy of its own", "%(n)s copies of their own", of.copies)
        below = language.say(marked("with marks"))
        found.append((text % {"n": language.number(of.copies)}, below, ""))
    for use in of.uses[: MOST - len(found)]:
        title = of.titles[use.product][language.code == "vi"]
        where = f"/{language.code}/products/{use.product}"
        found.append((title, language.say(marked("a product made from it")), where))
    return found


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"


def _box(x: int, row: int, text: str, small: str, kind: str, href: str = "") -> Box:
    y = row * (HIGH + GAP)
    return Box(x + 1, y + 1, _short(text), f"{text} ({small})", _short(small), kind, href)


def _line(left: int, row: int, right: int, to: int) -> str:
    x, y = left + WIDE + 1, row * (HIGH + GAP) + HIGH // 2 + 1
    u, v = right + 1, to * (HIGH + GAP) + HIGH // 2 + 1
    bend = ACROSS // 2
    return f"M{x} {y}C{x + bend} {y} {u - bend} {v} {u} {v}"


def _up(x: int, row: int) -> str:
    """From an older version up to the newer one above it."""
    middle, low = x + WIDE // 2, (row + 1) * (HIGH + GAP) + 1
    return f"M{middle} {low}V{low - GAP}"
