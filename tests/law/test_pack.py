"""A rule binds from its day to its day, and every decision says on which law it rests."""

from pathlib import Path

import pytest

from datafloor.kernel import clock, law
from datafloor.kernel.law import Answer, Stage, Status
from datafloor.kernel.law.judged import (
    ActingLevel,
    Maximum,
    Minimum,
    MustHold,
    PriceFloor,
    Prohibition,
    RateRange,
    RequiredAmount,
    RequiredCertificate,
    RequiredField,
    SeparationOfRoles,
    SharesWhole,
)
from datafloor.kernel.law.timed import DeadlineHours
from datafloor.kernel.refusal import Refusal
from tests.law.packs import SMALL, at, write

NUMERIC = (ActingLevel, Maximum, Minimum, PriceFloor, RateRange, RequiredAmount, SharesWhole)


@pytest.fixture
def small(tmp_path: Path) -> law.Pack:
    return law.load(write(tmp_path / "small", SMALL))


@pytest.mark.parametrize(
    ("moment", "hours", "citation"),
    [
        ("2020-01-01 08:00", 72, "OLD 5"),
        ("2026-06-30 23:59", 72, "OLD 5"),  # its last day
        ("2026-07-01 00:00", 24, "NEW 7.2.a"),  # the day after: no longer the old one
        ("2030-01-01 08:00", 24, "NEW 7.2.a"),
    ],
)
def test_a_rule_is_judged_by_the_version_of_the_day(
    small: law.Pack, moment: str, hours: int, citation: str
) -> None:
    start = at(moment)
    due = small.due("answer.in_time", start)
    assert due is not None
    assert due.instant == start + hours * 3_600_000_000
    assert due.citation == citation
    assert due.status is Status.in_force


def test_the_day_is_the_day_in_hanoi_not_in_greenwich(small: law.Pack) -> None:
    last_minute = clock.instant("2026-06-30T16:59:00Z")
    assert rule_hours(small, last_minute) == 72
    assert rule_hours(small, last_minute + 60_000_000) == 24


def rule_hours(pack: law.Pack, instant: int) -> int:
    check = pack.check("answer.in_time", instant, DeadlineHours)
    assert check is not None
    return check.hours


def test_a_repealed_rule_no_longer_binds_the_day_after() -> None:
    vn = law.pack("vn")
    facts = {"attributes_open_data": False, "uses_open_data": True}
    before = vn.decide("open_data.attribution", facts, at("2025-10-21 23:59"))
    assert before is not None
    assert before.answer is Answer.failed
    assert vn.decide("open_data.attribution", facts, at("2025-10-22 00:00")) is None


def test_a_future_rule_binds_from_its_day(small: law.Pack) -> None:
    assert small.decide("answer.written", {}, at("2026-12-31 23:59")) is None
    decided = small.decide("answer.written", {}, at("2027-01-01 00:00"))
    assert decided is not None
    assert (decided.answer, decided.reasons) == (Answer.failed, ("missing:reason",))
    assert decided.status is Status.in_force  # on that day, whatever the file recorded


def test_a_draft_never_binds(small: law.Pack) -> None:
    assert small.decide("answer.sealed", {}, at("2030-01-01 08:00")) is None


def test_an_unverified_rule_asks_for_a_person_and_refuses_nobody(small: law.Pack) -> None:
    rude = small.decide("answer.polite", {"rude": True}, at("2026-11-21 08:00"))
    polite = small.decide("answer.polite", {"rude": False}, at("2026-11-21 08:00"))
    assert rude is not None and polite is not None
    assert (rude.answer, rude.reasons) == (Answer.needs_person, ("is:rude",))
    assert rude.status is Status.unverified
    assert polite.answer is Answer.passed


def test_at_lists_what_binds_that_day(small: law.Pack) -> None:
    def names(moment: str) -> list[str]:
        return [rule.id for rule in small.at(at(moment))]

    assert names("2026-06-30 08:00") == ["answer.in_time"]
    assert names("2026-07-01 08:00") == ["answer.in_time", "answer.polite"]
    assert names("2027-01-01 08:00") == ["answer.in_time", "answer.polite", "answer.written"]


def test_judge_asks_every_rule_of_a_stage(small: law.Pack) -> None:
    decided = small.judge(Stage.after, {"rude": False, "reason": " "}, at("2027-01-01 08:00"))
    assert [(one.rule, one.answer) for one in decided] == [
        ("answer.polite", Answer.passed),
        ("answer.written", Answer.failed),
    ]
    assert small.judge(Stage.payment, {}, at("2027-01-01 08:00")) == ()


def test_a_decision_says_on_which_law_it_rests(small: law.Pack) -> None:
    decided = small.decide("answer.written", {"reason": "x"}, at("2027-01-01 08:00"))
    assert decided is not None
    assert (decided.pack, decided.version, decided.rule) == ("small", "1", "answer.written")
    assert (decided.digest, decided.citation) == (small.digest, "NEW 8")
    rule = small.rule("answer.written", at("2027-01-01 08:00"))
    assert rule is not None
    basis = small.basis(rule, at("2027-01-01 08:00"))
    assert {name: getattr(decided, name) for name in basis.__struct_fields__} == {
        name: getattr(basis, name) for name in basis.__struct_fields__
    }


