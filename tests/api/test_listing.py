"""Joining and listing over HTTP: what is published is looked at, and the law answers."""

from datetime import date
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from datafloor.adapters.objects import Objects
from datafloor.kernel.ids import new_id
from datafloor.kernel.law import pack
from datafloor.web.appraising import Appraising, Compared
from tests.api.served import Served, Somebody
from tests.trading import LAWFUL, digest

CLEAN = "hour,station,pm25\n" + "".join(f"{h},HN{h % 5},{h * 1.5}\n" for h in range(200))
PEOPLE = "hour,email\n" + "".join(f"{h},nguyen{h}.an@example.vn\n" for h in range(200))
PAPERS = {
    "documents": [digest("charter")],
    "payment_account": digest("account"),
    "lawful_entity": True,
    "conditional_line": False,
}


@pytest.fixture(scope="module")
def seller(exchange: Served) -> Somebody:
    return exchange.join("seller", "seller")


@pytest.fixture(scope="module")
def operator(exchange: Served, seller: Somebody) -> Somebody:
    """The operator, who verified the seller and lists low risk at once."""
    operator = exchange.join("operator", "operator")
    done(seller.post("/api/papers", {"papers": PAPERS}))
    level = {"person": seller.person, "level_number": 2, "evidence": digest("identity")}
    done(operator.post("/api/people/assurances", level))
    whom = {"organisation": seller.organisation}
    done(operator.post("/api/organisations/verifications", whom))
    done(operator.post("/api/listing-rules", {"at_once": True, "sample_points": 10_000}))
    return operator


def done(answer: httpx.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def refused(answer: httpx.Response, code: str) -> str:
    assert answer.json()["code"] == code, answer.text
    return str(answer.json()["title"])


def published(exchange: Served, seller: Somebody, content: str) -> str:
    """A described product with this table."""
    product, version = new_id("product"), new_id("version")
    described = {
        "product": product,
        "title_en": "Air quality",
        "title_vi": "Không khí",
        "description_en": "Hourly means",
        "description_vi": "Trung bình giờ",
        "origin": "collected",
        "origin_note": "Our own stations",
    }
    done(seller.post("/api/products", described))
    path = f"/api/products/{product}/versions/{version}?name=air.csv"
    headers = {"authorization": f"Bearer {seller.secret}"}
    done(exchange.client.put(path, content=content.encode(), headers=headers))
    done(seller.post("/api/products/statements", {"product": product, "statement": LAWFUL}))
    return product


def test_what_is_clean_and_lawful_is_listed_at_once(
    exchange: Served, seller: Somebody, operator: Somebody
) -> None:
    product = published(exchange, seller, CLEAN)
    done(seller.post("/api/products/submissions", {"product": product}))
    found = done(exchange.client.get(f"/api/products/{product}/listing"))
    assert (found["risk"], found["ground"], found["drawn"]) == ("low", "low_risk", True)
    assert found["findings"]["personal_count"] == 0
    assert found["judgement"]["pack"] == "vn"
    assert product in [each["product"] for each in done(operator.get("/api/samples"))]
    failed = {"product": product, "outcome": "failed", "reason": "Half of the rows are missing."}
    done(operator.post("/api/samples/checks", failed))
    assert done(exchange.client.get(f"/api/products/{product}"))["state"] == "suspended"
    assert refused(seller.get("/api/samples"), "role_missing")


def test_people_in_a_table_are_found_and_named_with_the_article(
    exchange: Served, seller: Somebody, operator: Somebody
) -> None:
    product = published(exchange, seller, PEOPLE)
    found = done(seller.get(f"/api/products/{product}/listing"))
    assert found["findings"]["personal_count"] == 1
    answer = seller.post("/api/products/submissions", {"product": product})
    assert "Decree 314/2026/ND-CP, art. 4.6" in refused(answer, "law_not_met")
    assert refused(exchange.client.get(f"/api/products/{product}/listing"), "product_unknown")


def test_a_certificate_and_its_register(
    exchange: Served, seller: Somebody, operator: Somebody
) -> None:
    supervisor = exchange.join("supervisor", "supervisor")
    appraiser = exchange.join("appraiser", "buyer")
    certificate = new_id("certificate")
    application = {
        "certificate": certificate,
        "certificate_kind": "analysis_certificate",
        "documents": [digest("application")],
        "conditions": {"may_harm_public": False},
    }
    done(appraiser.post("/api/certificates", application))
    waiting = done(supervisor.get("/api/certificates/awaiting"))
    assert [each["entry"]["certificate"] for each in waiting] == [certificate]
    assert waiting[0]["deadline"]["status"] == "unverified"
    assert done(exchange.client.get("/api/certificates")) == []
    assert refused(seller.get(f"/api/certificates/{certificate}"), "certificate_unknown")
    until = waiting[0]["deadline"]["until"]
    grant = {"certificate": certificate, "expires_at": until, "reason": "Looked at."}
    assert refused(operator.post("/api/certificates/grants", grant), "role_missing")
    done(supervisor.post("/api/certificates/grants", grant))
    (entry,) = done(exchange.client.get("/api/certificates"))
    assert (entry["organisation"], entry["valid"]) == (appraiser.organisation, True)
    declared = {
        "interest": new_id("interest"),
        "subject": seller.organisation,
        "nature": "ownership",
    }
    done(appraiser.post("/api/interests", declared))
    path = f"/api/organisations/{appraiser.organisation}/interests"
    (interest,) = done(exchange.client.get(path))
    assert interest["subject"] == seller.organisation


def test_the_law_and_what_was_promised_enter_an_appraisal(tmp_path: Path) -> None:
    file = tmp_path / "t.parquet"
    people = {
        "so_cccd": [f"0010990{n:05d}" for n in range(40)],
        "ho_ten": [f"Nguyễn Thị {name}" for name in ("Hoa", "Lan", "An", "Mai")] * 10,
        "updated_at": [date(2020, 1, 1 + n % 28) for n in range(40)],
    }
    pl.DataFrame(people).write_parquet(file)
    appraising = Appraising(Objects(str(tmp_path / "objects")))

    def codes(compared: Compared) -> set[str]:
        found = appraising.look(file, compared, pack("vn"))
        assert found is not None
        report = appraising.report(found.report)
        assert report is not None
        return {each.code for each in report.findings}

    alone = codes(Compared())
    among = codes(Compared(citizens_before=99_970, promised_days=1))
    assert among - alone == {"class_important", "stale"}


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe" * 50])
def test_what_cannot_be_appraised_has_no_findings(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "t.parquet"
    file.write_bytes(content)
    assert Appraising(Objects(str(tmp_path / "objects"))).look(file, Compared(), pack("vn")) is None
