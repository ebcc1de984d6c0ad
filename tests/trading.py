"""A house in which tests trade: the built house, a clock that tests move, and short words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from datafloor.app.build import house
from datafloor.contexts import catalogue, delivery, market, participants, policy, settlement
from datafloor.kernel.clock import instant
from datafloor.kernel.db import open_database
from datafloor.kernel.execute import Door, Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.kernel.replay import Replayed, replay

T = TypeVar("T")

BEGIN = instant("2026-11-23T01:00:00Z")
TAX_CODES = (
    *("0100109106", "0101248141", "0300588569", "0100686174", "0301464823"),
    *("0100233488", "0312687878", "0100112437", "0314409058"),
)
PASSWORD_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g"


def digest(text: str) -> str:
    """A digest for whatever a test calls it."""
    return sha256(text.encode()).hexdigest()


REASON = "The papers and a sample of the rows were looked at."
LAWFUL: dict[str, Any] = {
    "source": "non_state_party",
    "basis_of_right": "Collected by the seller at its own cost",
    "right_evidence": digest("the file of origin"),
    "right_covers_scope": True,
    "about_people": False,
    "data_class": "other_data",
    "recipients": "domestic_only",
    "harms_state_security": False,
    "is_state_secret": False,
    "banned_by_other_law": False,
    "infringes_third_party_rights": False,
    "originality": "original_data",
    "quality": "Checked against the source",
    "accuracy": "As reported",
    "completeness": "All of the year",
    "update_level": "Final",
    "limitations": "One city",
}
"""A statement to which the law has no objection."""


class Trading:
    """The exchange under test. `now` is the instant that its clock shows."""

    def __init__(self, url: str, law: str = "vn") -> None:
        self.now = BEGIN
        self.house = house(law)
        self.database = open_database(url, self.house.schema)
        self.door = Door(self.house, self.database, time=lambda: self.now)
        self._joined = 0

    def close(self) -> None:
        self.door.close()
        self.database.close()

    def ask(self, by: Actor, command: type[Command], *, request: str = "", **said: Any) -> Receipt:
        """Ask in the words of a request body, which are checked as the web checks them."""
        asked = msgspec.convert(said, command, strict=True)
        return self.door.execute(asked, by, request or new_id("request"))

    def question(self, query: Callable[..., T], *said: Any, **more: Any) -> T:
        """Ask a context's query."""
        with self.database.reading() as tx:
            return query(tx, *said, **more)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a table holds."""
        with self.database.reading() as tx:
            return tx.rows(sql, *values)

    def behind_the_door(self, sql: str, *values: Any) -> None:
        """Change a table as a broken program, or one of another version, would."""
        with self.database.writing() as tx:
            tx.run(sql, *values)

    def replayed(self) -> Replayed:
        """Grow every table from the journal and compare."""
        return replay(self.house, self.database)

    def join(self, *roles: str) -> Actor:
        """An organisation joins, with one person."""
        organisation, person = new_id("org"), new_id("person")
        own = [role for role in roles if role in ("seller", "buyer")]
        self.ask(
            Actor("", ""),
            participants.RegisterOrganisation,
            organisation=organisation,
            name=f"Organisation {self._joined}",
            tax_code=TAX_CODES[self._joined],
            roles=own,
            person=person,
            person_name="Somebody",
            email=f"somebody{self._joined}@example.vn",
            password_hash=PASSWORD_HASH,
        )
        self._joined += 1
        for role in sorted(set(roles).difference(own)):
            self.ask(EXCHANGE, participants.GrantRole, organisation=organisation, role=role)
        return Actor(person, organisation, frozenset(roles))

    def person(self, of: Actor) -> str:
        """One more person who acts for an organisation."""
        person = new_id("person")
        self.ask(
            of,
            participants.AddPerson,
            person=person,
            person_name="Somebody else",
            email=f"{person.lower()}@example.vn",
            password_hash=PASSWORD_HASH,
        )
        return person

    def product(self, seller: Actor, *, files: int = 2, origin: str = "collected") -> str:
        """A draft with one version, of which all is stated that the law asks."""
        product = new_id("product")
        self.ask(
            seller,
            catalogue.DraftProduct,
            product=product,
            title_en="Flights",
            title_vi="Chuyến bay",
            description_en="Departures",
            description_vi="Các chuyến khởi hành",
            origin=origin,
            origin_note="From the airports",
        )
        self.version(seller, product, files=files)
        self.describe(seller, product)
        return product

    def describe(self, seller: Actor, product: str, **but: Any) -> None:
        """A lawful statement, but for what is said."""
        statement = {name: said for name, said in (LAWFUL | but).items() if said is not None}
        self.ask(seller, catalogue.DescribeListing, product=product, statement=statement)

    def findings(self, product: str, **but: Any) -> None:
        """The exchange looks at the current version and finds nothing wrong, but for what is
        said."""
        (version,) = self.rows("SELECT version FROM catalogue_product WHERE id = ?", product)[0]
        found = {"report": digest(version), "grade": "A", "personal_count": 0, "blocking_count": 0}
        self.ask(EXCHANGE, catalogue.RecordFindings, version=version, findings=found | but)

    def assure(self, operator: Actor, who: Actor, level: int) -> None:
        """The operator checks how surely somebody is who she says."""
        self.ask(
            operator,
            participants.RecordAssurance,
            person=who.person,
            level_number=level,
            evidence=digest("electronic identity"),
        )

    def verify(self, operator: Actor, who: Actor) -> None:
        """The operator verifies an organisation by the papers that it presented."""
        organisation = who.organisation
        self.ask(operator, participants.VerifyOrganisation, organisation=organisation)

    def present(self, who: Actor, **but: Any) -> None:
        """An organisation presents good papers, but for what is said."""
        papers = {
            "documents": [digest("charter")],
            "payment_account": digest(f"account of {who.organisation}"),
            "lawful_entity": True,
            "conditional_line": False,
        }
        self.ask(who, participants.PresentPapers, papers=papers | but)

    def version(self, seller: Actor, product: str, *, files: int = 2) -> str:
        """One more version of a product."""
        version = new_id("version")
        before = len(self.rows("SELECT id FROM catalogue_version WHERE product = ?", product))
        self.ask(
            seller,
            catalogue.AddVersion,
            version=version,
            product=product,
            location=f"tables/{product}",
            delta_version=before,
            rows=1000,
            bytes=50_000,
            files=files,
            digest=digest(version),
            source=digest(f"source of {version}"),
            fields=[{"name": "carrier", "type": "string", "nullable": True}],
        )
        return version

    def list(self, seller: Actor, operator: Actor, product: str) -> None:
        """Submit and list."""
        self.ask(seller, catalogue.SubmitProduct, product=product)
        self.ask(operator, catalogue.ListProduct, product=product, reason=REASON)

    def terms(self, seller: Actor, **but: Any) -> str:
        """Licence terms: research in Vietnam for a year, but for what is said."""
        terms = new_id("terms")
        said: dict[str, Any] = {
            "days": 365,
            "purposes": ["research"],
            "territory": ["VN"],
            "exclusive": False,
            "onward": "none",
            "ip": ["attribution"],
        }
        self.ask(seller, policy.PublishTerms, terms=terms, **(said | but))
        return terms

    def offer(self, seller: Actor, product: str, terms: str, price: int) -> str:
        """An offer in đồng."""
        offer = new_id("offer")
        self.ask(
            seller,
            market.MakeOffer,
            offer=offer,
            product=product,
            terms=terms,
            price={"minor": price, "currency": "VND"},
        )
        return offer

    def pay(self, operator: Actor, buyer: Actor, amount: int, entry: str = "") -> None:
        """Money comes from the buyer's bank."""
        self.ask(
            operator,
            settlement.RecordPayment,
            entry=digest(entry or new_id("entry")),
            organisation=buyer.organisation,
            amount={"minor": amount, "currency": "VND"},
        )

    def order(self, buyer: Actor, offer: str, **but: Any) -> str:
        """An order for research in Vietnam, but for what is said."""
        said = {"order": new_id("order"), "purpose": "research", "country": "VN"} | but
        self.ask(buyer, market.PlaceOrder, offer=offer, **said)
        return str(said["order"])

    def credential(self, buyer: Actor, grant: str, secret: str, *, days: int = 30) -> str:
        """A credential whose secret has this digest."""
        credential = new_id("credential")
        self.ask(
            buyer,
            delivery.IssueCredential,
            credential=credential,
            grant=grant,
            secret_digest=digest(secret),
            expires_at=self.now + days * 86_400_000_000,
        )
        return credential

    def access(self, secret: str) -> delivery.Access:
        """What a secret opens now."""
        return self.question(delivery.access, digest(secret), self.now)

    def wallet(self, who: Actor) -> int:
        """What an organisation has."""
        return self.question(settlement.balance, settlement.wallet(who.organisation))


@contextmanager
def trading(url: str, law: str = "vn") -> Iterator[Trading]:
    """An exchange on a fresh database, under the rule pack of this name."""
    exchange = Trading(url, law)
    try:
        yield exchange
    finally:
        exchange.close()
