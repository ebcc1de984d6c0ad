"""What an author of a pack has to look at: where it is not honest, or no longer true, on a day."""

from collections.abc import Iterator
from datetime import date

from datafloor.kernel.law.pack import Pack
from datafloor.kernel.law.values import READ, Dated, Instrument, Rule, Status, instrument_of


def problems(pack: Pack, day: date) -> list[str]:
    """All that is wrong with a pack on a day, one sentence each; empty when it is in order.

    What cannot be loaded at all (unknown kinds, citations of nothing, missing texts) is refused
    before this is asked.
    """
    found = list(_languages(pack))
    for instrument in pack.instruments.values():
        found += _dated(f"instrument {instrument.id}", instrument, day)
        found += _succession(pack, instrument, day)
    for rule in pack.rules:
        found += _dated(f"rule {rule.id}", rule, day)
        found += _foundation(pack, rule, day)
    return found


def _dated(what: str, dated: Dated, day: date) -> Iterator[str]:
    holds = dated.status_on(day)
    if dated.status is not holds:
        yield f"{what} is recorded as {dated.status}, but on {day} it is {holds}"
    if dated.status is Status.in_force and dated.evidence not in READ:
        yield f"{what} is called in force, but nobody read it ({dated.evidence})"


def _succession(pack: Pack, instrument: Instrument, day: date) -> Iterator[str]:
    if instrument.status is Status.repealed and not instrument.repealed_by:
        yield f"instrument {instrument.id} is repealed, but not by what"
    for name in instrument.repealed_by:
        if instrument.id not in pack.instruments[name].replaces:
            yield f"instrument {instrument.id} says {name} repealed it; {name} does not say so"
    for name in instrument.replaces:
        if instrument.id not in pack.instruments[name].repealed_by:
            yield f"instrument {instrument.id} says it replaces {name}; {name} does not say so"


def _foundation(pack: Pack, rule: Rule, day: date) -> Iterator[str]:
    first = pack.instruments[instrument_of(rule.cites[0])].since
    if first and rule.since and rule.since < first:
        yield f"rule {rule.id} begins before {rule.cites[0]}, on which it rests"
    if not rule.binds_on(day) or rule.despite_en:
        return
    for citation in rule.cites:
        status = pack.instruments[instrument_of(citation)].status_on(day)
        if status not in (Status.in_force, Status.unverified):
            yield f"rule {rule.id} binds, but {citation} is {status}, and it does not say why"
        if status is Status.unverified and rule.status_on(day) is Status.in_force:
            yield f"rule {rule.id} is called in force, but {citation} is unverified"


def _languages(pack: Pack) -> Iterator[str]:
    rows: list[Dated] = [*pack.instruments.values(), *pack.rules]
    for row in rows:
        for stem in ("note", "despite", "read"):
            pair = [bool(getattr(row, f"{stem}_{tongue}", "")) for tongue in ("vi", "en")]
            if pair[0] is not pair[1]:
                yield f"{row.id}: {stem} is there in one language only"
