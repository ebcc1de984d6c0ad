"""What a browser takes packed (gzip, RFC 9110 section 8.4.1), so that it comes sooner.

A page that holds a secret beside what a stranger may have put into its address is never packed:
its length would tell of the secret (BREACH).
"""

import gzip
from typing import Any

from litestar import Request


def packed(content: bytes) -> bytes:
    """The same bytes each time."""
    return gzip.compress(content, 6, mtime=0)


def takes_packed(request: Request[Any, Any, Any]) -> bool:
    """Whether the browser says that it takes gzip."""
    for each in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = each.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
