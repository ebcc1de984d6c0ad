"""Reading catalogues: CKAN, DCAT in its three forms and in pages, and our own."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from datafloor.adapters.harvest import Limits, guessed, open_round
from datafloor.contexts.catalogue import Coverage, Frequency, Province, Theme
from datafloor.contexts.inventory import FeedKind, Item
from datafloor.web.protocols.open_catalogue import whole_as
from tests.catalog.listings import listings
from tests.harvest.serving import Catalogues, catalogues, ckan, onward, package, plain

HERE = Limits(private=True)
ROADS = Coverage(theme=Theme.transport, provinces=(Province.hue,), frequency=Frequency.daily)


@pytest.fixture
def served() -> Iterator[Catalogues]:
    with catalogues() as made:
        yield made


def read(kind: str, address: str, limits: Limits = HERE) -> list[Item]:
    return [each for page in open_round(FeedKind(kind), address, limits) for each in page]


def test_a_ckan_is_read_page_by_page(served: Catalogues) -> None:
    served.answers["/api/3/action/package_search"] = ckan([package(n) for n in range(1_203)])
    found = read("ckan", served.base)
    assert len({each.key for each in found}) == len(found) == 1_203
    assert len(served.asked) == 3
    assert found[0] == Item(
        key="00000000-0000-4000-8000-000000000000",
        title="Dữ liệu số 0",
        description="Số liệu <b>hằng ngày</b>.",
        publisher="Sở Giao thông vận tải",
        formats=("CSV", "XLSX"),
        licence="Creative Commons Attribution",
        page=f"{served.base}/dataset/du-lieu-0",
        modified="2026-10-01T02:03:04.000000",
        coverage=ROADS,
    )


@pytest.mark.parametrize("path", ["/api/3", "/api/3/action/package_search?q=giao", "/portal"])
def test_a_ckan_is_found_under_its_site_and_its_api(served: Catalogues, path: str) -> None:
    served.answers["/api/3/"] = served.answers["/portal/api/3/"] = ckan([package(1)])
    assert len(read("ckan", served.base + path)) == 1


@pytest.mark.parametrize(
    "strange",
    [
        {"title": None},
        {"organization": "so-gtvt", "resources": {"a": 1}, "extras": "x", "notes": 7},
        {"title": "x" * 9_000, "notes": "y" * 9_000, "resources": [{"format": 1}, 2, None]},
        {"title": "dấu \x00\x07 \ud800 hết"},
        {"url": "javascript:alert(1)"},
    ],
)
def test_a_strange_data_set_harms_no_other(served: Catalogues, strange: dict[str, Any]) -> None:
    served.answers["/api"] = ckan([package(1, **strange), package(2)])
    found = read("ckan", served.base)
    assert [each.key[:8] for each in found] == ["00000001", "00000002"]
    assert all(each.page.startswith("http") and len(each.title) <= 300 for each in found)


TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://x.example/c> a dcat:Catalog ; dcat:dataset <https://x.example/d1> .
<https://x.example/d1> a dcat:Dataset ; dct:title "Roads"@en, "Đường bộ"@vi ;
  dct:description "Every road." ; dct:publisher [ a foaf:Agent ; foaf:name "Sở Giao thông" ] ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN> ;
  dct:spatial [ a dct:Location ; rdfs:label "Thành phố Huế"@vi ] ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/DAILY> ;
  dct:modified "2026-10-01" ; dcat:landingPage <https://x.example/pages/d1> ;
  dcat:distribution [ a dcat:Distribution ; dct:license <https://x.example/cc-by> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ] .
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
<dcat:Dataset rdf:about="https://x.example/d1">
 <dct:title xml:lang="en">Roads</dct:title><dct:title xml:lang="vi">Đường bộ</dct:title>
 <dct:description>Every road.</dct:description>
 <dct:publisher><foaf:Agent><foaf:name>Sở Giao thông</foaf:name></foaf:Agent></dct:publisher>
 <dcat:theme rdf:resource="http://publications.europa.eu/resource/authority/data-theme/TRAN"/>
 <dct:spatial><dct:Location><rdfs:label xml:lang="vi">Thành phố Huế</rdfs:label>
 </dct:Location></dct:spatial>
 <dct:accrualPeriodicity
  rdf:resource="http://publications.europa.eu/resource/authority/frequency/DAILY"/>
 <dct:modified>2026-10-01</dct:modified>
 <dcat:landingPage rdf:resource="https://x.example/pages/d1"/>
 <dcat:distribution><dcat:Distribution><dct:license rdf:resource="https://x.example/cc-by"/>
  <dct:format rdf:resource="http://publications.europa.eu/resource/authority/file-type/CSV"/>
 </dcat:Distribution></dcat:distribution>
</dcat:Dataset></rdf:RDF>"""
JSON = json.dumps(
    {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dataset": [
            {
                "@id": "https://x.example/d1",
                "@type": "dcat:Dataset",
                "title": "Đường bộ",
                "description": "Every road.",
                "publisher": {"@type": "foaf:Agent", "name": "Sở Giao thông"},
                "theme": ["TRAN"],
                "spatial": "Thành phố Huế",
                "accrualPeriodicity": "R/P1D",
                "modified": "2026-10-01",
                "landingPage": "https://x.example/pages/d1",
                "license": "https://x.example/cc-by",
                "distribution": [{"@type": "dcat:Distribution", "format": "csv"}],
            }
        ],
    },
    ensure_ascii=False,
)
READ = Item(
    key="https://x.example/d1",
    title="Đường bộ",
    description="Every road.",
    publisher="Sở Giao thông",
    formats=("CSV",),
    licence="https://x.example/cc-by",
    page="https://x.example/pages/d1",
    modified="2026-10-01",
    coverage=ROADS,
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (TURTLE, "text/turtle"),
        (XML, "application/rdf+xml"),
        (JSON, "application/json"),
        (TURTLE, "text/plain"),
        (XML.replace("UTF-8", "UTF-16").encode("utf-16"), "application/rdf+xml"),
        (b"\xef\xbb\xbf" + JSON.encode(), "application/ld+json"),
    ],
)
def test_dcat_says_the_same_in_every_form(
    served: Catalogues, content: bytes | str, kind: str
) -> None:
    served.answers["/feed"] = plain(content, kind)
    assert read("dcat", f"{served.base}/feed") == [READ]