def test_a_rule_that_the_pack_does_not_list_is_our_own_bug(small: law.Pack) -> None:
    with pytest.raises(law.UnknownRule):
        small.rule("answer.in_tim", at("2026-11-21 08:00"))


def test_where_no_law_applies_nothing_binds() -> None:
    none = law.pack("none")
    assert none.rule("listing.origin_file", at("2026-11-21 08:00")) is None
    assert none.due("breach.notify", at("2026-11-21 08:00")) is None
    assert none.check("breach.notify", at("2026-11-21 08:00"), DeadlineHours) is None
    assert none.judge(Stage.listing, {}, at("2026-11-21 08:00")) == ()


def test_the_same_question_has_another_answer_under_another_law() -> None:
    start = at("2026-11-23 08:00")
    view = {name: law.pack(name).due("subject.view", start) for name in ("vn", "eu")}
    assert view["vn"] is not None and view["eu"] is not None
    assert view["vn"].instant == at("2026-12-04 00:00") - 1  # ten days after the day of the act
    assert view["eu"].instant == at("2026-12-24 00:00") - 1  # a month
    assert (view["vn"].status, view["eu"].status) == (Status.in_force, Status.unverified)


def test_asking_for_a_wrong_kind_is_our_own_bug(small: law.Pack) -> None:
    moment = at("2027-01-01 08:00")
    with pytest.raises(TypeError, match=r"answer\.in_time is no MustHold"):
        small.check("answer.in_time", moment, MustHold)
    with pytest.raises(TypeError, match="is no deadline"):
        small.due("answer.written", moment)
    with pytest.raises(TypeError, match="does not judge facts"):
        small.decide("answer.in_time", {}, moment)
    assert small.check("answer.written", moment, RequiredField) is not None


def test_a_refusal_by_the_law_names_the_article_in_both_languages() -> None:
    vn = law.pack("vn")
    decided = vn.decide(
        "listing.no_personal_data", {"contains_personal_data": True}, at("2026-11-21 08:00")
    )
    assert decided is not None and decided.answer is Answer.failed
    with pytest.raises(law.NotLawful) as caught:
        raise vn.refusal(decided)
    refused = caught.value
    assert refused.why is Refusal.law_not_met
    assert refused.text() == (
        "The law does not allow this (Decree 314/2026/ND-CP, art. 4.6; "
        "Decree 314/2026/ND-CP, art. 7.8.c): the data contain personal data."
    )
    assert refused.text("vi") == (
        "Pháp luật không cho phép (khoản 6 Điều 4 Nghị định 314/2026/NĐ-CP; "
        "điểm c khoản 8 Điều 7 Nghị định 314/2026/NĐ-CP): có chứa dữ liệu cá nhân."
    )
    assert refused.details["reasons"] == ["is:contains_personal_data"]
    assert vn.digest in refused.details["pack"]


@pytest.mark.parametrize(
    ("citation", "en", "vi"),
    [
        ("LINV annex IV.198", "annex IV, no. 198", "mục 198 Phụ lục IV"),
        ("ND169 chapter II", "chapter II", "Chương II"),
        ("ND356 28-29", "arts 28-29", "các điều 28-29"),
        ("ND314 5.2.đ", "art. 5.2.đ", "điểm đ khoản 2 Điều 5"),
        ("DL 18", "art. 18", "Điều 18"),
        ("QD20", "", ""),
    ],
)
def test_citations_are_written_as_lawyers_do(citation: str, en: str, vi: str) -> None:
    vn = law.pack("vn")
    instrument = vn.instruments[citation.split(" ")[0]]
    assert vn.cite(citation, "en") == (f"{instrument.en}, {en}" if en else instrument.en)
    assert vn.cite(citation, "vi") == f"{vi} {instrument.vi}".strip()


@pytest.mark.parametrize("name", law.names())
def test_every_reason_that_a_pack_can_give_has_words(name: str) -> None:
    pack = law.pack(name)
    for rule in pack.rules:
        if not isinstance(rule.check, law.Judged):
            continue
        applies = dict.fromkeys(rule.check.when, True) | dict.fromkeys(rule.check.unless, False)
        nothing = dict.fromkeys(law.words_of(rule.check), False)
        sheets: list[dict[str, object]] = [{}, {**applies}, {**nothing}]
        if isinstance(rule.check, Prohibition):
            sheets.append({**applies, **dict.fromkeys(rule.check.facts_false, True)})
        if isinstance(rule.check, RequiredCertificate):
            sheets[2] = {**applies, rule.check.held: ()}
        if isinstance(rule.check, SeparationOfRoles):
            sheets[2] = {rule.check.held: (rule.check.role, *rule.check.apart_from)}
        for sheet in sheets[: 2 if isinstance(rule.check, NUMERIC) else None]:
            for reason in rule.check.judge(sheet).reasons:
                for language in ("en", "vi"):
                    label = pack.label(reason.partition(":")[2], language)
                    assert label in pack.say(reason, language)
