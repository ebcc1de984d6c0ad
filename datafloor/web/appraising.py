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

from msgspec.structs import replace

from datafloor.adapters.objects import Objects
from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import Findings, Grade
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
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
        self, path: Path, compared: "Compared", progress: Progress = lambda done, of, found: None
    ) -> Findings | None:
        """What an appraisal of a file finds, on this day; `None` where it cannot be appraised."""
        from datafloor.adapters.readfile import open_table  # heavy: only where it is needed
        from datafloor.analysis.appraisal import Options, Severity
        from datafloor.analysis.appraisal.appraise import appraise
        from datafloor.analysis.appraisal.model import encode

        at = [0, 0]

        def step(done: int, of: int, what: str) -> None:
            at[:] = done, of
            progress(done, of, ())

        others = (self._sketch(product, report) for product, report in compared.others)
        options = Options(
            as_of=clock.day_of(clock.now()),
            previous=self.report(compared.previous) if compared.previous else None,
            others=tuple(each for each in others if each is not None),
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


class Compared:
    """What a version is compared with: the report on the version before, and those on others."""

    def __init__(self, previous: str | None = None, others: Sequence[tuple[str, str]] = ()) -> None:
        self.previous, self.others = previous, others


def compared(tx: Tx, product: str, before: str | None) -> Compared:
    """The reports to compare a product's next version with; `before` is its present one."""
    found = catalogue.findings(tx, before) if before else None
    others = catalogue.reports(tx, MOST_OTHERS)
    return Compared(
        found.report if found else None, [each for each in others if each[0] != product]
    )


def _key(digest: str) -> str:
    return f"appraisals/{digest}.json"
