"""The packs say how far they are to be trusted, and the numbers are those that were found."""

import re
import unicodedata
from pathlib import Path

import pytest
from msgspec import structs

from datafloor.kernel import clock, law
from datafloor.kernel.law import Evidence, Stage, Status
from datafloor.kernel.law.timed import Retention
from tests.law.packs import at

VN = law.pack("vn")
DAY = VN.header.as_of
NOW = at("2026-11-21 12:00")
FACTS = Path(__file__).parents[2].parent / "shared" / "LAW.md"

STATUSES = {
    # read in a copy of the text
    "listing.no_personal_data": ("text", "in_force"),
    "listing.licence_terms": ("text", "in_force"),
    "exchange.security_level": ("text", "in_force"),
    "invoice.reconciled": ("text", "in_force"),
    "auction.deposit": ("text", "in_force"),
    # read in a digest
    "joining.identity_level": ("digest", "in_force"),
    "listing.quality_statement": ("digest", "in_force"),
    "breach.notify": ("digest", "in_force"),
    "class.sensitive_core": ("digest", "in_force"),
    "penalty.core_abroad": ("digest", "in_force"),
    "security.system_logs": ("digest", "in_force"),
    # read, but not for which case
    "security.incident_report": ("digest", "unverified"),
    # press and law firms only
    "listing.no_harm_to_state": ("press", "unverified"),
    "class.basic_core": ("press", "unverified"),
    "class.bank_important": ("press", "unverified"),
    "joining.intermediary_deposit": ("press", "unverified"),
    "joining.exchange_certificate": ("press", "unverified"),
    "important.delete_on_request": ("press", "unverified"),
    "auction.start_price": ("press", "unverified"),
    "sharing.all_over_ndop": ("press", "unverified"),
    "sandbox.banking_duration": ("press", "unverified"),
    # memory only
    "joining.intermediary_deposit_amount": ("memory", "unverified"),
    "price.declaration": ("memory", "unverified"),
    "dispute.award": ("memory", "unverified"),
    "tax.code_form": ("memory", "unverified"),
    "emergency.provision_to_state": ("memory", "unverified"),
    "crossborder.agreements": ("memory", "unverified"),
    # our own inference
    "listing.crossborder_flag": ("inference", "unverified"),
    "listing.sensitive_checked": ("inference", "unverified"),
    "crossborder.deidentified": ("inference", "unverified"),
}

NUMBERS: dict[str, dict[str, object]] = {
    "exchange.security_level": {"least": 3},
    "joining.identity_level": {"least": 2},
    "joining.intermediary_deposit_amount": {"minor": 5_000_000_000},
    "subject.acknowledge": {"days": 2},
    "subject.withdraw": {"days": 15, "by_others_days": 20, "extend_days": 15},
    "subject.restrict": {"days": 15, "by_others_days": 20, "extend_days": 15},
    "subject.object": {"days": 15, "by_others_days": 20, "extend_days": 15},
    "subject.view": {"days": 10, "by_others_days": 15, "extend_days": 10},
    "subject.correct": {"days": 10, "by_others_days": 15, "extend_days": 10},
    "subject.copy": {"days": 10, "by_others_days": 15, "extend_days": 10},
    "subject.delete": {"days": 20, "by_others_days": 30, "extend_days": 20},
    "subject.protect": {"days": 15, "by_others_days": None, "extend_days": 15},
    "dpia.file": {"days": 60},
    "dpia.result": {"days": 15},
    "dpia.complete": {"days": 30},
    "dpia.update": {"months": 6},
    "dpia.major_change": {"days": 10},
    "tia.file": {"days": 60},
    "breach.notify": {"hours": 72},
    "breach.notify_subjects": {"hours": 72},
    "breach.file": {"months": 60},
    "pd.large_number": {"least": 100_000},
    "pd_service.decision": {"days": 30},
    "pd_service.staff": {"least": 3},
    "class.basic_important": {"least": 100_000},
    "class.basic_core": {"least": 1_000_000},
    "class.sensitive_important": {"least": 10_000},
    "class.sensitive_core": {"least": 100_000},
    "class.bank_important": {"least": 10_000},
    "important.log": {"months": 6},
    "important.risk_assessment": {"months": 12},
    "security.user_information": {"hours": 24, "urgent_hours": 3},
    "security.takedown": {"hours": 24, "urgent_hours": 6},
    "security.system_logs": {"months": 12},
    "localisation.keep": {"months": 24},
    "security.annual_report": {"before_month": 12, "before_day": 25},
    "auction.deposit": {"least_percent": 5, "most_percent": 20},
    "auction.deposit_window": {"days": 3},
    "auction.deposit_return": {"days": 3},
    "invoice.reconciled": {"months": 2, "from_month_end": True},
    "invoice.send": {"days": 1},
    "penalty.trade_of_personal_data": {
        "times": (2, 10),
        "organisation": (70_000_000, 3_000_000_000),
    },
    "penalty.transfer_abroad_cap": {"percent": (0, 5)},
    "penalty.core_abroad": {
        "individual": (60_000_000, 80_000_000),
        "organisation": (120_000_000, 160_000_000),
    },
    "penalty.consent": {
        "organisation": (30_000_000, 70_000_000),
        "individual": (15_000_000, 35_000_000),
    },
    "sandbox.banking_duration": {"most": 24},
    "calendar.culture_day": {"month": 11, "day": 24},
}


