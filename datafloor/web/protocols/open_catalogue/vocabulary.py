"""A product and the catalogue in the words of DCAT-AP 3 (SEMIC, application profile 3.0)."""

from urllib.parse import urlsplit

from datafloor.contexts.catalogue import (
    PROVINCE_NAMES,
    Coverage,
    Frequency,
    ProductState,
    Theme,
)
from datafloor.contexts.market import OfferView
from datafloor.kernel import clock
from datafloor.web.protocols.open_catalogue.graph import Iri, Node, Text, Typed, Value
from datafloor.web.protocols.open_catalogue.products import Described

RESTRICTED = "http://publications.europa.eu/resource/authority/access-right/RESTRICTED"
PARQUET = "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet"
_EU = "http://publications.europa.eu/resource/authority"
THEMES = {
    Theme.agriculture: "AGRI",
    Theme.economy: "ECON",
    Theme.education: "EDUC",
    Theme.energy: "ENER",
    Theme.environment: "ENVI",
    Theme.government: "GOVE",
    Theme.health: "HEAL",
    Theme.international: "INTR",
    Theme.justice: "JUST",
    Theme.regions: "REGI",
    Theme.society: "SOCI",
    Theme.technology: "TECH",
    Theme.transport: "TRAN",
}
FREQUENCIES = {
    Frequency.continuous: "UPDATE_CONT",
    Frequency.hourly: "HOURLY",
    Frequency.daily: "DAILY",
    Frequency.weekly: "WEEKLY",
    Frequency.monthly: "MONTHLY",
    Frequency.quarterly: "QUARTERLY",
    Frequency.annual: "ANNUAL",
    Frequency.irregular: "IRREG",
    Frequency.never: "NEVER",
}
LANGUAGES = (
    "http://publications.europa.eu/resource/authority/language/ENG",
    "http://publications.europa.eu/resource/authority/language/VIE",
)


def address(base: str, product: str) -> str:
    """The stable address of a product in the catalogue."""
    return f"{base}/catalog/{product}"


def catalog(base: str) -> Node:
    """The catalogue itself, without its data sets."""
    host = urlsplit(base).netloc
    properties: tuple[tuple[str, Value], ...] = (
        ("dcterms:title", Text(f"Data exchange at {host}", "en")),
        ("dcterms:title", Text(f"Sàn dữ liệu tại {host}", "vi")),
        ("dcterms:description", Text("The data products that are on offer here.", "en")),
        ("dcterms:description", Text("Các sản phẩm dữ liệu đang được chào bán tại đây.", "vi")),
        ("dcterms:publisher", Node(f"{base}/", "foaf:Agent", (("foaf:name", Text(host)),))),
        ("foaf:homepage", Iri(f"{base}/")),
        *(("dcterms:language", Iri(each)) for each in LANGUAGES),
        ("dcat:service", _service(base)),
    )
    return Node(f"{base}/catalog", "dcat:Catalog", properties)


def membership(base: str, product: str) -> Node:
    """That the catalogue holds a product."""
    return Node(f"{base}/catalog", "", (("dcat:dataset", Iri(address(base, product))),))


def dataset(base: str, of: Described) -> Node:
    """A product as a data set, with one distribution for each offer."""
    view = of.view
    where = address(base, view.product)
    seller = f"{base}/api/organisations/{view.organisation}"
    properties: list[tuple[str, Value]] = [
        ("dcterms:identifier", Text(view.product)),
        ("dcterms:title", Text(view.title_en, "en")),
        ("dcterms:title", Text(view.title_vi, "vi")),
        ("dcterms:description", Text(view.description_en, "en")),
        ("dcterms:description", Text(view.description_vi, "vi")),
        (
            "dcterms:publisher",
            Node(seller, "foaf:Agent", (("foaf:name", Text(of.seller)),)),
        ),
        ("dcterms:accessRights", Iri(RESTRICTED)),
        (
            "dcterms:provenance",
            Node("", "dcterms:ProvenanceStatement", (("rdfs:label", Text(view.origin_note)),)),
        ),
        ("dcat:landingPage", Iri(f"{base}/en/products/{view.product}")),
        ("dcat:landingPage", Iri(f"{base}/vi/products/{view.product}")),
    ]
    properties += _covered(view.coverage)
    if view.versions:
        first, newest = view.versions[-1], view.versions[0]
        properties += [
            ("dcterms:issued", _instant(first.added_at)),
            ("dcterms:modified", _instant(newest.added_at)),
            ("dcat:version", Text(newest.version)),
        ]
    if view.state == ProductState.listed:
        offers: list[OfferView | None] = [*of.offers] or [None]
        properties += [("dcat:distribution", _distribution(base, of, each)) for each in offers]
    return Node(where, "dcat:Dataset", tuple(properties))


def _covered(coverage: Coverage) -> list[tuple[str, Value]]:
    """Its theme, its provinces by name and code, and how often it is brought up to date."""
    found: list[tuple[str, Value]] = []
    if coverage.theme is not None:
        found.append(("dcat:theme", Iri(f"{_EU}/data-theme/{THEMES[coverage.theme]}")))
    for each in coverage.provinces:
        said = (
            ("rdfs:label", Text(PROVINCE_NAMES[each], "vi")),
            ("dcterms:identifier", Text(each)),
        )
        found.append(("dcterms:spatial", Node("", "dcterms:Location", said)))
    if coverage.frequency is not None:
        often = Iri(f"{_EU}/frequency/{FREQUENCIES[coverage.frequency]}")
        found.append(("dcterms:accrualPeriodicity", often))
    return found


def _distribution(base: str, of: Described, offer: OfferView | None) -> Node:
    """How the data are had: read under the contract that an order of this offer becomes."""
    where = address(base, of.view.product)
    properties: list[tuple[str, Value]] = [
        ("dcterms:title", Text("Read with Delta Sharing under a contract", "en")),
        ("dcterms:title", Text("Đọc qua Delta Sharing theo hợp đồng", "vi")),
        ("dcat:accessURL", Iri(f"{base}/en/products/{of.view.product}")),
        ("dcat:accessService", Iri(f"{base}/delta-sharing")),
        ("dcat:mediaType", Iri(PARQUET)),
    ]
    if of.view.versions:
        size = str(of.view.versions[0].bytes)
        properties.append(("dcat:byteSize", Typed(size, "xsd:nonNegativeInteger")))
    if offer is None:
        return Node(f"{where}#table", "dcat:Distribution", tuple(properties))
    price = Node("", "dcterms:RightsStatement", (("rdfs:label", Text(_priced(offer))),))
    properties += [
        ("dcterms:license", Iri(f"{base}/api/terms/{offer.terms}")),
        ("dcterms:rights", price),
    ]
    return Node(f"{where}#{offer.offer}", "dcat:Distribution", tuple(properties))


def _priced(offer: OfferView) -> str:
    price = offer.price_from
    return "on request" if price is None else str(price)


def _service(base: str) -> Node:
    return Node(
        f"{base}/delta-sharing",
        "dcat:DataService",
        (
            ("dcterms:title", Text("Delta Sharing")),
            ("dcat:endpointURL", Iri(f"{base}/delta-sharing")),
        ),
    )


def _instant(at: int) -> Typed:
    return Typed(clock.iso(at), "xsd:dateTime")
