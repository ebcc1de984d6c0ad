"""Fills an empty exchange with half a year of trade, so that every page can be seen full.

The data are real (see `lively_data`); the organisations are invented and say so; who bought what,
when and why is drawn by a generator with a fixed seed. Everything goes through the door, as it
would have on its day: only the clock is ours until the filling ends.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from random import Random  # noqa: TID251 (seeded: the same half a year each time)
from typing import Any

import msgspec

from datafloor.adapters.objects import Objects
from datafloor.adapters.secrets import hash_password
from datafloor.adapters.tables import Reading, Tables
from datafloor.app import build
from datafloor.app.lawful import CALENDAR, COUNTED, FLIGHTS, IDENTITY, NAMES, PAPERS, WARDS
from datafloor.app.lively_data import SOLD, Sample, samples
from datafloor.app.lively_meanings import MEANINGS
from datafloor.app.settings import Settings
from datafloor.app.story import PASSWORD, tax_code
from datafloor.contexts import (
    catalogue,
    delivery,
    market,
    negotiation,
    participants,
    policy,
    settlement,
)
from datafloor.kernel import clock, journal
from datafloor.kernel.clock import DAY, HOUR, MINUTE
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.kernel.money import Money
from datafloor.web.appraising import Appraising
from datafloor.web.exchange import Exchange
from datafloor.web.publishing import Publisher
from datafloor.web.signing_in import NOBODY

DAYS = 180
SAID = ("field", "meaning_en", "meaning_vi", "unit")
SEED = 314
OPERATOR = ("Sàn dữ liệu mẫu (hư cấu)", "operator@exchange.example")
SUPERVISOR = ("Cơ quan giám sát mẫu (hư cấu)", "supervisor@state.example")
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
        asyncio.run(_Filling(settings, exchange, now).all(told))
    return True


class _Filling:
    def __init__(self, settings: Settings, exchange: Exchange, now: list[int]) -> None:
        objects = Objects(settings.objects)
        self._publisher = Publisher(
            Tables(objects), settings.folder / "incoming", Appraising(objects)
        )
        self._exchange = exchange
        self._now = now
        self._end = now[0] + DAYS * DAY
        self._chance = Random(SEED)
        self._joined = 0
        self._entries = 0
        self._offers: list[tuple[str, Actor, Money, str]] = []
        self._quoted: list[tuple[str, Actor]] = []

    async def all(self, told: Callable[[str], None]) -> None:
        """Offices, sellers with their products, buyers, trades, and what is open at the end."""
        self._operator = await self._join(*OPERATOR, office="operator")
        await self._join(*SUPERVISOR, office="supervisor")
        await self._rules()
        sellers = {what: await self._join(name, mail, "seller") for name, mail, what in SELLERS}
        for seller in sellers.values():
            await self._verify(seller)
        self._buyers = [await self._join(name, mail, "buyer") for name, mail in BUYERS]
        for number, sample in enumerate(samples()):
            self._pass(hours=6)
            await self._list(sellers[sample.set], sample, number)
        told(f"  {number + 1} products, listed under the law")
        trades = await self._trade()
        told(f"  {trades} orders over {DAYS} days")
        await self._open_ends()

    async def _ask(self, by: Actor, command: type[Command], **said: Any) -> None:
        asked = msgspec.convert(said, command, strict=True)
        await self._exchange.door.ask(asked, by, new_id("request"))

    def _pass(self, hours: float = 0, days: float = 0) -> None:
        self._now[0] = min(self._end, self._now[0] + int(days * DAY + hours * HOUR) + MINUTE)

    async def _join(self, name: str, email: str, role: str = "", office: str = "") -> Actor:
        self._joined += 1
        organisation, person, request = new_id("org"), new_id("person"), new_id("request")
        await self._ask(
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
            await self._ask(EXCHANGE, participants.GrantRole, **granted)
        return Actor(person, organisation, frozenset((office or role,)))

    async def _rules(self) -> None:
        await self._ask(self._operator, settlement.SetBankAccount, currency="VND", details=BANK)
        await self._ask(self._operator, settlement.SetFee, basis_points=250)
        rule = {"at_once": True, "sample_points": 1_000}
        await self._ask(self._operator, catalogue.SetListingRule, **rule)

    async def _verify(self, seller: Actor) -> None:
        self._pass(hours=2)
        await self._ask(seller, participants.PresentPapers, papers=PAPERS)
        level = {"person": seller.person, "level_number": 2, "evidence": IDENTITY}
        await self._ask(self._operator, participants.RecordAssurance, **level)
        who = {"organisation": seller.organisation}
        await self._ask(self._operator, participants.VerifyOrganisation, **who)

    async def _list(self, seller: Actor, sample: Sample, number: int) -> None:
        product = new_id("product")
        await self._ask(
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
        await self._ask(seller, catalogue.StateCoverage, product=product, coverage=coverage)
        head = sample.content.partition(b"\n")[0].decode().split(",")
        said = [
            dict(zip(SAID, (each, *MEANINGS[each]), strict=True))
            for each in head
            if each in MEANINGS
        ]
        await self._ask(seller, catalogue.DescribeFields, product=product, meanings=said)
        await self._publisher.publish(
            self._exchange,
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
        await self._ask(seller, catalogue.DescribeListing, product=product, statement=statement)
        await self._ask(seller, catalogue.ShowRows, product=product, rows_count=5)
        await self._ask(seller, catalogue.SubmitProduct, product=product)
        self._pass(hours=3)
        facts = self._exchange.question_now(catalogue.product_facts, product)
        if facts is not None and facts.state == "submitted":
            await self._ask(self._operator, catalogue.ListProduct, product=product, reason=REASON)
        await self._offer(seller, product, sample, number)

    async def _offer(self, seller: Actor, product: str, sample: Sample, number: int) -> None:
        terms, offer = new_id("terms"), new_id("offer")
        form = FORMS[number % len(FORMS)] if sample.set in SOLD else None
        endless = form is not None and form["form"] in ("subscription", "usage")
        await self._ask(
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
        await self._ask(seller, market.MakeOffer, price=msgspec.to_builtins(price), **said)
        if quoted:
            self._quoted.append((product, seller))
        else:
            self._offers.append((offer, seller, price, form["form"] if form else "one_off"))

    async def _trade(self) -> int:
        """Orders until a day before the end: most are paid, some wait, few are cancelled."""
        placed = 0
        while self._now[0] < self._end - 2 * DAY:
            self._pass(days=self._chance.expovariate(0.6))
            offer, seller, price, form = self._chance.choice(self._offers)
            if placed % 9 == 8 and price.minor and form == "one_off":
                price = Money(price.minor * self._chance.choice((90, 95, 110)) // 100)
                changed = {"offer": offer, "price": msgspec.to_builtins(price), "form": None}
                await self._ask(seller, market.ChangePrice, **changed)
                at = next(n for n, each in enumerate(self._offers) if each[0] == offer)
                self._offers[at] = (offer, seller, price, form)
            await self._buy(self._chance.choice(self._buyers), offer, placed)
            placed += 1
        return placed

    async def _buy(self, buyer: Actor, offer: str, number: int) -> None:
        order = new_id("order")
        purpose = self._chance.choice(("research", "product_development", "internal_analysis"))
        await self._ask(
            buyer, market.PlaceOrder, order=order, offer=offer, purpose=purpose, country="VN"
        )
        waiting = self._exchange.question_now(settlement.awaited, buyer.organisation)
        awaited = next((each for each in waiting if each.order == order), None)
        if awaited is not None:
            if number % 11 == 10:
                self._pass(days=1)
                await self._ask(buyer, market.CancelOrder, order=order)
                return
            self._pass(hours=self._chance.uniform(0.2, 30))
            self._entries += 1
            await self._ask(
                self._operator,
                settlement.RecordPayment,
                entry=sha256(f"entry {self._entries} of the filled exchange".encode()).hexdigest(),
                amount=msgspec.to_builtins(awaited.amount),
                reference=awaited.reference,
            )
        self._pass(hours=self._chance.uniform(0.5, 20))
        contract = derived("contract", order)
        if number % 13 == 12:
            reason = "The seller stops this edition."
            await self._ask(self._operator, market.EndContract, contract=contract, reason=reason)
        elif number % 5 != 4:
            await self._ask(buyer, delivery.ConfirmDelivery, contract=contract)

    async def _open_ends(self) -> None:
        """What is under way when the doors open: a request, a negotiation, a payment awaited."""
        self._now[0] = self._end - HOUR
        product, seller = self._quoted[0]
        buyer = self._buyers[0]
        proposal = {
            "licence": {
                "days": 365,
                "purposes": ["product_development"],
                "territory": ["VN"],
                "exclusive": False,
                "onward": "none",
                "ip": ["attribution"],
            },
            "price": None,
            "purpose": "product_development",
            "country": "VN",
            "expires_at": self._end + 14 * DAY,
        }
        talk = new_id("negotiation")
        said = {"negotiation": talk, "product": product, "proposal": proposal}
        await self._ask(buyer, negotiation.OpenNegotiation, **said)
        quoted = proposal | {"price": {"minor": 18_000_000, "currency": "VND"}}
        await self._ask(seller, negotiation.MakeProposal, negotiation=talk, proposal=quoted)
        lower = proposal | {"price": {"minor": 15_000_000, "currency": "VND"}}
        await self._ask(buyer, negotiation.MakeProposal, negotiation=talk, proposal=lower)
        await self._ask(
            self._buyers[1],
            negotiation.PublishBuyRequest,
            buy_request=new_id("wanted"),
            open_until=self._end + 30 * DAY,
            wanted={
                "title": "Giá nông sản theo ngày tại các chợ đầu mối",
                "content": "Giá mua, giá bán, sản lượng theo mặt hàng",
                "period": "Từ tháng 1/2025 đến nay",
                "subject": "Mười mặt hàng nông sản chính",
                "coverage": "Đồng bằng sông Cửu Long",
                "format": "Parquet hoặc CSV",
                "delivery": "Hằng ngày, qua Delta Sharing",
                "quality": "Không trống quá 2 %",
                "use": "Mô hình rủi ro tín dụng nông nghiệp",
                "days": 365,
                "purposes": ["internal_analysis"],
                "territory": ["VN"],
                "exclusive": False,
                "conditions": None,
                "budget": {"minor": 60_000_000, "currency": "VND"},
            },
        )
        offer = next(each for each in self._offers if each[2].minor)[0]
        await self._ask(
            self._buyers[2],
            market.PlaceOrder,
            order=new_id("order"),
            offer=offer,
            purpose="research",
            country="VN",
        )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
