"""A small fair that page tests look at: a product, an offer, an order, a contract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from datafloor.contexts import catalogue
from datafloor.web.signing_in import COOKIE
from tests.browsing import Browser, Site, site

CSV = "giờ,trạm,pm25\n" + "".join(f"{hour},HN{hour % 5},{hour * 1.5}\n" for hour in range(100))
LAWFUL: dict[str, Any] = {
    "source": "non_state_party",
    "basis_of_right": "Measured by the seller",
    "right_covers_scope": "yes",
    "about_people": "no",
    "data_class": "other_data",
    "recipients": "domestic_only",
    "harms_state_security": "no",
    "is_state_secret": "no",
    "banned_by_other_law": "no",
    "infringes_third_party_rights": "no",
    "originality": "original_data",
    "quality": "Checked against a second sensor",
    "accuracy": "To one tenth",
    "completeness": "Every hour",
    "update_level": "To the last hour",
    "limitations": "One city",
}
"""A statement to which the law has no objection."""

LOOKED = "The papers were looked at."
TITLE = "Air <script>alert(1)</script> & more"


PAGES = [
    ("", "/"),
    ("", "/?before=product_00000000000000000000000000"),
    ("", "/search?q=air"),
    ("", "/search?q=nothing+holds+this"),
    ("", "/search?q=air&theme=environment&sort=cheapest&most=1.000.000&province=99"),
    ("", "/inventory"),
    ("", "/inventory?q=nothing&offset=24"),
    ("operator", "/operator/feeds"),
    ("", "/register"),
    ("", "/sign-in"),
    ("", "/join"),
    ("", "/docs"),
    ("", "/log"),
    ("", "/statistics"),
    ("", "/auctions"),
    ("seller", "/sell/{product}/auction"),
    ("", "/products/{product}"),
    ("seller", "/sell"),
    ("seller", "/sell/new"),
    ("seller", "/sell/{product}"),
    ("seller", "/sell/{submitted}"),
    *(
        ("seller", f"/sell/{{{which}}}/{step}")
        for which in ("product", "draft", "submitted")
        for step in ("data", "about", "terms", "price", "listing")
    ),
    ("seller", "/sell/{draft}"),
    ("seller", "/sell/{product}/fields"),
    ("seller", "/sell/{product}/statement"),
    ("seller", "/sell/{product}/sharing"),
    ("seller", "/shares"),
    ("operator", "/operator/people"),
    ("seller", "/products/{product}/claims"),
    ("operator", "/products/{product}/claims"),
    ("", "/products/{product}/people"),
    ("", "/products/{product}/people?head=0123456789abcdef"),
    ("seller", "/sell/{product}/offers"),
    ("seller", "/sell/{submitted}/marks"),
    ("seller", "/sell/{product}/offers/{offer}/price"),
    ("", "/products/{product}/prices"),
    ("seller", "/products/{product}/price-evidence"),
    ("supervisor", "/products/{product}/price-evidence"),
    ("seller", "/orders/{order}/dossiers"),
    ("seller", "/orders/{order}"),
    ("seller", "/orders/{order}/contract"),
    ("buyer", "/orders/{order}/contract"),
    ("buyer", "/account/keys"),
    ("operator", "/operator/assignments"),
    ("operator", "/operator/breaches"),
    ("", "/wanted"),
    ("buyer", "/wanted/new"),
    ("buyer", "/negotiations"),
    ("buyer", "/products/{product}/negotiation"),
    ("buyer", "/buy"),
    ("buyer", "/basket"),
    ("buyer", "/products/{product}"),
    ("buyer", "/offers/{offer}"),
    ("buyer", "/orders/{order}"),
    ("buyer", "/orders/{waiting}"),
    ("buyer", "/money"),
    ("seller", "/money/statement"),
    ("seller", "/invoices"),
    ("operator", "/invoices"),
    ("buyer", "/money/refunds"),
    ("buyer", "/money/payouts"),
    ("buyer", "/account"),
    ("buyer", "/papers"),
    ("buyer", "/account/identity"),
    ("operator", "/operator"),
    ("operator", "/operator/products/{submitted}"),
    ("operator", "/operator/money"),
    ("operator", "/operator/bank"),
    ("operator", "/operator/organisations"),
    ("operator", "/operator/organisations/{seller}"),
    ("operator", "/products/{product}"),
    ("operator", "/orders/{order}"),
    ("operator", "/journal"),
    ("supervisor", "/traces"),
    ("supervisor", "/supervisor"),
    ("supervisor", "/supervisor/papers"),
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
    draft: str

    sessions: dict[str, str] = field(default_factory=dict)

    def path(self, pattern: str) -> str:
        """An address with the fair's own ids in it."""
        facts = self.site.exchange.question_now(catalogue.product_facts, self.product)
        assert facts is not None
        named = {
            "product": self.product,
            "submitted": self.submitted,
            "draft": self.draft,
            "offer": self.offer,
        }
        return pattern.format(
            order=self.order, waiting=self.waiting, seller=facts.organisation, **named
        )

    def session(self, who: str) -> str:
        """The secret of somebody's one session."""
        self.browser(who)
        return self.sessions[who]

    def browser(self, who: str = "", language: str = "en") -> Browser:
        """A browser in which somebody is signed in, sharing her one session."""
        browser = self.site.browser(language)
        if who and who not in self.sessions:
            browser.sign_in(who)
            self.sessions[who] = browser.client.cookies[COOKIE]
        elif who:
            browser.client.cookies.set(COOKIE, self.sessions[who])
        return browser


