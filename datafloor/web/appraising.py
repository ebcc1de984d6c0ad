"""The exchange's own look at what was published: the findings that a listing is judged by.

A file that cannot be appraised has no findings, and what is not known never passes: a person looks
at it before it is listed.
"""

import logging
from hashlib import sha256
from pathlib import Path

from datafloor.contexts.catalogue import Findings, Grade
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refused

_log = logging.getLogger(__name__)


def appraised(path: Path) -> Findings | None:
    """What an appraisal of a file finds, on this day; `None` where it cannot be appraised."""
    from datafloor.adapters.readfile import open_table  # heavy: only where something is published
    from datafloor.analysis.appraisal import Options, Severity
    from datafloor.analysis.appraisal.appraise import appraise
    from datafloor.analysis.appraisal.model import encode

    try:
        report = appraise(open_table(path), Options(as_of=clock.day_of(clock.now())))
    except Refused as refused:
        _log.info("%s was not appraised: %s", path.name, refused)
        return None
    except Exception:  # the table is published already; a fault of ours must not undo that
        _log.exception("%s was not appraised", path.name)
        return None
    return Findings(
        report=sha256(encode(report)).hexdigest(),
        grade=Grade(report.grade.letter),
        personal_count=sum(column.personal is not None for column in report.columns),
        blocking_count=sum(each.severity is Severity.block for each in report.findings),
    )
