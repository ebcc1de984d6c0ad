"""Each kind of check, by table: facts in, answer out; an act in, a term out."""

from datetime import date
from typing import Any

import pytest

from datafloor.kernel.law import judged, timed, valued
from datafloor.kernel.law.judged import Answer
from tests.law.packs import at

passed, failed, person, other = (
    Answer.passed,
    Answer.failed,
    Answer.needs_person,
    Answer.not_applicable,
)

PROHIBITION = judged.Prohibition(facts_false=("a", "b"))
MUST = judged.MustHold(facts_true=("a", "b"))
FIELDS = judged.RequiredField(fields=("a", "b"))
RECORD = judged.RequiredRecord(record="a", when=("w",), unless=("u",))
CERTIFICATE = judged.RequiredCertificate(any_of=("x", "y"))
ONE = judged.OneOf(fact="a", values=("x", "y"))
LEVEL = judged.Minimum(of="a", least=2)
MOST = judged.Maximum(of="a", most=2)
AMOUNT = judged.RequiredAmount(of="a", minor=5_000_000_000, currency="VND")
RATE = judged.RateRange(of=("a", "b"), least_percent=5, most_percent=20)
FLOOR = judged.PriceFloor(of=("a", "b"))
SHARES = judged.SharesWhole(fact="a", whole=10_000)
APART = judged.SeparationOfRoles(role="supervisor", apart_from=("operator", "supplier"))
EXEMPT = judged.Exemption(exempts=("x",), when=("w",))


@pytest.mark.parametrize(
    ("check", "facts", "answer", "reasons"),
    [
        (PROHIBITION, {"a": False, "b": False}, passed, ()),
        (PROHIBITION, {"a": True}, failed, ("is:a",)),
        (PROHIBITION, {"a": True, "b": True}, failed, ("is:a", "is:b")),
        (PROHIBITION, {"a": False}, person, ("unknown:b",)),
        (PROHIBITION, {"a": False, "b": None}, person, ("unknown:b",)),
        (MUST, {"a": True, "b": True}, passed, ()),
        (MUST, {"a": True, "b": False}, failed, ("is_not:b",)),
        (MUST, {"a": True}, person, ("unknown:b",)),
        (FIELDS, {"a": "x", "b": 0}, passed, ()),
        (FIELDS, {"a": "x", "b": False}, passed, ()),
        (FIELDS, {"a": "  ", "b": []}, failed, ("missing:a", "missing:b")),
        (FIELDS, {}, failed, ("missing:a", "missing:b")),
        (RECORD, {"w": True, "u": False, "a": "sha256"}, passed, ()),
        (RECORD, {"w": True, "u": False, "a": False}, failed, ("missing:a",)),
        (RECORD, {"w": True, "u": False}, failed, ("missing:a",)),
        (RECORD, {"w": False}, other, ("is_not:w",)),
        (RECORD, {"w": True, "u": True}, other, ("is:u",)),
        (RECORD, {"u": True}, other, ("is:u",)),
        (RECORD, {"w": True, "a": "sha256"}, person, ("unknown:u",)),
        (RECORD, {}, person, ("unknown:w", "unknown:u")),
        (CERTIFICATE, {"certificates": ["y"]}, passed, ()),
        (CERTIFICATE, {"certificates": []}, failed, ("lacks:x", "lacks:y")),
        (CERTIFICATE, {}, person, ("unknown:certificates",)),
        (ONE, {"a": "y"}, passed, ()),
        (ONE, {"a": "z"}, failed, ("outside:a",)),
        (ONE, {}, failed, ("missing:a",)),
        (LEVEL, {"a": 2}, passed, ()),
        (LEVEL, {"a": 1}, failed, ("below:a",)),
        (LEVEL, {}, person, ("unknown:a",)),
        (MOST, {"a": 2}, passed, ()),
        (MOST, {"a": 3}, failed, ("above:a",)),
        (MOST, {}, person, ("unknown:a",)),
        (AMOUNT, {"a": 5_000_000_000}, passed, ()),
        (AMOUNT, {"a": 4_999_999_999}, failed, ("below:a",)),
        (AMOUNT, {}, person, ("unknown:a",)),
        (RATE, {"a": 5, "b": 100}, passed, ()),
        (RATE, {"a": 20, "b": 100}, passed, ()),
        (RATE, {"a": 499, "b": 10_000}, failed, ("below:a",)),
        (RATE, {"a": 2_001, "b": 10_000}, failed, ("above:a",)),
        (RATE, {"a": 5}, person, ("unknown:b",)),
        (FLOOR, {"a": 100, "b": 100}, passed, ()),
        (FLOOR, {"a": 99, "b": 100}, failed, ("below:a",)),
        (FLOOR, {"b": 100}, person, ("unknown:a",)),
        (SHARES, {"a": [7_000, 3_000]}, passed, ()),
        (SHARES, {"a": [7_000, 3_001]}, failed, ("not_whole:a",)),
        (SHARES, {"a": [10_001, -1]}, failed, ("not_whole:a",)),
        (SHARES, {}, failed, ("missing:a",)),
        (APART, {"roles": ["supervisor"]}, passed, ()),
        (APART, {"roles": ["operator", "supplier"]}, other, ("is_not:supervisor",)),
        (APART, {"roles": ["supervisor", "supplier"]}, failed, ("also:supplier",)),
        (APART, {}, person, ("unknown:roles",)),
        (EXEMPT, {"w": True}, passed, ()),
        (EXEMPT, {"w": False}, other, ("is_not:w",)),
        (EXEMPT, {}, person, ("unknown:w",)),
    ],
)
def test_judged(
    check: judged.Judged, facts: dict[str, Any], answer: Answer, reasons: tuple[str, ...]
) -> None:
    assert check.judge(facts) == (answer, reasons)


