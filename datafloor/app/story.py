"""The story that the demo tells: join, publish, list, find, order, pay, read, withdraw, settle."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import requests

from datafloor.app.lawful import FLIGHTS, IDENTITY, PAPERS, WARDS
from datafloor.app.samples import write_flights, write_wards
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.money import Money

PRICE = 25_000_000
FEE = 250  # basis points
OPERATOR = ("Sàn dữ liệu mẫu (hư cấu)", "operator@exchange.example")
SELLER = ("Công ty Dữ liệu Hàng không mẫu (hư cấu)", "seller@flights.example")
BUYER = ("Công ty Khởi nghiệp mẫu (hư cấu)", "buyer@startup.example")
PASSWORD = "a password for the demo only"


class Failed(Exception):
    """A step did not come out as the story says."""


class Account:
    """One organisation's way to the API."""

    def __init__(self, address: str, email: str) -> None:
        self._address = address
        self._session = requests.Session()
        signed_in = self.post("/api/sessions", {"email": email, "password": PASSWORD})
        self._session.headers["Authorization"] = f"Bearer {signed_in['secret']}"
        me = self.get("/api/me")
        self.person: str = me["person"]
        self.organisation: str = me["organisation"]["organisation"]

    def get(self, path: str) -> Any:
        """The answer to a question."""
        return _answer(self._session.get(self._address + path, timeout=60))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The receipt of a command."""
        return _answer(self._session.post(self._address + path, json=body, timeout=60))

    def put(self, path: str, file: Path) -> Any:
        """The receipt of a publication."""
        with file.open("rb") as content:
            return _answer(self._session.put(self._address + path, data=content, timeout=600))

    def refused(self, path: str, body: dict[str, Any]) -> str:
        """The sentence with which a request that must be refused was refused."""
        answer = self._session.post(self._address + path, json=body, timeout=60)
        if answer.status_code < 400:
            raise Failed(f"{path} took what it must refuse")
        return f"{answer.status_code} {answer.json()['title']}"


def _answer(answer: requests.Response) -> Any:
    if answer.status_code >= 400:
        raise Failed(f"{answer.status_code} {answer.json()['title']}")
    return answer.json()


class Story:
    """One telling, in a fresh folder."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._profile = folder / "buyer.share"
        self._step = 0
        self._product = self._order = ""

    @contextmanager
    def _told(self, what: str) -> Iterator[list[str]]:
        """A step: its line with the time that it took, and under it what came of it."""
        begun, came = time.perf_counter(), list[str]()
        yield came
        self._step += 1
        print(f"{self._step:3}  {time.perf_counter() - begun:6.2f} s  {what}", flush=True)
        for line in came:
            print(f"                {line}", flush=True)

    def prepare(self) -> None:
        """Before the exchange opens: who operates it, and the files that the seller has."""
        from datafloor.app import build, steps
        from datafloor.app.settings import read_settings

        print("A new exchange. Its organisations are invented; its data are real.\n", flush=True)
        settings = read_settings(str(self._folder), address=self._address)
        with self._told("The owner appoints the operator"), build.exchange(settings) as running:
            steps.appoint(
                running,
                "operator",
                name=OPERATOR[0],
                tax_code=tax_code(1),
                person="Trần Thị Mẫu",
                email=OPERATOR[1],
                password=PASSWORD,
            )
        with self._told("The seller has two files: flights as Parquet, wards as CSV") as came:
            flights = write_flights(self._folder / "flights.parquet")
            provinces, wards = write_wards(self._folder / "wards.csv")
            came.append(f"{flights:,} flights; {provinces} provinces with {wards:,} wards")

    def trade(self) -> None:
        """Everything between opening and closing the exchange."""
        operator = Account(self._address, OPERATOR[1])
        seller, buyer = self._join()
        self._verify(operator, seller)
        self._publish(seller)
        self._submit(operator, seller)
        self._offer(operator, seller)
        reference = self._find_and_order(buyer)
        self._pay(operator, buyer, reference)
        self._read()
        self._refuse(seller, buyer)
        self._settle(operator, seller, buyer)
        self._withdraw(seller)

    def _join(self) -> tuple[Account, Account]:
        with self._told("A seller and a buyer join, each with a tax code that is checked") as came:
            for number, (party, role) in enumerate(((SELLER, "seller"), (BUYER, "buyer")), 2):
                body = {
                    "organisation": new_id("org"),
                    "name": party[0],
                    "tax_code": tax_code(number),
                    "roles": [role],
                    "person": new_id("person"),
                    "person_name": "Nguyễn Văn Mẫu",
                    "email": party[1],
                    "password": PASSWORD,
                }
                wrong = {**body, "tax_code": tax_code(number)[:-2] + "00"}
                answer = requests.post(f"{self._address}/api/organisations", json=wrong, timeout=60)
                _answer(requests.post(f"{self._address}/api/organisations", json=body, timeout=60))
            came.append(f"A wrong tax code first: {answer.status_code} {answer.json()['title']}")
        return Account(self._address, SELLER[1]), Account(self._address, BUYER[1])

    def _verify(self, operator: Account, seller: Account) -> None:
        with self._told("The operator verifies the seller, and sets its rule") as came:
            path = "/api/organisations/verifications"
            asked = {"organisation": seller.organisation}
            came.append(f"Without papers: {operator.refused(path, asked)}")
            seller.post("/api/papers", {"papers": PAPERS})
            level = {"person": seller.person, "level_number": 2, "evidence": IDENTITY}
            operator.post("/api/people/assurances", level)
            operator.post(path, asked)
            operator.post("/api/listing-rules", {"at_once": True, "sample_points": 1_000})
            came.append("Low risk is listed at once, and one in ten is checked afterwards")

    def _publish(self, seller: Account) -> None:
        self._product = new_id("product")
        products = (
            (self._product, "Flights that left New York in 2013", "Chuyến bay rời New York 2013"),
            (new_id("product"), "Provinces and wards of Vietnam", "Tỉnh thành và phường xã"),
        )
        for (product, title_en, title_vi), name in zip(
            products, ("flights.parquet", "wards.csv"), strict=True
        ):
            with self._told(f"The seller publishes “{title_en}” from {name}") as came:
                seller.post(
                    "/api/products",
                    {
                        "product": product,
                        "title_en": title_en,
                        "title_vi": title_vi,
                        "description_en": f"{title_en}, one row each.",
                        "description_vi": f"{title_vi}, mỗi dòng một mục.",
                        "origin": "open_data" if name == "wards.csv" else "collected",
                        "origin_note": "Published by others as open data; here for the demo.",
                    },
                )
                version = new_id("version")
                path = f"/api/products/{product}/versions/{version}?name={name}"
                seller.put(path, self._folder / name)
                found = seller.get(f"/api/products/{product}")["versions"][0]
                came.append(
                    f"{found['rows']:,} rows, {len(found['fields'])} fields, {found['files']} file,"
                    f" digest {found['digest'][:12]}…"
                )
            with self._told("A truncated file is refused") as came:
                cut = self._folder / f"cut-{name}"
                content = (self._folder / name).read_bytes()
                cut.write_bytes(content[: len(content) // 2] + b"\xff\xfe\x00")
                path = f"/api/products/{product}/versions/{new_id('version')}?name={name}"
                try:
                    seller.put(path, cut)
                except Failed as refused:
                    came.append(str(refused))
                else:
                    raise Failed("a truncated file was published")
        self._wards = products[1][0]

    def _submit(self, operator: Account, seller: Account) -> None:
        path = "/api/products/submissions"
        with self._told("What the law asks is stated; nothing is listed on silence") as came:
            said = seller.refused(path, {"product": self._wards})
            came.append(f"Nothing stated: {said[:150]}…")
            for product, statement in ((self._product, FLIGHTS), (self._wards, WARDS)):
                seller.post(
                    "/api/products/statements", {"product": product, "statement": statement}
                )
                seller.post(path, {"product": product})
                found = seller.get(f"/api/products/{product}/listing")
                points = [each["answer"] for each in found["judgement"]["answers"]]
                state = seller.get(f"/api/products/{product}")["state"]
                came.append(
                    f"{points.count('passed')} rules passed, {points.count('needs_person')} for a"
                    f" person: {found['risk']} risk"
                    f" ({', '.join(found['risk_reasons']) or 'nothing against it'}), {state}"
                )
        with self._told("The operator decides about the flights, and says why"):
            reason = "Recipients abroad are fine: no row is about a person."
            operator.post("/api/listings", {"product": self._product, "reason": reason})

    def _offer(self, operator: Account, seller: Account) -> None:
        with self._told("The seller offers one for money, one free") as came:
            operator.post("/api/fees", {"basis_points": FEE})
            for product, price in ((self._product, PRICE), (self._wards, 0)):
                terms = new_id("terms")
                seller.post(
                    "/api/terms",
                    {
                        "terms": terms,
                        "days": 365,
                        "purposes": ["research", "product_development"],
                        "territory": ["VN"],
                        "exclusive": False,
                        "onward": "none",
                        "ip": ["attribution"],
                    },
                )
                offer = {
                    "offer": new_id("offer"),
                    "product": product,
                    "terms": terms,
                    "price": {"minor": price, "currency": "VND"},
                }
                if product == self._wards:
                    priced = offer | {"price": {"minor": PRICE, "currency": "VND"}}
                    said = seller.refused("/api/offers", priced)
                    came.append(f"Open data for money: {said}")
                seller.post("/api/offers", offer)

    def _find_and_order(self, buyer: Account) -> str:
        with self._told("The buyer finds the flights and orders them") as came:
            names = {each["product"]: each["title_en"] for each in buyer.get("/api/products")}
            if self._product not in names:
                raise Failed("the product is not on offer")
            offer = buyer.get(f"/api/offers?product={self._product}")[0]
            self._order = new_id("order")
            body = {
                "order": self._order,
                "offer": offer["offer"],
                "purpose": "research",
                "country": "VN",
            }
            wrong = {**body, "order": new_id("order"), "purpose": "credit_scoring"}
            came.append(f"For another purpose: {buyer.refused('/api/orders', wrong)}")
            buyer.post("/api/orders", body)
            awaited = buyer.get(f"/api/orders/{self._order}")["hold"]
            came.append(f"{Money(PRICE)} to pay, with reference {awaited['reference']}")
        return str(awaited["reference"])

    def _pay(self, operator: Account, buyer: Account, reference: str) -> None:
        with self._told("The bank says that it was paid; the money is held, the contract stands"):
            operator.post("/api/payments", self._payment(reference))
            view = buyer.get(f"/api/orders/{self._order}")
            if view["order"]["contract"] is None:
                raise Failed("paid, and no contract")
        with self._told("The same bank entry again is counted once") as came:
            came.append(operator.refused("/api/payments", self._payment(reference)))
        with self._told("The buyer makes a credential; its profile is one small file"):
            made = buyer.post(
                "/api/credentials",
                {
                    "credential": new_id("credential"),
                    "grant": derived("grant", self._order),
                    "days": 30,
                },
            )
            self._profile.write_bytes(msgspec.json.encode(made["profile"]))
            self._profile.chmod(0o600)

    def _payment(self, reference: str) -> dict[str, Any]:
        entry = sha256(b"the bank's own id of this entry").hexdigest()
        amount = {"minor": PRICE, "currency": "VND"}
        return {"entry": entry, "amount": amount, "reference": reference}

    def _url(self) -> str:
        import delta_sharing

        table = delta_sharing.SharingClient(str(self._profile)).list_all_tables()[0]
        return f"{self._profile}#{table.share}.{table.schema}.{table.name}"

    def _read(self) -> None:
        import delta_sharing

        with self._told("The official delta-sharing client reads it into pandas") as came:
            frame = delta_sharing.load_as_pandas(self._url())
            if len(frame) != 336_776:
                raise Failed(f"{len(frame)} rows came, 336,776 were sold")
            delays = frame.groupby("carrier")["arr_delay"].mean().sort_values()
            came.append(f"{len(frame):,} rows; on time first: {', '.join(delays.index[:3])}")

    def _refuse(self, seller: Account, buyer: Account) -> None:
        with self._told("Whoever acts for another, or asks what is not there, is refused") as came:
            contract = derived("contract", self._order)
            came.append(
                buyer.refused("/api/contracts/endings", {"contract": contract, "reason": "mine"})
            )
            came.append(seller.refused("/api/orders", {"order": "1 OR 1=1"}))

    def _settle(self, operator: Account, seller: Account, buyer: Account) -> None:
        with self._told("Delivery is proven by what was fetched; the seller is paid") as came:
            for _ in range(100):
                lines = seller.get("/api/statement")
                if lines:
                    break
                time.sleep(0.1)
            else:
                raise Failed("the seller was not paid")
            earned = lines[-1]["balance"]
            came.append(f"{Money(PRICE)} = {Money(earned)} seller + {Money(PRICE - earned)} fee")
            if earned + PRICE * FEE // 10_000 != PRICE:
                raise Failed("the sums do not fit")
            sums = operator.get("/api/trial-balance")
            came.append(f"All accounts together: {sums}")
            if any(sums.values()):
                raise Failed("money was made or lost")

    def _withdraw(self, seller: Account) -> None:
        import delta_sharing

        url = self._url()
        with self._told("The seller ends the contract; the next read is refused") as came:
            seller.post(
                "/api/contracts/endings",
                {
                    "contract": derived("contract", self._order),
                    "reason": "The demo withdraws the right to show that it takes effect.",
                },
            )
            try:
                delta_sharing.load_as_pandas(url)
            except requests.HTTPError as refused:
                came.append(str(refused.response.text if refused.response is not None else refused))
            else:
                raise Failed("the data could still be read")

    def replay(self) -> None:
        """Is every table what the journal says?"""
        from datafloor.app import build
        from datafloor.app.settings import read_settings
        from datafloor.kernel.replay import replay

        settings = read_settings(str(self._folder))
        with self._told("Every table is grown again from the journal and compared") as came:
            store = build.database(settings)
            try:
                found = replay(build.house(), store)
            finally:
                store.close()
            if found.different:
                raise Failed(f"these differ: {found.different}")
            came.append(f"{found.events} events, no difference")

    def addresses(self) -> None:
        """Where to look now."""
        print(f"\nThe exchange stays open at {self._address} (Ctrl-C closes it):")
        print(f"  what is on offer    {self._address}/en/")
        print(f"  the flights         {self._address}/en/products/{self._product}")
        print(f"  the API             {self._address}/api/docs")
        print(f"  sign in as          {SELLER[1]}, {BUYER[1]} or {OPERATOR[1]}")
        print(f"  with the password   {PASSWORD}")
        print(f"  then the trade      {self._address}/en/orders/{self._order}", flush=True)


def tax_code(number: int) -> str:
    """An invented tax code whose check digit holds."""
    from stdnum.vn import mst

    fronts = (f"99{each:07d}" for each in range(1, 10_000))
    codes = (f"{front}{mst.calc_check_digit(front)}" for front in fronts)
    valid = (code for code in codes if mst.is_valid(code))
    return next(islice(valid, number, None))
