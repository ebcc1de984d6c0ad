"""What a pack is made of: instruments and rules, as they are written in its files."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from datafloor.kernel.ids import whole
from datafloor.kernel.law import judged, timed, valued
from datafloor.kernel.law.kinds import Name

Text = Annotated[str, Meta(min_length=1, pattern=whole(r"\S(.*\S)?"))]
RuleId = Annotated[str, Meta(pattern=whole(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"))]
InstrumentId = Annotated[str, Meta(pattern=whole("[A-Z][A-Z0-9_]*"))]
Citation = Annotated[
    str,
    Meta(
        pattern=whole(
            r"[A-Z][A-Z0-9_]*"
            r"( (\d+(-\d+)?(\.\d+)?(\.[a-zđ])?|annex [IVX]+\.\d+|chapter [IVX]+))?"
        )
    ),
]
"""An instrument, and where in it: `ND314 7.8.a` is point a of clause 8 of article 7."""

JudgedCheck = (
    judged.Prohibition
    | judged.MustHold
    | judged.RequiredField
    | judged.RequiredRecord
    | judged.RequiredCertificate
    | judged.OneOf
    | judged.Minimum
    | judged.ActingLevel
    | judged.Maximum
    | judged.RequiredAmount
    | judged.RateRange
    | judged.PriceFloor
    | judged.SharesWhole
    | judged.SeparationOfRoles
    | judged.Exemption
)
TimedCheck = (
    timed.DeadlineHours
    | timed.DeadlineDays
    | timed.DeadlineWorkingDays
    | timed.DeadlineMonths
    | timed.DeadlineDate
    | timed.DeadlineYearly
    | timed.RepeatMonths
    | timed.WindowWorkingDays
    | timed.Retention
)
ValuedCheck = (
    valued.ThresholdCount
    | valued.Penalty
    | valued.Rate
    | valued.Classification
    | valued.Power
    | valued.Holiday
)
Check = JudgedCheck | TimedCheck | ValuedCheck
"""The closed set of kinds."""


class Status(StrEnum):
    """How a rule stands on a day."""

    in_force = "in_force"
    future = "future"
    repealed = "repealed"
    draft = "draft"
    unverified = "unverified"


class Evidence(StrEnum):
    """How we know: the best source that was read for what the rule says."""

    text = "text"
    """A stored copy of the legal text itself."""
    digest = "digest"
    """A careful secondary digest of the text."""
    press = "press"
    """A law firm's note, the press or official news, of which only the beginning was seen."""
    policy = "policy"
    """A policy document that names it."""
    memory = "memory"
    """From memory."""
    inference = "inference"
    """Our own inference from other rules; the law was not seen to say it."""


READ = (Evidence.text, Evidence.digest)
"""The evidence on which a rule may be called in force; all other evidence leaves it unverified."""


class Stage(StrEnum):
    """Where in the life of an exchange a rule bites."""

    registration = "registration"
    acting = "acting"
    listing = "listing"
    trial = "trial"
    contract = "contract"
    access = "access"
    payment = "payment"
    after = "after"


class Party(StrEnum):
    """Whom a rule binds, or serves."""

    seller = "seller"
    buyer = "buyer"
    intermediary = "intermediary"
    analyst = "analyst"
    operator = "operator"
    supervisor = "supervisor"
    controller = "controller"
    administrator = "administrator"
    agency = "agency"
    authority = "authority"
    bidder = "bidder"
    provider = "provider"


class Dated(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that holds from a day to a day, both included. A missing day is not known or open.

    `status` is what the pack's author recorded on the pack's day; `status_on` is what holds.
    """

    id: str
    since: date | None = field(name="from", default=None)
    until: date | None = None
    status: Status
    evidence: Evidence

    def status_on(self, day: date) -> Status:
        """How it stands on a day. A draft stays a draft; what was not read stays unverified."""
        if self.status is Status.draft:
            return Status.draft
        if self.since is not None and day < self.since:
            return Status.future
        if self.until is not None and day > self.until:
            return Status.repealed
        if self.status is Status.unverified or self.evidence not in READ:
            return Status.unverified
        return Status.in_force

    def binds_on(self, day: date) -> bool:
        """Whether it is judged on that day: in force, or unverified and taken with caution."""
        return self.status_on(day) in (Status.in_force, Status.unverified)


class Instrument(Dated, frozen=True, kw_only=True):
    """A law, decree, decision or standard.

    `vi` and `en` are the names used in citations; `about` says in a few words what it governs.
    `read` says which of its articles somebody has read, where not all.
    """

    id: InstrumentId
    vi: Text
    en: Text
    about_vi: Text
    about_en: Text
    read_vi: str = ""
    read_en: str = ""
    replaces: tuple[InstrumentId, ...] = ()
    repealed_by: tuple[InstrumentId, ...] = ()
    amended_by: tuple[InstrumentId, ...] = ()


class Rule(Dated, frozen=True, kw_only=True):
    """One thing that the law demands, forbids, allows or counts, and how to check it.

    Rows with the same id and different days are versions of one rule. `point` is the rule's place
    in the checklist of what may be listed. `note` says what is doubtful. `despite` says why it
    still stands where an instrument that it cites does not.
    """

    id: RuleId
    cites: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    stage: Annotated[tuple[Stage, ...], Meta(min_length=1)]
    binds: Annotated[tuple[Party, ...], Meta(min_length=1)]
    check: Check
    vi: Text
    en: Text
    point: Annotated[int, Meta(ge=1, le=19)] | None = None
    note_vi: str = ""
    note_en: str = ""
    despite_vi: str = ""
    despite_en: str = ""


class Label(Struct, frozen=True, forbid_unknown_fields=True):
    """What a fact is called where people read it."""

    vi: Text
    en: Text


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The pack itself. `unlisted` says what it means that a rule is not in the pack:
    `refused` = whoever asks for it is mistaken; `free` = this law does not bind there.
    """

    name: Name
    version: Text
    as_of: date
    vi: Text
    en: Text
    unlisted: Annotated[str, Meta(pattern="^(refused|free)$")]
    calendar: Annotated[str, Meta(pattern="^(VN|none)$")]


def instrument_of(citation: str) -> str:
    """The instrument that a citation names."""
    return citation.partition(" ")[0]
