"""Publishing a table for a product: receive, write the next Delta version, enter it in the journal.

The file is received into the exchange's folder and its digest taken on the way. Then the table is
written, and last the version enters the journal; it can be read from then on. Cut off before
that, nothing of it is seen: a file half received is removed, and a table version that the journal
does not name is never handed out. A file that was uploaded before is linked and not copied, and
stays where it is until the whole is done.
"""

import asyncio
import errno
import os
import shutil
import tarfile
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from datafloor.adapters.harvest.fetching import Limits, fetch_into
from datafloor.adapters.tables import Mode, Published, Reading, Tables, publish
from datafloor.contexts import catalogue, marks
from datafloor.contexts.catalogue import AddVersion, Field, ProductFacts, RecordFindings
from datafloor.contexts.marks import Marks
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.appraising import Appraising, compared
from datafloor.web.exchange import Exchange
from datafloor.web.working import Tell

FETCH_SECONDS = 6 * 3600.0
"""The longest that one file may take to come from elsewhere."""

STEPS = ("receiving", "writing", "entering", "appraising")


def _silent(step: str, done: int, of: int, found: Sequence[Any] = (), /) -> None:
    return None


if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Publisher:
    """Publishes into the tables of one exchange, receiving files in `folder`."""

    tables: Tables
    folder: Path
    appraising: Appraising
    private: bool = False
    """Whether a file may be fetched from inside a private network."""
    _turns: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def publish(
        self,
        exchange: Exchange,
        by: Actor,
        product: str,
        version: str,
        body: AsyncIterator[bytes] | Path,
        *,
        name: str,
        append: bool,
        reading: Reading,
        request_id: str,
        tell: Tell = _silent,
    ) -> Receipt:
        """Publish what `body` carries as a version of the product, or nothing at all.

        Repeated with the same version and content, it is answered alike and done once.
        """
        facts = await exchange.question(catalogue.product_facts, product)
        _check_may(facts, by)
        self.folder.mkdir(parents=True, exist_ok=True)
        place = Path(mkdtemp(prefix="incoming-", dir=self.folder))
        try:
            tell("receiving", 0, 0)
            source = await receive(body, place / name)
            async with self._turns[product]:
                command = await self._known(exchange, version, source)
                if command is None:
                    tell("writing", 0, 0)
                    published = await asyncio.to_thread(
                        self._publish, exchange, product, place / name, append, reading
                    )
                    command = _command(product, version, source, published)
                tell("entering", 0, 0)
                receipt = await exchange.door.ask(command, by, request_id)
            if not append:  # of a part nothing is said about the whole
                before = facts.current.version if facts and facts.current else None
                await self._look(exchange, product, version, before, place / name, tell)
            return receipt
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    @asynccontextmanager
    async def fetched(
        self, exchange: Exchange, by: Actor, product: str, address: str, tell: Tell = _silent
    ) -> AsyncIterator[Path]:
        """The file that lies at an address, while the block runs.

        Raises `Refused` as harvesting does: only http and https, never from a private network."""
        _check_may(await exchange.question(catalogue.product_facts, product), by)
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        place = Path(mkdtemp(prefix="incoming-", dir=self.folder))
        path, last = place / named(address), 0.0

        def told(done: int, of: int) -> None:
            nonlocal last
            if (now := monotonic()) > last + 0.5:
                last = now
                tell("receiving", done, of)

        limits = Limits(
            most_bytes=shutil.disk_usage(self.folder).free // 2,
            most_seconds=FETCH_SECONDS,
            private=self.private,
        )
        try:
            tell("receiving", 0, 0)
            await asyncio.to_thread(fetch_into, address, limits, path, told)
            yield path
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    async def _look(
        self,
        exchange: Exchange,
        product: str,
        version: str,
        before: str | None,
        path: Path,
        tell: Tell,
    ) -> None:
        """Record what the exchange finds in a version, unless it has looked before."""
        if await exchange.question(catalogue.findings, version) is not None:
            return
        others = await exchange.question(compared, product, None if before == version else before)
        found = await asyncio.to_thread(
            self.appraising.look,
            path,
            others,
            exchange.door.house.law,
            lambda done, of, found: tell("appraising", done, of, found),
        )
        if found is not None:
            command = RecordFindings(version=version, findings=found)
            await exchange.door.ask(command, EXCHANGE, new_id("request"))

    async def _known(self, exchange: Exchange, version: str, source: str) -> AddVersion | None:
        """What was asked when this version was published from the same file."""
        found = await exchange.question(catalogue.version_facts, version)
        if found is None:
            return None
        if found.source != source:
            raise Refused(Refusal.id_taken)
        product = await exchange.question(catalogue.product, found.product)
        fields = next(view.fields for view in product.versions if view.version == version)
        return AddVersion(
            version=found.version,
            product=found.product,
            location=found.location,
            delta_version=found.delta_version,
            rows=found.rows,
            bytes=found.bytes,
            files=found.files,
            digest=found.digest,
            source=found.source,
            fields=fields,
        )

    def _publish(
        self,
        exchange: Exchange,
        product: str,
        path: Path,
        append: bool,
        reading: Reading,
    ) -> Published:
        facts = exchange.question_now(catalogue.product_facts, product)
        current = facts.current if facts else None
        location = f"products/{product}"
        latest = self.tables.latest(location)
        if append and latest != (current.delta_version if current else -1):
            raise Refused(Refusal.version_unfinished)
        mode = Mode.create if latest < 0 else Mode.append if append else Mode.overwrite
        how = exchange.question_now(marks.marks, product)
        return publish(self.tables, location, _unpacked(path), mode, reading, _can_be_marked(how))


