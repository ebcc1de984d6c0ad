"""A small fair that page tests look at: a product, an offer, an order, a contract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from datafloor.web.signing_in import COOKIE
from tests.browsing import Browser, Site, site
from tests.trading import LAWFUL

CSV = "giờ,trạm,pm25\n" + "".join(f"{hour},HN{hour % 5},{hour * 1.5}\n" for hour in range(100))
TITLE = "Air <script>alert(1)</script> & more"


PAGES = [
    ("", "/"),
    ("", "/?before=product_00000000000000000000000000"),
    ("", "/register"),
    ("", "/sign-in"),
    ("", "/join"),
    ("", "/docs"),
    ("", "/log"),
    ("", "/products/{product}"),
    ("seller", "/sell"),
    ("seller", "/sell/new"),
    ("seller", "/sell/{product}"),
    ("seller", "/sell/{submitted}"),
    ("seller", "/sell/{product}/description"),
    ("seller", "/sell/{product}/offers"),
    ("seller", "/orders/{order}"),
    ("buyer", "/buy"),
    ("buyer", "/products/{product}"),
    ("buyer", "/offers/{offer}"),
    ("buyer", "/orders/{order}"),
    ("buyer", "/orders/{waiting}"),
    ("buyer", "/money"),
    ("buyer", "/account"),
    ("operator", "/operator"),
    ("operator", "/operator/products/{submitted}"),
    ("operator", "/operator/money"),
    ("operator", "/orders/{order}"),
    ("operator", "/journal"),
    ("supervisor", "/supervisor"),
    ("supervisor", "/journal"),
    ("supervisor", "/operator"),
]
"""Every page that can be looked at, and who looks."""


@dataclass(frozen=True)
class Fair:
    """A served exchange, and what is to be seen there."""

    site: Site
    product: str
    offer: str
    order: str
    waiting: str
    submitted: str

    sessions: dict[str, str] = field(default_factory=dict)

    def path(self, pattern: str) -> str:
        """An address with the fair's own ids in it."""
        named = {"product": self.product, "submitted": self.submitted, "offer": self.offer}
        return pattern.format(order=self.order, waiting=self.waiting, **named)

    def browser(self, who: str = "", language: str = "en") -> Browser:
        """A browser in which somebody is signed in, sharing her one session."""
        browser = self.site.browser(language)
        if who and who not in self.sessions:
            browser.sign_in(who)
            self.sessions[who] = browser.client.cookies[COOKIE]
        elif who:
            browser.client.cookies.set(COOKIE, self.sessions[who])
        return browser


def draft(seller: Browser, title: str = TITLE) -> str:
    """Draft a product and publish its table; returns its id."""
    seller.fill(
        "/sell/new",
        "/sell/new",
        title_en=title,
        title_vi=f"Không khí {title}",
        description_en="Hourly means.\nGaps are marked.",
        description_vi="Trung bình giờ.\nChỗ thiếu được đánh dấu.",
        origin="collected",
        origin_note="Our own stations",
    )
    found = re.search(r"product_\w{26}", str(seller.at.url))
    assert found is not None
    form = seller.form("/versions")
    assert seller.send(form, file=("air.csv", CSV.encode())).status_code == 200, seller.at.text
    state(seller, found[0])
    return found[0]


def state(seller: Browser, product: str) -> None:
    """State what the law asks of a listing, as the seller's program does."""
    answer = seller.client.post(
        "/api/products/statements",
        json={"product": product, "statement": LAWFUL},
        headers={"Authorization": f"Bearer {seller.client.cookies[COOKIE]}"},
    )
    assert answer.status_code == 201, answer.text


def listed(fair_site: Site, seller: Browser, title: str = TITLE) -> str:
    """A product that the operator has listed."""
    product = draft(seller, title)
    seller.fill(f"/sell/{product}", "/submission")
    with fair_site.browser() as operator:
        operator.sign_in("operator")
        operator.fill(f"/operator/products/{product}", product, decision="list")
    return product


def offered(seller: Browser, product: str, price: str) -> str:
    """An offer of a product under new terms."""
    seller.fill(
        f"/sell/{product}/offers",
        "/offers",
        price=price,
        choice="new",
        purposes=["research"],
        territory="VN",
        exclusive="no",
        ip=["attribution"],
    )
    return str(re.findall(r"offer_\w{26}", seller.at.text)[-1])


def ordered(buyer: Browser, offer: str) -> str:
    """An order on an offer."""
    buyer.fill(f"/offers/{offer}", offer, purpose="research", country="VN")
    found = re.search(r"order_\w{26}", str(buyer.at.url))
    assert found is not None
    return found[0]


@pytest.fixture(scope="session")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fair]:
    """The fair, set up through its own pages."""
    with site(tmp_path_factory.mktemp("fair")) as served:
        with served.browser() as seller, served.browser() as buyer, served.browser() as operator:
            seller.join("seller", "seller")
            buyer.join("buyer", "buyer")
            operator.sign_in("operator")
            product = listed(served, seller)
            offer = offered(seller, product, "12.000.000")
            order = ordered(buyer, offer)
            reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
            assert reference is not None
            operator.fill(
                "/operator/money",
                "/operator/payments",
                bank_entry="FT26325-1",
                amount="12.000.000",
                reference=reference[0],
            )
            waiting = ordered(buyer, offer)
            submitted = draft(seller, "Waits for a decision")
            seller.fill(f"/sell/{submitted}", "/submission")
        yield Fair(served, product, offer, order, waiting, submitted)