@pytest.mark.parametrize("rule_id", STATUSES)
def test_a_rule_says_how_it_is_known(rule_id: str) -> None:
    rule = VN.rule(rule_id, NOW)
    assert rule is not None
    assert (rule.evidence, rule.status, rule.status_on(DAY)) == (
        *STATUSES[rule_id],
        STATUSES[rule_id][1],
    )


@pytest.mark.parametrize("name", law.names())
def test_what_nobody_read_is_never_called_in_force(name: str) -> None:
    pack = law.pack(name)
    every: list[law.Dated] = [*pack.rules, *pack.instruments.values()]
    for dated in every:
        if dated.evidence not in (Evidence.text, Evidence.digest):
            assert dated.status in (Status.unverified, Status.draft), dated.id
            assert dated.status_on(DAY) is dated.status, dated.id


@pytest.mark.parametrize("rule_id", NUMBERS)
def test_the_numbers_are_those_that_were_found(rule_id: str) -> None:
    rule = VN.rule(rule_id, NOW)
    assert rule is not None
    check = structs.asdict(rule.check)
    assert {name: check[name] for name in NUMBERS[rule_id]} == NUMBERS[rule_id]


def test_the_nineteen_points_are_all_there_and_bind() -> None:
    points = {rule.point for rule in VN.at(NOW) if Stage.listing in rule.stage and rule.point}
    assert points == set(range(1, 20))


def test_the_invented_retention_of_36_months_is_not_there() -> None:
    kept = [rule.check.months for rule in VN.rules if isinstance(rule.check, Retention)]
    assert sorted(kept) == [6, 12, 24, 60]


def test_the_holiday_of_the_pack_is_a_day_off_on_the_clock() -> None:
    holiday = VN.check("calendar.culture_day", NOW, law.Holiday)
    assert holiday is not None
    day = clock.day_of(at("2026-11-24 12:00"))  # a Tuesday
    assert holiday.falls_on(day) and not clock.is_working_day(day)


@pytest.mark.parametrize("name", law.names())
def test_texts_are_composed_so_that_they_can_be_found_and_measured(name: str) -> None:
    for path in (Path(law.__file__).parents[2] / "law" / name).glob("*.toml"):
        assert unicodedata.is_normalized("NFC", path.read_text("utf-8")), path.name


def test_instruments_are_those_of_the_register() -> None:
    """Each instrument of the fact sheet is there, and as sure as its tag says."""
    if not FACTS.exists():
        pytest.skip(f"the fact sheet is not beside the checkout: {FACTS.name}")
    register = FACTS.read_text("utf-8").split("### B1.")[1].split("### B2.")[0]
    rows = re.findall(r"^\| ([A-Z][A-Z0-9]+) \|.*\| ([^|]*) \|$", register, re.M)
    assert len(rows) > 20
    known_elsewhere = {"ND169", "LDT"}  # in the fact sheet's section 0, from a digest
    for name, tags in rows:
        instrument = VN.instruments[name]
        read = "[R]" in tags or "[T]" in tags or name in known_elsewhere
        assert (instrument.status is Status.unverified) is not read, name
