"""What a request handler holds: the door for commands, the tables for questions, the key."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from datafloor.adapters.secrets import Key
from datafloor.contexts import participants
from datafloor.kernel import clock
from datafloor.kernel.db import Database, Tx
from datafloor.kernel.execute import Door
from datafloor.kernel.message import Actor
from datafloor.web.dossiers import References
from datafloor.web.slowing import Slowing

if TYPE_CHECKING:
    from datafloor.adapters.openid import Provider

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Exchange:
    """A running exchange, as the web sees it."""

    door: Door
    database: Database
    key: Key
    base_url: str
    slowing: Slowing = field(default_factory=Slowing)
    references: References = field(default_factory=References)
    provider: "Provider | None" = None
    """Who confirms electronic identities, if anybody does."""

    async def question(
        self, query: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The answer to a question, on one snapshot.

        SQLite answers here, in microseconds; a question to PostgreSQL waits in a thread.
        """
        if self.database.in_process:
            return self.question_now(query, *args, **kwargs)
        return await asyncio.to_thread(lambda: self.question_now(query, *args, **kwargs))

    def question_now(
        self, query: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The answer to a question, on this thread."""
        with self.database.reading() as tx:
            return query(tx, *args, **kwargs)

    async def actor(self, secret: str) -> Actor:
        """Who holds this secret. Raises `Refused` where it opens nothing."""
        return await self.question(participants.actor, secret, clock.now())

    def token_secret(self, token: str) -> str:
        """The secret of an API token or a session."""
        return self.key.secret("dft", token)

    def credential_secret(self, credential: str) -> str:
        """The secret of a Delta Sharing credential."""
        return self.key.secret("dfc", credential)