def test_a_context_that_lies_elsewhere_is_never_fetched(served: Catalogues) -> None:
    text = JSON.replace("https://project-open-data.cio.gov", served.base)
    served.answers["/feed"] = plain(text)
    assert read("dcat", f"{served.base}/feed") == [READ]
    assert served.asked == ["/feed"]


def test_pages_are_followed(served: Catalogues) -> None:
    hydra = "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"
    for number, said in enumerate(("hydra:next </p/1>", 'hydra:nextPage "/p/2"', "a hydra:Page")):
        text = hydra + TURTLE.replace("/d1>", f"/d{number}>") + f"\n</p> {said} ."
        served.answers[f"/p/{number}"] = plain(text, "text/turtle")
    served.answers["/old"] = onward("/p/0")
    keys = [each.key for each in read("dcat", f"{served.base}/old")]
    assert keys == [f"https://x.example/d{number}" for number in range(3)]


@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json"])
def test_our_own_catalogue_is_read(served: Catalogues, form: str) -> None:
    products = list(listings(300))
    whole = b"".join(whole_as(form, served.base, [products[:200], products[200:]]))
    served.answers["/catalog"] = plain(whole, form)
    found = {each.key.rpartition("/")[2]: each for each in read("dcat", f"{served.base}/catalog")}
    assert found.keys() == {each.view.product for each in products}
    for of in products:
        item = found[of.view.product]
        assert item.title == of.view.title_vi.strip()[:300].strip()
        assert item.publisher == of.seller
        assert item.coverage == of.view.coverage
        assert item.formats == ("PARQUET",)


def test_a_limit_cuts_a_round_short(served: Catalogues) -> None:
    served.answers["/api"] = ckan([package(n) for n in range(20)])
    found = open_round(FeedKind.ckan, served.base, Limits(private=True, most_items=7))
    assert sum(len(page) for page in found) == found.count == 7
    assert found.cut


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://data.example.vn", "ckan"),
        ("https://data.example.vn/api/3", "ckan"),
        ("https://data.example.vn/catalog.ttl", "dcat"),
        ("https://data.example.vn/data.json", "dcat"),
    ],
)
def test_what_an_address_speaks_is_guessed(address: str, kind: str) -> None:
    assert guessed(address) == kind
