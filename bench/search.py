"""Search: how long a question with facets takes, beside SQLite's FTS5 on the same products.

Both hold the same generated products and are asked the same questions: two to four words of some
product's title, half of them typed without marks, every fourth with a facet chosen. FTS5 answers
with ranked hits and counts each facet by `GROUP BY`; its tokenizer removes marks but leaves đ, so
it is also counted how many questions find nothing there that finds something here.

Run alone: `python -m bench.search [PRODUCTS]`; fewer products than the goals' 1,000,000 are quicker
to index.
"""

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench.figure import Figure, figure
from datafloor.adapters.search import Asked, Searchable, SearchIndex, words
from datafloor.contexts.catalogue import Frequency, Province, Theme
from datafloor.kernel.ids import new_id

PRODUCTS = 1_000_000
QUESTIONS = 400
GOALS = (4, 20)
RIVALS_QUESTIONS = 60
"""FTS5 is slow here, and its percentiles are plain from fewer."""


def listed(text: str) -> list[str]:
    """The parts of a text between semicolons."""
    return text.split(";")


BATCH = 20_000
LINES = 24
"""Words of a description."""

WHAT = listed(
    "giao thông;thời tiết;khí hậu;đất đai;dân số;lao động;việc làm;năng lượng;điện lực;nước sạch;"
    "môi trường;du lịch;khách sạn;ngân hàng;tín dụng;bảo hiểm;chứng khoán;bán lẻ;kho vận;cảng biển;"
    "tàu thuyền;ô tô;nông nghiệp;thủy sản;lâm nghiệp;y tế;bệnh viện;dược phẩm;giáo dục;trường học;"
    "doanh nghiệp;thuế;hải quan;xuất khẩu;nhập khẩu;giá cả;nhà ở;xây dựng;viễn thông;bưu chính;"
    "văn hóa;thể thao;khoáng sản;hóa chất;dệt may;da giày;điện tử;phần mềm;quảng cáo;truyền thông"
)
HOW = listed(
    "dữ liệu;thống kê;chỉ số;bản đồ;danh mục;nhật ký;quan trắc;khảo sát;dự báo;lịch sử;"
    "theo giờ;theo ngày;theo tháng;tổng hợp;chi tiết"
)
WHERE = listed(
    "Hà Nội;Huế;Lai Châu;Điện Biên;Sơn La;Lạng Sơn;Quảng Ninh;Thanh Hóa;Nghệ An;Hà Tĩnh;Cao Bằng;"
    "Tuyên Quang;Lào Cai;Thái Nguyên;Phú Thọ;Bắc Ninh;Hưng Yên;Hải Phòng;Ninh Bình;Quảng Trị;"
    "Đà Nẵng;Quảng Ngãi;Gia Lai;Khánh Hòa;Lâm Đồng;Đắk Lắk;Hồ Chí Minh;Đồng Nai;Tây Ninh;Cần Thơ;"
    "Vĩnh Long;Đồng Tháp;Cà Mau;An Giang"
)
THEMES, PROVINCES, FREQUENCIES = tuple(Theme), tuple(Province), tuple(Frequency)
ORIGINS = ("collected", "generated", "derived", "open_data")
PURPOSES = ("any", "research", "ai_training", "public_service", "internal_analysis")


def products(count: int) -> Iterator[Searchable]:
    """Generated products, the same for the same count."""
    draw = np.random.default_rng(1)
    vocabulary = np.array([f"{a}{b}" for a in _syllables(400, draw) for b in ("", "n", "m", "t")])
    weight = 1 / np.arange(1, len(vocabulary) + 1)
    edges = np.cumsum(weight / weight.sum())
    for start in range(0, count, BATCH):
        many = min(BATCH, count - start)
        lines = vocabulary[np.searchsorted(edges, draw.random((many, LINES)))]
        picks = draw.integers(0, 2**31, (many, 8)).tolist()
        for line, (what, more, how, where, year, seller, origin, price) in zip(
            lines, picks, strict=True
        ):
            about, other = WHAT[what % len(WHAT)], WHAT[more % len(WHAT)]
            title = f"{HOW[how % len(HOW)]} {about} {WHERE[where % len(WHERE)]} {2000 + year % 26}"
            yield Searchable(
                product=new_id("product"),
                titles=(title, f"{about} {other} series {year % 1000}"),
                text=f"{other} {' '.join(line)}",
                origin=ORIGINS[origin % 4],
                modes=("free",) if price % 3 == 0 else ("once",),
                purposes=(PURPOSES[price % 5], PURPOSES[seller % 5])[: 1 + origin % 2],
                onward=("none",) if more % 4 else ("allowed",),
                seller=f"org_{seller % 5000}",
                listed_at=start + what % BATCH,
                grade="ABCDE"[how % 5],
                theme=THEMES[what % len(THEMES)],
                provinces=(PROVINCES[where % len(PROVINCES)],),
                frequency=FREQUENCIES[year % len(FREQUENCIES)],
                price_minor=0 if price % 3 == 0 else price % 10**8,
            )


def _syllables(count: int, draw: np.random.Generator) -> list[str]:
    """Made-up Vietnamese syllables."""
    heads = ("b", "c", "ch", "đ", "g", "h", "kh", "l", "m", "ng", "nh", "ph", "qu", "s", "th", "tr")
    tails = ("a", "ă", "ân", "ê", "ế", "ền", "i", "ò", "ố", "ơ", "ớ", "u", "ừ", "ứ", "ượ", "y")
    every = [head + tail for head in heads for tail in tails]
    return [every[each] for each in draw.choice(len(every), min(count, len(every)), replace=False)]