def _can_be_marked(how: Marks | None) -> "Callable[[pa.Schema], None]":
    """Refuses fields in which the marks of a product's copies would find no place."""

    def check(schema: "pa.Schema") -> None:
        from datafloor.analysis.marks.copy import may_hold_marks

        for each in how.columns if how else ():
            place = schema.get_field_index(each.column)
            if place < 0 or not may_hold_marks(schema.field(place).type):
                raise Refused(Refusal.marks_column_gone, column=each.column)

    return check


def _check_may(facts: ProductFacts | None, by: Actor) -> None:
    """What the rule would refuse, before a large file is received for nothing."""
    if "seller" not in by.roles:
        raise Refused(Refusal.role_missing)
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation != by.organisation:
        raise Refused(Refusal.not_yours)


async def receive(body: AsyncIterator[bytes] | Path, path: Path) -> str:
    """Write the body to a file, or link the file that it is; returns its digest."""
    if isinstance(body, Path):
        return await asyncio.to_thread(_linked, body, path)
    digest = sha256()
    try:
        with path.open("wb") as file:
            async for piece in body:
                digest.update(piece)
                await asyncio.to_thread(file.write, piece)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(Refusal.store_full) from error
        raise
    return digest.hexdigest()


def _linked(source: Path, path: Path) -> str:
    os.link(source, path)
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _unpacked(path: Path) -> Path:
    """The folder that a tar archive holds (a Delta table is a folder), or the file itself."""
    if not path.name.endswith(".tar"):
        return path
    folder = path.with_suffix("")
    try:
        with tarfile.open(path, "r:") as archive:  # one that is compressed could hold any size
            if sum(each.size for each in archive.getmembers()) > path.stat().st_size:
                raise tarfile.ReadError("it says that it holds more than it does")
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as wrong:
        raise Refused(Refusal.table_damaged, kind="tar", problem=str(wrong)) from wrong
    inside = [entry for entry in folder.iterdir() if entry.is_dir()]
    return inside[0] if len(inside) == 1 and inside[0].name != "_delta_log" else folder


def plain(name: str) -> str:
    """A file name without a path and without anything that a path could be made of."""
    last = name.replace("\\", "/").rpartition("/")[2].lstrip(".")
    kept = "".join(sign if sign.isalnum() or sign in "_.-" else "_" for sign in last)
    return kept[-100:] or "table"


def named(address: str) -> str:
    """What the file at an address is called."""
    return plain(unquote(urlsplit(address).path))


def _command(product: str, version: str, source: str, published: Published) -> AddVersion:
    return AddVersion(
        version=version,
        product=product,
        location=published.location,
        delta_version=published.version,
        rows=published.rows,
        bytes=published.bytes,
        files=published.files,
        digest=published.digest,
        source=source,
        fields=tuple(Field(each.name, each.type, each.nullable) for each in published.fields),
    )


def sweep(folder: Path) -> None:
    """Remove what an earlier process left half received."""
    for place in folder.glob("incoming-*"):
        shutil.rmtree(place, ignore_errors=True)
