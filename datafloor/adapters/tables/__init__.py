"""Tables: publishing files as versions of a Delta table, and reading what a version is.

A version is never changed once it is published: `publish` adds a whole new one or nothing. Rows
are written by delta-rs; what a version consists of is read from its log, in which every action
is kept as it was written, for the protocols hand these actions on.
"""

from datafloor.adapters.tables.preview import first_rows
from datafloor.adapters.tables.publish import Field, Mode, Published, publish
from datafloor.adapters.tables.sources import Reading
from datafloor.adapters.tables.versions import Change, File, Snapshot, Tables

__all__ = [
    "Change",
    "Field",
    "File",
    "Mode",
    "Published",
    "Reading",
    "Snapshot",
    "Tables",
    "first_rows",
    "publish",
]
