"""A small exchange with a public log, for the tests."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from datafloor.adapters.objects import Objects
from datafloor.adapters.tlog.publisher import Publisher
from datafloor.app.public_log import open_log
from datafloor.contexts import participants
from datafloor.contexts.evidence import audit, log_follower, receipt
from datafloor.contexts.participants import RegisterOrganisation, Role
from datafloor.kernel import mentions
from datafloor.kernel.db import Database, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.follow import catch_up
from datafloor.kernel.house import House
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.verify.trust import Trust

TAX_CODES = ["0100109106", "0300588569", "0101243150"]
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"


class Site:
    """A small exchange with a public log, and a buyer and a seller who joined."""

    def __init__(self, url: str, folder: Path, stack: ExitStack) -> None:
        self.house = House((participants.CONTEXT,))
        self.folder = folder
        self.database: Database = open_database(url, self.house.schema, exclusive=False)
        stack.callback(self.database.close)
        self.door = Door(self.house, self.database)
        stack.callback(self.door.close)
        self.objects = Objects(str(folder / "objects"))
        self.log: Publisher = open_log(folder, self.objects, "https://san.example")
        self.actors: list[Actor] = []
        self.requests: list[str] = []

    def join(self, tax_code: str = TAX_CODES[0]) -> Actor:
        """An organisation joins."""
        organisation, person = new_id("org"), new_id("person")
        request_id = new_id("request")
        command = RegisterOrganisation(
            organisation=organisation,
            name="Công ty TNHH Gió Biển",
            tax_code=tax_code,
            roles=(Role.seller, Role.buyer),
            person=person,
            person_name="Nguyễn Thị An",
            email=f"{person}@example.com",
            password_hash=HASH,
        )
        self.door.execute(command, Actor(person, organisation), request_id)
        self.requests.append(request_id)
        self.actors.append(Actor(person, organisation, frozenset({"seller"})))
        return self.actors[-1]

    def publish(self) -> None:
        """All that is in the journal goes into the log."""
        for follower in (log_follower(self.log), mentions.indexer(self.database)):
            while catch_up(self.database, follower):
                pass

    def receipt(self, by: Actor, request_id: str) -> dict[str, Any]:
        """The receipt as it goes over the wire."""
        with self.database.reading() as tx:
            found = receipt(tx, self.log.read, by, request_id)
        data: dict[str, Any] = json.loads(msgspec.json.encode(found))
        return data

    def audit(self) -> str:
        """What the comparison of journal and log finds."""
        with self.database.reading() as tx:
            return "\n".join(audit(tx, self.log.read, self.log.open()))

    def run(self, sql: str, *values: Any) -> None:
        """What somebody does in the database behind the door's back."""
        with self.database.writing() as tx:
            tx.run(sql, *values)

    @property
    def trust(self) -> Trust:
        return Trust((self.log.keys[0],))
