"""Fills an empty exchange with half a year of trade, so that every page can be seen full.

The data are real (see `lively_data`); the organisations are invented and say so; who bought what,
when and why is drawn by a generator with a fixed seed. Everything goes through the door, as it
would have on its day: only the clock is ours until the filling ends.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from hashlib import sha256
from random import Random  # noqa: TID251 (seeded: the same half a year each time)
from typing import Any

import msgspec

from datafloor.adapters.objects import Objects
from datafloor.adapters.secrets import hash_password
from datafloor.adapters.tables import Reading, Tables
from datafloor.app import build
from datafloor.app.background import due_bills
from datafloor.app.lawful import CALENDAR, COUNTED, FLIGHTS, IDENTITY, NAMES, PAPERS, WARDS
from datafloor.app.lively_data import SOLD, Sample, samples
from datafloor.app.lively_meanings import MEANINGS
from datafloor.app.lively_open import open_ends
from datafloor.app.settings import Settings
from datafloor.app.story import PASSWORD, tax_code
from datafloor.contexts import (
    catalogue,
    delivery,
    market,
    participants,
    policy,
    settlement,
)
from datafloor.kernel import clock, journal
from datafloor.kernel.clock import DAY, HOUR, MINUTE
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refused
from datafloor.web.appraising import Appraising
from datafloor.web.exchange import Exchange
from datafloor.web.publishing import Publisher
from datafloor.web.signing_in import NOBODY

DAYS = 180
SAID = ("field", "meaning_en", "meaning_vi", "unit")
SEED = 314
OPERATOR = ("Sàn dữ liệu mẫu (hư cấu)", "operator@exchange.example")
SUPERVISOR = ("Cơ quan giám sát mẫu (hư cấu)", "supervisor@state.example")
HELD = ("airports.csv", "airlines.csv", "weather-lga.csv")
"""Tables that are not offered: one waits, one is refused, one is a draft."""

SELLERS = (
    ("Công ty Dữ liệu Hàng không Mẫu (hư cấu)", "seller@flights.example", "flights"),
    ("Trung tâm Khí tượng Mẫu (hư cấu)", "seller@weather.example", "weather"),
    ("Công ty Đăng bạ Tàu bay Mẫu (hư cấu)", "seller@aircraft.example", "aircraft"),
    ("Viện Địa giới Mẫu (hư cấu)", "seller@units.example", "units"),
    ("Công ty Phân tích Mẫu (hư cấu)", "seller@analysis.example", "delays"),
    ("Nhà xuất bản Lịch Mẫu (hư cấu)", "seller@calendar.example", "calendar"),
    ("Trung tâm Danh mục Mẫu (hư cấu)", "seller@names.example", "names"),
)
BUYERS = (
    ("Công ty Khởi nghiệp Mẫu (hư cấu)", "buyer@startup.example"),
    ("Ngân hàng Mẫu (hư cấu)", "buyer@bank.example"),
    ("Viện Nghiên cứu Mẫu (hư cấu)", "buyer@research.example"),
    ("Công ty Trí tuệ Nhân tạo Mẫu (hư cấu)", "buyer@ai.example"),
)
BANK = {"bank": "970436", "account": "0011001234567", "holder": "SAN DU LIEU MAU"}
REAL_EN = "Real data from an open package; the seller is invented."
REAL_VI = "Dữ liệu thật từ một gói mở; bên bán là hư cấu."
ORIGIN_NOTE = "Shipped by an open package. Lấy từ một gói phần mềm mở."
ORIGINS = {"units": "open_data", "names": "open_data", "delays": "derived"}
STATEMENTS = {"units": WARDS, "names": NAMES, "delays": COUNTED, "calendar": CALENDAR}
REASON = "The papers were looked at."
FORMS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"form": "subscription", "period_months": 1, "notice_days": 7},
    {
        "form": "usage",
        "meter": "byte",
        "lot_count": 1_000_000,
        "tiers": [{"up_to_count": 100_000_000, "price_minor": 5_000}, {"price_minor": 3_000}],
        "minimum_minor": 50_000,
    },
    {"form": "negotiated"},
)
"""The forms of price that take turns among what is sold."""


def fill(settings: Settings, told: Callable[[str], None]) -> bool:
    """Fill the exchange, unless something has happened in it already; whether it was filled."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    now = [clock.now() - DAYS * DAY]
    with build.exchange(settings, time=lambda: now[0]) as exchange:
        if exchange.question_now(journal.head).seq:
            return False
        told("Filling the exchange: real data, invented organisations, generated trades …")
        asyncio.run(Filling(settings, exchange, now).all(told))
    return True