def questions(some: list[Searchable], count: int) -> list[Asked]:
    """Questions as people type them."""
    draw = np.random.default_rng(2)
    asked = []
    for number in range(count):
        of = some[int(draw.integers(len(some)))]
        title = words(of.titles[0])
        chosen = draw.choice(len(title), min(len(title), int(draw.integers(2, 5))), replace=False)
        bare = number % 2 == 1
        text = " ".join(title[each].folded if bare else title[each].exact for each in chosen)
        having: dict[str, tuple[str, ...]] = {"origin": (of.origin,)} if number % 4 == 0 else {}
        asked.append(Asked(text=text, having=having))
    return asked


def figures(count: int = PRODUCTS) -> Iterator[Figure]:
    """The figures for so many products, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder, "search"))
        rival = sqlite3.connect(Path(folder, "rival.db"))
        rival.executescript(RIVAL)
        spent, asked = fill(index, rival, count)
        name = f"search.{count}_products"
        yield figure(f"{name}_indexed", spent, "s", better="lower")
        few = asked[:RIVALS_QUESTIONS]
        theirs = quantiles(lambda each: ask_rival(rival, each), few)
        ours = quantiles(lambda each: index.find(each).total, asked)
        for part, goal, took, rival_took in zip(("p50", "p99"), GOALS, ours, theirs, strict=True):
            yield figure(
                f"{name}_question_with_facets_{part}",
                took,
                "ms",
                goal=goal,
                better="lower",
                rival="SQLite FTS5",
                rival_value=rival_took,
            )
        missed = sum(ask_rival(rival, each) < index.find(each).total for each in few)
        yield figure(f"{name}_questions_of_which_fts5_misses_hits", missed, f"of {len(few)}")
        typed = [Asked(text=each.text[: len(each.text) * 2 // 3]) for each in asked]
        for part, took in zip(
            ("p50", "p99"),
            quantiles(lambda each: len(index.suggest(each.text, 8)), typed),
            strict=True,
        ):
            yield figure(f"{name}_suggestion_{part}", took, "ms", better="lower")
        begun = time.perf_counter()
        new = next(products(1))
        index.put([new])
        assert index.find(Asked(text=new.titles[1])).total
        waited = time.perf_counter() - begun
        yield figure(f"{name}_new_listing_found", waited, "s", goal=1, better="lower")
        index.close()
        rival.close()
        size = sum(each.stat().st_size for each in Path(folder, "search").iterdir()) / 1e6
        yield figure(f"{name}_index", size, "MB", goal=300, better="lower")


def run() -> list[Figure]:
    """What `make bench` shows: a tenth of the million products of the goals."""
    return list(figures())


RIVAL = """
PRAGMA synchronous = OFF;
CREATE TABLE product (id INTEGER PRIMARY KEY, origin, mode, purpose, onward, seller);
CREATE VIRTUAL TABLE found USING fts5(title, text, content='',
    tokenize='unicode61 remove_diacritics 2');
"""


def fill(index: SearchIndex, rival: sqlite3.Connection, count: int) -> tuple[float, list[Asked]]:
    """Enter the products on both sides; the seconds that ours took, and questions about them."""
    spent, some, entered = 0.0, [], 0
    batch: list[Searchable] = []
    for each in products(count):
        batch.append(each)
        if len(batch) == BATCH or entered + len(batch) == count:
            begun = time.perf_counter()
            index.put(batch)
            spent += time.perf_counter() - begun
            rows = list(enumerate(batch, entered))
            rival.executemany(
                "INSERT INTO product VALUES (?, ?, ?, ?, ?, ?)",
                [(n, p.origin, p.modes[0], p.purposes[0], p.onward[0], p.seller) for n, p in rows],
            )
            rival.executemany(
                "INSERT INTO found (rowid, title, text) VALUES (?, ?, ?)",
                [(n, " ".join(p.titles), p.text) for n, p in rows],
            )
            rival.commit()
            some += batch[:: max(1, count // QUESTIONS)]
            entered += len(batch)
            batch = []
    return spent, questions(some, QUESTIONS)


def ask_rival(rival: sqlite3.Connection, asked: Asked) -> int:
    """The same question there: ranked hits, and a count by each facet."""
    text = " ".join(f'"{each.exact}"' for each in words(asked.text))
    origin = asked.having.get("origin", ("",))[0]
    where = "found MATCH ? AND (? = '' OR p.origin = ?)"
    source = "found JOIN product p ON p.id = found.rowid"
    rival.execute(
        f"SELECT p.id FROM {source} WHERE {where} ORDER BY bm25(found, 3, 1) LIMIT 20",
        (text, origin, origin),
    ).fetchall()
    total = 0
    for facet in ("origin", "mode", "purpose", "onward", "seller"):
        counted = rival.execute(
            f"SELECT p.{facet}, count(*) FROM {source} WHERE {where} GROUP BY 1"
            " ORDER BY 2 DESC LIMIT 20",
            (text, origin, origin),
        ).fetchall()
        total = max(total, sum(row[1] for row in counted))
    return total


def quantiles(ask: Callable[[Asked], int], asked: list[Asked]) -> tuple[float, float]:
    """The median and the 99th percentile of one answer in milliseconds, after warming up."""
    for each in asked[:20]:
        ask(each)
    took = []
    for each in asked:
        begun = time.perf_counter()
        ask(each)
        took.append((time.perf_counter() - begun) * 1e3)
    return float(np.percentile(took, 50)), float(np.percentile(took, 99))


if __name__ == "__main__":
    for each in figures(int(sys.argv[1]) if len(sys.argv) > 1 else PRODUCTS):
        print(json.dumps(each, ensure_ascii=False), flush=True)
