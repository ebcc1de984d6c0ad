"""Core, important or other data, by how many citizens they cover, counted cumulatively.

Data Law 60/2024 art. 13.2; thresholds in Decision 20/2025/QĐ-TTg, passed in from the law pack.
Volumes count from 1 July 2025 over all that an administrator holds (Decree 165/2025 art. 12.10).
"""

from collections.abc import Sequence
from datetime import date

from datafloor.analysis.appraisal.model import Citizens, Classed, Finding, Threshold
from datafloor.analysis.appraisal.words import say
from datafloor.kernel import clock, law

WHAT = {
    "basic": ("basic data of citizens", "dữ liệu cơ bản của công dân"),
    "sensitive": ("sensitive data of citizens", "dữ liệu nhạy cảm của công dân"),
    "bank": ("bank data of citizens", "dữ liệu ngân hàng của công dân"),
}
_RANK = {"other": 0, "important": 1, "core": 2}


def classify(
    kinds: Sequence[str], here: int, how: str, before: Citizens, thresholds: Sequence[Threshold]
) -> tuple[Classed | None, list[Finding]]:
    """The highest class that the kinds of data in a table reach, and what to say about it."""
    best: Classed | None = None
    for threshold in thresholds:
        if threshold.kind not in kinds:
            continue
        earlier = getattr(before, threshold.kind)
        total = here + earlier
        level = "other"
        if threshold.core_from is not None and total >= threshold.core_from:
            level = "core"
        elif total >= threshold.important_from:
            level = "important"
        classed = Classed(
            level,
            threshold.kind,
            here,
            earlier,
            threshold.important_from,
            threshold.core_from,
            how,
            threshold.law,
            threshold.core_status if level == "core" else threshold.status,
        )
        if best is None or _RANK[level] > _RANK[best.level]:
            best = classed
    return best, _findings(best) if best else []


def _findings(classed: Classed) -> list[Finding]:
    total = classed.citizens_here + classed.citizens_before
    what, what_vi = WHAT[classed.kind]
    words = {"what": what, "what_vi": what_vi}
    found = []
    if classed.level == "core" and classed.core_from is not None:
        code = "class_core" if classed.status == "in_force" else "perhaps_core"
        found.append(say(code, (), total, classed.core_from, **words))
    elif classed.level == "important":
        found.append(say("class_important", (), total, classed.important_from, **words))
    next_from = classed.important_from if classed.level == "other" else classed.core_from
    if classed.level != "core" and next_from is not None and 10 * total >= 8 * next_from:
        level = ("important", "dữ liệu quan trọng")
        if classed.level == "important":
            level = ("core", "dữ liệu cốt lõi")
        found.append(
            say("class_near", (), total, next_from, level=level[0], level_vi=level[1], **words)
        )
    return found


def thresholds(pack: law.Pack, day: date) -> tuple[Threshold, ...]:
    """From how many citizens on data are important and core, by a rule pack on a day."""
    at = clock.instant(f"{day.isoformat()}T12:00:00+07:00")

    def bound(rule_id: str) -> tuple[law.Rule, int] | None:
        rule = pack.rule(rule_id, at) if rule_id in pack.versions else None
        check = pack.check(rule_id, at, law.ThresholdCount) if rule else None
        return (rule, check.least) if rule and check else None

    found = []
    for kind in ("basic", "sensitive", "bank"):
        important, core = bound(f"class.{kind}_important"), bound(f"class.{kind}_core")
        if important is None:
            continue
        rule, least = important
        cites = "; ".join(rule.cites)
        core_status = core[0].status_on(day).value if core else law.Status.unverified.value
        core_from = core[1] if core else None
        status = rule.status_on(day).value
        found.append(Threshold(kind, least, core_from, cites, status, core_status))
    return tuple(found)