class Filling:
    """An exchange that is being filled: who takes part, what is sold, and what time it is there."""

    def __init__(self, settings: Settings, exchange: Exchange, now: list[int]) -> None:
        objects = Objects(settings.objects)
        self._publisher = Publisher(
            Tables(objects), settings.folder / "incoming", Appraising(objects)
        )
        self.exchange = exchange
        self._now = now
        self.end = now[0] + DAYS * DAY
        self._chance = Random(SEED)
        self._joined = 0
        self._looked = 0
        self.entries = 0
        self.buyers: list[Actor] = []
        self.sold: list[tuple[str, Actor, str]] = []
        """Listed products that are sold once, with their sellers and terms."""
        self.free: list[tuple[str, Actor]] = []
        """Listed products that are given away."""
        self.held: list[tuple[Actor, str]] = []
        """Products that are not submitted yet."""
        self.contracts: list[tuple[str, Actor, str]] = []
        """What was bought, by whom, and in which form of price."""
        self.offers: list[tuple[str, Actor, Money, str]] = []
        self.quoted: list[tuple[str, Actor]] = []

    async def all(self, told: Callable[[str], None]) -> None:
        """Offices, sellers with their products, buyers, trades, and what is open at the end."""
        self.operator = await self.join(*OPERATOR, office="operator")
        supervisor = await self.join(*SUPERVISOR, office="supervisor")
        await self._rules()
        sellers = {what: await self.join(name, mail, "seller") for name, mail, what in SELLERS}
        for seller in sellers.values():
            await self.verify(seller)
        self.buyers = [await self.join(name, mail, "buyer") for name, mail in BUYERS]
        for number, sample in enumerate(samples()):
            self.pass_time(hours=6)
            await self._list(sellers[sample.set], sample, number)
        listed = len(self.offers) + len(self.quoted)
        told(f"  {listed} products, listed under the law")
        trades = await self._trade()
        told(f"  {trades} orders over {DAYS} days")
        await open_ends(self, supervisor)

    @property
    def now(self) -> int:
        """The time in the exchange."""
        return self._now[0]

    async def ask(self, by: Actor, command: type[Command], **said: Any) -> None:
        asked = msgspec.convert(said, command, strict=True)
        await self.exchange.door.ask(asked, by, new_id("request"))

    async def pay(self, minor: int, **whose: str) -> None:
        """Money comes to the bank, from an organisation or with a reference."""
        self.entries += 1
        name = f"entry {self.entries} of the filled exchange"
        entry = sha256(name.encode()).hexdigest()
        amount = {"minor": minor, "currency": "VND"}
        await self.ask(self.operator, settlement.RecordPayment, entry=entry, amount=amount, **whose)

    def wallet(self, who: Actor) -> int:
        """What an organisation has."""
        account = settlement.wallet(who.organisation)
        return self.exchange.question_now(settlement.balance, account)

    def running(self, form: str, after: int = 0) -> tuple[str, Actor]:
        """The latest contract in this form of price that runs, or one before it; and its buyer."""
        for contract, buyer, priced in reversed(self.contracts):
            facts = self.exchange.question_now(market.contract_facts, contract)
            if priced == form and facts is not None and facts.ended_at is None:
                if not after:
                    return contract, buyer
                after -= 1
        raise AssertionError(f"no contract of the form {form} runs")

    def pass_until(self, left: int) -> None:
        """Until there is so much time before the end."""
        self._now[0] = max(self.now, self.end - left)

    def pass_time(self, hours: float = 0, days: float = 0) -> None:
        self._now[0] = min(self.end, self._now[0] + int(days * DAY + hours * HOUR) + MINUTE)

    async def join(self, name: str, email: str, role: str = "", office: str = "") -> Actor:
        self._joined += 1
        organisation, person, request = new_id("org"), new_id("person"), new_id("request")
        await self.ask(
            NOBODY,
            participants.RegisterOrganisation,
            organisation=organisation,
            name=name,
            tax_code=tax_code(self._joined),
            roles=[role] if role else [],
            person=person,
            person_name="Nguyễn Văn Mẫu",
            email=email,
            password_hash=hash_password(PASSWORD, request),
        )
        if office:
            granted = {"organisation": organisation, "role": office}
            await self.ask(EXCHANGE, participants.GrantRole, **granted)
        return Actor(person, organisation, frozenset((office or role,)))

    async def _rules(self) -> None:
        await self.ask(self.operator, settlement.SetBankAccount, currency="VND", details=BANK)
        await self.ask(self.operator, settlement.SetFee, basis_points=250)
        rule = {"at_once": True, "sample_points": 3_000}
        await self.ask(self.operator, catalogue.SetListingRule, **rule)

    async def verify(self, seller: Actor) -> None:
        self.pass_time(hours=2)
        await self.ask(seller, participants.PresentPapers, papers=PAPERS)
        level = {"person": seller.person, "level_number": 2, "evidence": IDENTITY}
        await self.ask(self.operator, participants.RecordAssurance, **level)
        who = {"organisation": seller.organisation}
        await self.ask(self.operator, participants.VerifyOrganisation, **who)

    async def _draft(self, seller: Actor, sample: Sample) -> str:
        product = new_id("product")
        await self.ask(
            seller,
            catalogue.DraftProduct,
            product=product,
            title_en=sample.title_en,
            title_vi=sample.title_vi,
            description_en=f"{sample.text_en} {REAL_EN}",
            description_vi=f"{sample.text_vi} {REAL_VI}",
            origin=ORIGINS.get(sample.set, "collected"),
            origin_note=ORIGIN_NOTE,
        )
        coverage = {
            "theme": sample.theme,
            "provinces": list(sample.provinces),
            "frequency": sample.frequency,
        }
        await self.ask(seller, catalogue.StateCoverage, product=product, coverage=coverage)
        head = sample.content.partition(b"\n")[0].decode().split(",")
        said = [
            dict(zip(SAID, (each, *MEANINGS[each]), strict=True))
            for each in head
            if each in MEANINGS
        ]
        await self.ask(seller, catalogue.DescribeFields, product=product, meanings=said)
        await self._publisher.publish(
            self.exchange,
            seller,
            product,
            new_id("version"),
            _once(sample.content),
            name=sample.name,
            append=False,
            reading=Reading(None, None, "UTC"),
            request_id=new_id("request"),
        )
        statement = STATEMENTS.get(sample.set, FLIGHTS)
        await self.ask(seller, catalogue.DescribeListing, product=product, statement=statement)
        await self.ask(seller, catalogue.ShowRows, product=product, rows_count=5)
        return product

    async def submit(self, draft: tuple[Actor, str]) -> None:
        """A seller submits its draft."""
        seller, product = draft
        await self.ask(seller, catalogue.SubmitProduct, product=product)

    async def _list(self, seller: Actor, sample: Sample, number: int) -> None:
        product = await self._draft(seller, sample)
        if sample.name in HELD:
            self.held.append((seller, product))
            return
        await self.submit((seller, product))
        self.pass_time(hours=3)
        facts = self.exchange.question_now(catalogue.product_facts, product)
        if facts is not None and facts.state == "submitted":
            await self.ask(self.operator, catalogue.ListProduct, product=product, reason=REASON)
        await self._offer(seller, product, sample, number)

    async def _offer(self, seller: Actor, product: str, sample: Sample, number: int) -> None:
        terms, offer = new_id("terms"), new_id("offer")
        form = FORMS[number % len(FORMS)] if sample.set in SOLD else None
        endless = form is not None and form["form"] in ("subscription", "usage")
        await self.ask(
            seller,
            policy.PublishTerms,
            terms=terms,
            days=None if endless else 365,
            purposes=["research", "product_development", "internal_analysis"],
            territory=["VN"],
            exclusive=False,
            onward="none",
            ip=["attribution"],
        )
        quoted = form is not None and form["form"] == "negotiated"
        millions = 0 if sample.set not in SOLD or quoted else self._chance.randint(2, 40)
        price = Money(millions * 1_000_000)
        said = {"offer": offer, "product": product, "terms": terms, "form": form}
        await self.ask(seller, market.MakeOffer, price=msgspec.to_builtins(price), **said)
        if form is None and price.minor:
            self.sold.append((product, seller, terms))
        elif form is None:
            self.free.append((product, seller))
        if quoted:
            self.quoted.append((product, seller))
        else:
            self.offers.append((offer, seller, price, form["form"] if form else "one_off"))

    async def _trade(self) -> int:
        """Orders until a day before the end: most are paid, some wait, few are cancelled."""
        placed = 0
        while self._now[0] < self.end - 5 * DAY:
            await self._keep_books()
            self.pass_time(days=self._chance.expovariate(0.6))
            offer, seller, price, form = self._chance.choice(self.offers)
            if placed % 9 == 8 and price.minor and form == "one_off":
                price = Money(price.minor * self._chance.choice((90, 95, 110)) // 100)
                changed = {"offer": offer, "price": msgspec.to_builtins(price), "form": None}
                await self.ask(seller, market.ChangePrice, **changed)
                at = next(n for n, each in enumerate(self.offers) if each[0] == offer)
                self.offers[at] = (offer, seller, price, form)
            await self._buy(self._chance.choice(self.buyers), offer, placed, form)
            placed += 1
        return placed

    async def _keep_books(self) -> None:
        """What an exchange does by itself when time passes: sellers are paid, use is metered,
        periods are billed; and buyers pay their bills, all but the latest."""
        if self.now < self._looked + 5 * DAY:
            return
        self._looked = self.now
        for order in self.exchange.question_now(settlement.due_acceptances, self.now):
            await self.ask(EXCHANGE, settlement.EndAcceptance, order=order)
        for number, (contract, _, form) in enumerate(self.contracts):
            if form == "usage":
                await self._use(contract, number)
        for due in self.exchange.question_now(settlement.unpaid_bills, self.now):
            if self.now < self.end - 20 * DAY:
                await self.pay(due.price.minor, reference=settlement.reference_of(due.order))
        for command in self.exchange.question_now(due_bills, self.now):
            with suppress(Refused):  # a payment before it charged the bill already
                await self.exchange.door.ask(command, EXCHANGE, new_id("request"))

    async def _use(self, contract: str, number: int) -> None:
        facts = self.exchange.question_now(market.contract_facts, contract)
        if facts is None or facts.ended_at is not None:
            return
        grant = derived("grant", contract)
        size = self._chance.randint(1, 60) * 1_000_000
        fetch = {"file": f"{self.now + number:032x}", "bytes": size, "whole": False, "bought": True}
        await self.ask(EXCHANGE, delivery.RecordFetches, grant=grant, files=[fetch])

    async def _buy(self, buyer: Actor, offer: str, number: int, form: str) -> None:
        order = new_id("order")
        purpose = self._chance.choice(("research", "product_development", "internal_analysis"))
        await self.ask(
            buyer, market.PlaceOrder, order=order, offer=offer, purpose=purpose, country="VN"
        )
        waiting = self.exchange.question_now(settlement.awaited, buyer.organisation)
        awaited = next((each for each in waiting if each.order == order), None)
        if awaited is not None:
            if number % 11 == 10:
                self.pass_time(days=1)
                await self.ask(buyer, market.CancelOrder, order=order)
                return
            self.pass_time(hours=self._chance.uniform(0.2, 30))
            await self.pay(awaited.amount.minor, reference=awaited.reference)
        self.pass_time(hours=self._chance.uniform(0.5, 20))
        contract = derived("contract", order)
        self.contracts.append((contract, buyer, form))
        if number % 13 == 12:
            reason = "The seller stops this edition."
            await self.ask(self.operator, market.EndContract, contract=contract, reason=reason)
        elif number % 5 != 4:
            await self.ask(buyer, delivery.ConfirmDelivery, contract=contract)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
