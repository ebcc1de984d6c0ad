"""Long work that somebody waits for: it goes on while its page is closed, and says how far it is.

Kept in the process, by the id of what it makes. If the process ends, so does the work; what it
makes is made whole or not at all, so it can simply be begun again.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from datafloor.kernel import clock
from datafloor.kernel.clock import HOUR
from datafloor.kernel.refusal import Refused
from datafloor.web.news import News
from datafloor.web.problems import as_refused

KEPT = HOUR
"""How long it is remembered how work ended."""


@dataclass
class Work:
    """Work on one thing, of one organisation: what it does now, and how it ended. `asked` is the
    form that began it, to be shown again where it is refused; `about` is what the thing belongs to,
    and `found` what the work has come upon so far."""

    organisation: str
    asked: str = ""
    about: str = ""
    step: str = ""
    done: int = 0
    of: int = 0
    found: list[Any] = field(default_factory=list)
    refused: Refused | None = None
    ended_at: int | None = None
    task: "asyncio.Task[None] | None" = field(default=None, repr=False)


class Tell(Protocol):
    """Told how work goes on: what is done now, steps done, steps in all, what was come upon."""

    def __call__(self, step: str, done: int, of: int, found: Sequence[Any] = (), /) -> None:
        """Say so."""


class Works:
    """The work of one process."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._works: dict[tuple[str, str], Work] = {}

    def find(self, name: str, organisation: str) -> Work | None:
        """The work on a thing, if it is this organisation's and not long ago."""
        return self._works.get((name, organisation))

    def latest(self, about: str, organisation: str) -> Work | None:
        """The work on what belongs to this that was begun last, if it is not long ago."""
        mine = [
            each
            for each in self._works.values()
            if each.about == about and each.organisation == organisation
        ]
        return mine[-1] if mine else None

    def begin(
        self,
        name: str,
        organisation: str,
        asked: str,
        about: str,
        job: Callable[[Tell], Coroutine[Any, Any, Any]],
    ) -> Work:
        """Begin work on a thing, or join that which goes on already."""
        self._forget()
        found = self.find(name, organisation)
        if found is not None and found.ended_at is None:
            return found
        self._works.pop((name, organisation), None)
        work = self._works[name, organisation] = Work(organisation, asked, about)

        def tell(step: str, done: int, of: int, found: Sequence[Any] = (), /) -> None:
            work.step, work.done, work.of = step, done, of
            work.found.extend(found)
            self._news.tell((name, about))

        async def carry_out() -> None:
            try:
                await job(tell)
            except Exception as error:
                work.refused = as_refused(error)
            finally:
                work.ended_at = clock.now()
                self._news.tell((name, about))

        work.task = asyncio.create_task(carry_out())
        return work

    async def wait(self, work: Work, seconds: float) -> bool:
        """Whether the work ends within this time."""
        if work.task is not None and not work.task.done():
            await asyncio.wait({work.task}, timeout=seconds)
        return work.ended_at is not None

    async def close(self) -> None:
        """End all work, as a power cut would."""
        tasks = [each.task for each in self._works.values() if each.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self) -> None:
        now = clock.now()
        for key, work in list(self._works.items()):
            if work.ended_at is not None and work.ended_at + KEPT < now:
                del self._works[key]