def begun(seller: Browser, name: str = "air.csv", content: str = CSV) -> str:
    """A draft that begins with its data; returns its id."""
    seller.get("/sell/new")
    said: dict[str, Any] = {"origin": "collected", "origin_note": "Our own stations"}
    answer = seller.send(seller.form("/sell/new"), (name, content.encode()), **said)
    assert answer.status_code == 200, answer.text
    found = re.search(r"product_\w{26}", str(answer.url))
    assert found is not None
    return found[0]


def draft(seller: Browser, title: str = TITLE) -> str:
    """Draft a product with its table, and say what it is; returns its id."""
    product = begun(seller)
    seller.fill(
        f"/sell/{product}/about",
        "/about",
        title_en=title,
        title_vi=f"Không khí {title}",
        description_en="Hourly means.\nGaps are marked.",
        description_vi="Trung bình giờ.\nChỗ thiếu được đánh dấu.",
        theme="environment",
        provinces=["01", "48"],
        frequency="hourly",
    )
    seller.get(f"/sell/{product}/statement")
    answer = seller.send(seller.form("/statement"), ("deed.pdf", b"the deed"), **LAWFUL)
    assert answer.status_code == 200, answer.text
    return product


def listed(fair_site: Site, seller: Browser, title: str = TITLE) -> str:
    """A product that the operator has listed."""
    product = draft(seller, title)
    seller.fill(f"/sell/{product}/listing", "/submission")
    with fair_site.browser() as operator:
        operator.sign_in("operator")
        operator.fill(f"/operator/products/{product}", product, decision="list", reason=LOOKED)
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


def name_account(operator: Browser) -> None:
    """The exchange's account at its bank, without which no payment is recorded."""
    operator.fill(
        "/operator/money",
        "/bank-account",
        bank="970436",
        account="0011001234567",
        holder="SAN DU LIEU MAU",
    )


def record_payment(operator: Browser, entry: str, amount: str, reference: str) -> None:
    """A payment that the operator read in the bank's list."""
    operator.fill(
        "/operator/money",
        "/operator/payments",
        bank_entry=entry,
        amount=amount,
        reference=reference,
    )


@pytest.fixture(scope="session")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fair]:
    """The fair, set up through its own pages."""
    with site(tmp_path_factory.mktemp("fair")) as served:
        with served.browser() as seller, served.browser() as buyer, served.browser() as operator:
            seller.join("seller", "seller")
            buyer.join("buyer", "buyer")
            operator.sign_in("operator")
            name_account(operator)
            product = listed(served, seller)
            offer = offered(seller, product, "12.000.000")
            order = ordered(buyer, offer)
            reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
            assert reference is not None
            record_payment(operator, "FT26325-1", "12.000.000", reference[0])
            waiting = ordered(buyer, offer)
            submitted = draft(seller, "Waits for a decision")
            seller.fill(f"/sell/{submitted}/listing", "/submission")
            unfinished = begun(seller, "chất lượng không khí.csv")
        yield Fair(served, product, offer, order, waiting, submitted, unfinished)
