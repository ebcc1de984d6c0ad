"""The exchange's own look at what was published: the findings that a listing is judged by.

A file that cannot be appraised has no findings, and what is not known never passes: a person looks
at it before it is listed. The whole report is kept in the object store under its digest, which the
journal has, so that a report that was changed since is not taken for it.
"""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from datafloor.adapters.objects import Objects
from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import Findings, Frequency, Grade
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.law import Pack
from datafloor.kernel.refusal import Refused

if TYPE_CHECKING:
    from datafloor.analysis.appraisal import Finding, Report
    from datafloor.analysis.appraisal.model import Sketch

MOST_OTHERS = 2_000
"""With how many listed tables a new one is compared, the newest first."""

Progress = Callable[[int, int, Sequence["Finding"]], None]
"""Told how an appraisal goes on: steps done, steps in all, and what was found in the last."""

_log = logging.getLogger(__name__)


class Appraising:
    """Appraises files, and keeps the reports."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._sketch = lru_cache(maxsize=MOST_OTHERS)(self._read_sketch)

    def look(
        self,
        path: Path,
        compared: "Compared",
        law: Pack,
        progress: Progress = lambda done, of, found: None,
    ) -> Findings | None:
        """What an appraisal of a file finds, on this day; `None` where it cannot be appraised."""
        from datafloor.adapters.readfile import open_table  # heavy: only where it is needed
        from datafloor.analysis.appraisal import Citizens, Options, Severity
        from datafloor.analysis.appraisal.appraise import appraise
        from datafloor.analysis.appraisal.classes import thresholds
        from datafloor.analysis.appraisal.model import encode

        at = [0, 0]

        def step(done: int, of: int, what: str) -> None:
            at[:] = done, of
            progress(done, of, ())

        others = (self._sketch(product, report) for product, report in compared.others)
        today = clock.day_of(clock.now())
        options = Options(
            as_of=today,
            previous=self.report(compared.previous) if compared.previous else None,
            others=tuple(each for each in others if each is not None),
            thresholds=thresholds(law, today),
            before=Citizens(*[compared.citizens_before] * 3),
            promised_days=compared.promised_days,
            progress=step,
            found=lambda found: progress(at[0], at[1], found),
        )
        try:
            report = appraise(open_table(path), options)
        except Refused as refused:
            _log.info("%s was not appraised: %s", path.name, refused)
            return None
        except Exception:  # the table is published already; a fault of ours must not undo that
            _log.exception("%s was not appraised", path.name)
            return None
        content = encode(report)
        digest = sha256(content).hexdigest()
        self._objects.write(_key(digest), content)
        return Findings(
            report=digest,
            grade=Grade(report.grade.letter),
            personal_count=sum(column.personal is not None for column in report.columns),
            blocking_count=sum(each.severity is Severity.block for each in report.findings),
        )

    def report(self, digest: str) -> "Report | None":
        """The report with this digest; `None` where it was not kept, or was changed since."""
        from datafloor.analysis.appraisal.model import decode

        try:
            content = self._objects.read(_key(digest))
        except Refused:
            return None
        if sha256(content).hexdigest() != digest:
            _log.error("the appraisal %s was changed since it was made", digest)
            return None
        return decode(content)

    def _read_sketch(self, product: str, digest: str) -> "Sketch | None":
        report = self.report(digest)
        return replace(report.sketch, name=product) if report else None


class Compared(Struct, frozen=True):
    """What a version is held against: the report on the version before, those on other products,
    the citizens that the seller's other products cover, and how fresh it is promised to be."""

    previous: str | None = None
    others: Sequence[tuple[str, str]] = ()
    citizens_before: int = 0
    promised_days: int | None = None


PROMISED_DAYS = {
    Frequency.continuous: 1,
    Frequency.hourly: 1,
    Frequency.daily: 1,
    Frequency.weekly: 7,
    Frequency.monthly: 31,
    Frequency.quarterly: 92,
    Frequency.annual: 366,
}


def compared(tx: Tx, product: str, before: str | None) -> Compared:
    """What a product's next version is held against; `before` is its present one."""
    found = catalogue.findings(tx, before) if before else None
    listing = catalogue.listing_facts(tx, product, clock.now())
    frequency = catalogue.product(tx, product).coverage.frequency
    return Compared(
        found.report if found else None,
        [each for each in catalogue.reports(tx, MOST_OTHERS) if each[0] != product],
        listing.citizens_before if listing else 0,
        PROMISED_DAYS.get(frequency) if frequency else None,
    )


def _key(digest: str) -> str:
    return f"appraisals/{digest}.json"
