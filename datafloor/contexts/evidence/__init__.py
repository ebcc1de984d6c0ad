"""Evidence: whatever the exchange did can be checked by a stranger, without trusting it.

Every journal entry becomes a **leaf** of the public **log**: its number, instant, kind, digest,
and ids of things; nothing about people or organisations. A **checkpoint**, signed by the exchange
and cosigned by **witnesses**, promises the whole log. A **receipt** shows what a request came to;
a **bundle**, all that happened to one thing. Both hold the entries, and the proof that each is in
the log; `datafloor verify` checks them offline.

What always holds: a leaf is published within about a second of the commit, off the door's path,
in the order of the journal; nothing is signed that does not go on from what was signed before.
Evidence goes to those who acted or are named in it, and to the supervisor.
"""

from datafloor.contexts.evidence.followers import Parted, log_follower
from datafloor.contexts.evidence.model import Evidence, PublicLog, Shown, Standing
from datafloor.contexts.evidence.queries import audit, bundle, leaf_of, receipt, standing

__all__ = [
    "Evidence",
    "Parted",
    "PublicLog",
    "Shown",
    "Standing",
    "audit",
    "bundle",
    "leaf_of",
    "log_follower",
    "receipt",
    "standing",
]
