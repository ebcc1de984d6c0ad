"""A round in a process of its own: `datafloor harvest ADDRESS --pages`.

The child has bounded memory and is ended when the round takes too long. It writes a page of items
a line, and at the end how it came out; a child that dies before that has failed.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import msgspec
from msgspec import Struct

from datafloor.contexts.inventory import FeedKind, Item, Outcome

ROUND_SECONDS = 1_800
LONGEST_LINE = 64_000_000


class End(Struct, frozen=True):
    """How a round came out; `problem` is the name of the refusal that ended it."""

    outcome: Outcome
    problem: str | None = None


_line = msgspec.json.Decoder(list[Item] | End)


async def read_apart(
    kind: FeedKind, address: str, *, private: bool = False, seconds: float = ROUND_SECONDS
) -> AsyncIterator[list[Item] | End]:
    """The pages of a feed, and at last how the round came out."""
    words = [sys.executable, "-m", "datafloor", "harvest", address, "--speaks", kind, "--pages"]
    child = await asyncio.create_subprocess_exec(
        *words,
        *(["--private"] if private else []),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
    )
    assert child.stdout is not None
    end = End(Outcome.failed, "feed_unreachable")
    try:
        async with asyncio.timeout(seconds):
            while line := await child.stdout.readline():
                said = _line.decode(line)
                if isinstance(said, End):
                    end = said
                    break
                yield said
    except TimeoutError:
        end = End(Outcome.cut, "feed_too_slow")
    except (ValueError, msgspec.DecodeError):
        end = End(Outcome.failed, "feed_unreadable")
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    yield end