@pytest.mark.parametrize(
    ("check", "facts"),
    [
        (PROHIBITION, {"a": "no"}),
        (LEVEL, {"a": True}),
        (LEVEL, {"a": "2"}),
        (CERTIFICATE, {"certificates": "xy"}),
        (SHARES, {"a": 10_000}),
    ],
)
def test_a_fact_of_the_wrong_type_is_our_own_bug(
    check: judged.Judged, facts: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        check.judge(facts)


def end_of(day: str) -> int:
    return at(f"{day} 23:59") + 59_999_999


HOURS = timed.DeadlineHours(hours=24, urgent_hours=3)
DAYS = timed.DeadlineDays(days=15, by_others_days=20, extend_days=15)
WORKING = timed.DeadlineWorkingDays(days=2)


@pytest.mark.parametrize(
    ("check", "start", "how", "due"),
    [
        (HOURS, "2026-11-21 08:00", {}, at("2026-11-22 08:00")),
        (HOURS, "2026-11-21 08:00", {"urgent": True}, at("2026-11-21 11:00")),
        (
            timed.DeadlineHours(hours=72),
            "2026-11-21 08:00",
            {"urgent": True},
            at("2026-11-24 08:00"),
        ),
        (DAYS, "2026-11-21 08:00", {}, end_of("2026-12-06")),
        (DAYS, "2026-11-21 23:59", {}, end_of("2026-12-06")),
        (DAYS, "2026-11-21 08:00", {"by_others": True}, end_of("2026-12-11")),
        (DAYS, "2026-11-21 08:00", {"extended": True}, end_of("2026-12-21")),
        (DAYS, "2026-11-21 08:00", {"by_others": True, "extended": True}, end_of("2026-12-26")),
        (timed.DeadlineDays(days=0), "2026-11-21 08:00", {}, end_of("2026-11-21")),
        # Monday: Tuesday 24 November is Vietnam Culture Day, so Wednesday and Thursday count
        (WORKING, "2026-11-23 08:00", {}, end_of("2026-11-26")),
        (WORKING, "2026-11-20 08:00", {}, end_of("2026-11-25")),
        (timed.DeadlineMonths(months=1), "2027-01-31 08:00", {}, end_of("2027-02-28")),
        (timed.DeadlineMonths(months=12), "2028-02-29 08:00", {}, end_of("2029-02-28")),
        (
            timed.DeadlineMonths(months=1, extend_months=2),
            "2026-11-21 08:00",
            {"extended": True},
            end_of("2027-02-21"),
        ),
        (
            timed.DeadlineMonths(months=2, from_month_end=True),
            "2026-12-31 08:00",
            {},
            end_of("2027-02-28"),
        ),
        (timed.DeadlineDate(on=date(2026, 12, 31)), "2026-11-21 08:00", {}, end_of("2026-12-31")),
        (
            timed.DeadlineYearly(before_month=12, before_day=25),
            "2026-12-24 08:00",
            {},
            end_of("2026-12-24"),
        ),
        (
            timed.DeadlineYearly(before_month=12, before_day=25),
            "2026-12-25 00:00",
            {},
            end_of("2027-12-24"),
        ),
        (timed.RepeatMonths(months=6), "2026-08-31 08:00", {}, end_of("2027-02-28")),
    ],
)
def test_timed(check: timed.Timed, start: str, how: dict[str, bool], due: int) -> None:
    assert check.due(at(start), **how) == due


def test_the_window_before_an_auction_opens_on_a_working_day() -> None:
    window = timed.WindowWorkingDays(days=3)
    # opening on Friday: Thursday, Wednesday, then Monday, for Tuesday is a holiday
    assert window.opens(at("2026-11-27 09:00")) == at("2026-11-23 00:00")


def test_what_must_be_kept_must_still_be_there_on_the_last_day() -> None:
    assert timed.Retention(months=24).until(at("2026-11-21 08:00")) == end_of("2028-11-21")


def test_a_threshold_is_reached_at_its_number() -> None:
    threshold = valued.ThresholdCount(unit="citizens", least=100_000)
    assert [threshold.reached(n) for n in (99_999, 100_000)] == [False, True]


@pytest.mark.parametrize(
    ("penalty", "how", "exposure"),
    [
        (valued.Penalty(organisation=(30, 70)), {}, (30, 70)),
        (valued.Penalty(organisation=(30, 70)), {"organisation": False}, None),
        (valued.Penalty(times=(2, 10), organisation=(7, 9)), {"proceeds": 100}, (200, 1_000)),
        (valued.Penalty(times=(2, 10), organisation=(7, 9)), {}, (7, 9)),
        (valued.Penalty(percent=(1, 5)), {"revenue": 1_010}, (10, 51)),
        (valued.Penalty(percent=(1, 5)), {}, None),
        (valued.Penalty(percent=(0, 4), organisation=(0, 20)), {"revenue": 100}, (0, 20)),
        (valued.Penalty(percent=(0, 4), organisation=(0, 20)), {"revenue": 1_000}, (0, 40)),
    ],
)
def test_exposure(
    penalty: valued.Penalty, how: dict[str, Any], exposure: tuple[int, int] | None
) -> None:
    assert penalty.exposure(**how) == exposure


def test_classes_powers_and_holidays() -> None:
    sensitive = valued.Classification(of="sensitive_data", kinds=("health", "genetics"))
    assert [sensitive.covers(kind) for kind in ("health", "phone")] == [True, False]
    holiday = valued.Holiday(month=11, day=24)
    assert holiday.falls_on(date(2030, 11, 24)) and not holiday.falls_on(date(2030, 11, 25))


@pytest.mark.parametrize(
    ("percent", "gross", "tax"),
    [(10, 110, 10), (10, 0, 0), (10, 5, 0), (10, 6, 1), (8, 108, 8), (8, 1, 0), (0, 7, 0)],
)
def test_the_tax_within_a_sum(percent: int, gross: int, tax: int) -> None:
    assert valued.Rate(percent=percent).within(gross) == tax
