"""Law as data: rule packs that are loaded, asked at the date of an act, and recorded.

A pack (`vn`, `eu`, `none`) holds *instruments* (laws, decrees) and *rules* (one thing each that
the law demands, forbids, allows or counts). A rule has days from and until which it holds, a
status, the evidence for it, and a *check*: one of a closed set of kinds with typed parameters.

What always holds
- A rule is judged on the Vietnamese calendar day of the act. Repealed, future and draft rules do
  not bind. A rule whose text nobody read binds as `unverified`: it may call for a person, but
  refuses nobody by itself.
- A pack is used whole or not at all: an unknown kind, parameter, citation or word is refused when
  it is loaded.
- Every decision carries the pack's name, version and digest, and the rule, citation and status.
"""

from datafloor.kernel.law.ahead import Ahead, Turn, ahead
from datafloor.kernel.law.judged import ActingLevel, Answer, Exemption, Facts, Judged
from datafloor.kernel.law.kinds import Kind, kind_of, words_of
from datafloor.kernel.law.load import BadPack, load, names, pack
from datafloor.kernel.law.pack import Basis, Decision, Due, NotLawful, Pack, UnknownRule
from datafloor.kernel.law.problems import problems
from datafloor.kernel.law.recorded import Answered, Deadline, Judgement, deadline, recorded
from datafloor.kernel.law.timed import DeadlineDate, DeadlineYearly, Retention, Timed
from datafloor.kernel.law.valued import (
    Classification,
    Holiday,
    Penalty,
    Power,
    Rate,
    ThresholdCount,
)
from datafloor.kernel.law.values import Dated, Evidence, Instrument, Party, Rule, Stage, Status
from datafloor.kernel.law.words import day_text, in_short

__all__ = [
    "ActingLevel",
    "Ahead",
    "Answer",
    "Answered",
    "BadPack",
    "Basis",
    "Classification",
    "Dated",
    "Deadline",
    "DeadlineDate",
    "DeadlineYearly",
    "Decision",
    "Due",
    "Evidence",
    "Exemption",
    "Facts",
    "Holiday",
    "Instrument",
    "Judged",
    "Judgement",
    "Kind",
    "NotLawful",
    "Pack",
    "Party",
    "Penalty",
    "Power",
    "Rate",
    "Retention",
    "Rule",
    "Stage",
    "Status",
    "ThresholdCount",
    "Timed",
    "Turn",
    "UnknownRule",
    "ahead",
    "day_text",
    "deadline",
    "in_short",
    "kind_of",
    "load",
    "names",
    "pack",
    "problems",
    "recorded",
    "words_of",
]
