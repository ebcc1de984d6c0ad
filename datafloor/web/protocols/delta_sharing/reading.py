"""One table: its version, its metadata, its files and its changes."""

from asyncio import to_thread
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response

from datafloor.adapters.links import Links
from datafloor.adapters.shelf import SharedTable, Shelf, check_names
from datafloor.adapters.tables import Change, Snapshot, Tables
from datafloor.adapters.tables.skipping import wanted
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.counting import Requests
from datafloor.web.protocols.delta_sharing import asked
from datafloor.web.protocols.delta_sharing.asked import AnyRequest, Place, Query, caller
from datafloor.web.protocols.delta_sharing.lines import (
    Answers,
    Line,
    Rendered,
    change_line,
    end_line,
    metadata_line,
    protocol_line,
    told,
)

NDJSON = "application/x-ndjson; charset=utf-8"


class TableRoutes:
    """Reading shared tables. The shelf is asked on every request whether that may be."""

    def __init__(self, shelf: Shelf, tables: Tables, links: Links, requests: Requests) -> None:
        self._shelf = shelf
        self._tables = tables
        self._links = links
        self._requests = requests
        self._rendered = Rendered()
        self._answers = Answers()

    def __deepcopy__(self, memo: dict[int, Any]) -> "TableRoutes":
        return self  # Litestar copies the routers that it is given; this is one all the same

    async def _open(self, request: AnyRequest) -> SharedTable:
        names = request.path_params
        share, schema, table = names["share"], names["schema"], names["table"]
        check_names(share, schema, table)
        return await self._shelf.open(caller(request), share, schema, table)

    async def _snapshot(self, table: SharedTable, version: int) -> Snapshot:
        if (found := self._tables.kept(table.location, version)) is not None:
            return found
        return await to_thread(self._tables.snapshot, table.location, version)

    async def _at(self, table: SharedTable, version: int | None, time: str | None) -> int:
        """The version that is asked for: by number, by time, or the newest."""
        if version is not None and time is not None:
            raise Refused(Refusal.malformed, problem="give a version or a timestamp, not both")
        if version is not None:
            return _within(table, version)
        if time is None:
            return table.last_version
        when = asked.moment(time)
        found = None
        if when <= clock.now() // 1000:
            found = await self._version_at(table, when)
        if found is None:
            raise Refused(Refusal.time_unreadable, time=time)
        return found

    async def _version_at(self, table: SharedTable, milliseconds: int) -> int | None:
        return await to_thread(
            self._tables.version_at,
            table.location,
            table.first_version,
            table.last_version,
            milliseconds,
        )

    async def _since(self, table: SharedTable, time: str) -> int:
        """The first version made at a time or later."""
        before = await self._version_at(table, asked.moment(time) - 1)
        version = table.first_version if before is None else before + 1
        if version > table.last_version:
            raise Refused(Refusal.time_unreadable, time=time)
        return version

    async def version(self, request: AnyRequest) -> Response[bytes]:
        table = await self._open(request)
        answer = await self._version(request, table)
        self._requests.answered(table.grant_id, query=False)
        return answer

    async def _version(self, request: AnyRequest, table: SharedTable) -> Response[bytes]:
        time = request.query_params.get("startingTimestamp")
        version = table.last_version if time is None else await self._since(table, time)
        return Response(b"", headers={"delta-table-version": str(version)}, media_type=NDJSON)

    async def metadata(self, request: AnyRequest) -> Response[bytes]:
        table = await self._open(request)
        answer = await self._metadata(request, table)
        self._requests.answered(table.grant_id, query=False)
        return answer

    async def _metadata(self, request: AnyRequest, table: SharedTable) -> Response[bytes]:
        values = request.query_params
        number, time = asked.number(values, "version"), values.get("timestamp")
        version = await self._at(table, number, time)
        snapshot = await self._snapshot(table, version)
        can = asked.capabilities(request.headers.get("delta-sharing-capabilities"))
        style = can.format_for(snapshot)
        body = protocol_line(snapshot.protocol, style) + metadata_line(
            snapshot.metadata, style, None if number is time is None else version, snapshot
        )
        if can.wants_end:
            body += end_line()
        return _answer(body, version, style, can.wants_end, {})

    async def query(self, request: AnyRequest) -> Response[bytes]:
        table = await self._open(request)
        query = asked.query(await request.body())
        answer = await self._answer(request, table, query)
        again = query.page_token is not None or query.refresh_token is not None
        self._requests.answered(table.grant_id, query=not again)
        return answer

    async def _answer(
        self, request: AnyRequest, table: SharedTable, query: Query
    ) -> Response[bytes]:
        can = asked.capabilities(request.headers.get("delta-sharing-capabilities"))
        echo = asked.id_hash(request.headers.get("fileidhash"))
        if query.starting_version is not None:
            return await self._changed(
                request,
                table,
                query.starting_version,
                query.ending_version,
                feed=False,
                metadata_too=True,
                protocol_too=query.include_historical_protocol,
                page=(query.max_files, query.page_token),
            )
        if query is asked.EVERYTHING:
            snapshot = await self._snapshot(table, table.last_version)
            style = can.format_for(snapshot)
            ends = self._links.ending()
            known = (table.grant_id, table.location, table.last_version, style, can.wants_end, ends)
            body = self._answers.get(known)
            if body is None:
                body = await self._whole(table, snapshot, style, can.wants_end, ends)
                self._answers.keep(known, body)
            return _answer(body, snapshot.version, style, can.wants_end, echo)
        return await self._queried(table, query, can, echo)

    async def _whole(
        self, table: SharedTable, snapshot: Snapshot, style: str, wants_end: bool, ends: int
    ) -> bytes:
        lines = self._rendered.of(snapshot, snapshot.files, style)
        body = protocol_line(snapshot.protocol, style)
        body += metadata_line(snapshot.metadata, style, None, snapshot)
        body += told(lines, await self._made(table, [x.key for x in lines], ends), ends)
        return body + end_line(minUrlExpirationTimestamp=ends * 1000) if wants_end else body

    async def _queried(
        self, table: SharedTable, query: Query, can: asked.Capabilities, echo: dict[str, str]
    ) -> Response[bytes]:
        """A query with conditions, a version, pages or a refresh."""
        hints = (query.predicate_hints or (), query.json_hints, query.limit_hint)
        mark = asked.fingerprint(*hints, query.version, query.timestamp)
        token = query.page_token or query.refresh_token
        if token is None:
            start = 0
            version = await self._at(table, query.version, query.timestamp)
        else:
            place = asked.place(token, table.table_id, mark)
            start, version = place.line, _within(table, place.last)
        snapshot = await self._snapshot(table, version)
        style = can.format_for(snapshot)
        if any(hint is not None and hint != () for hint in hints):
            files = await to_thread(wanted, snapshot, *hints)
        else:
            files = list(snapshot.files)
        dated = query.version is not None or query.timestamp is not None
        body = protocol_line(snapshot.protocol, style)
        body += metadata_line(snapshot.metadata, style, version if dated else None, snapshot)
        when = b',"version":%d,"timestamp":%d' % (version, snapshot.timestamp) if dated else b""
        lines = self._rendered.of(snapshot, files, style)
        here = Place(table.table_id, version, version, start, mark)
        refresh = None
        if query.include_refresh_token or query.refresh_token:
            refresh = msgspec.structs.replace(here, line=0).token()
        more, end = await self._paged(
            table, lines, here, query.max_files, can.wants_end, refresh, when
        )
        return _answer(body + more, version, style, end, echo)

    async def _made(self, table: SharedTable, keys: Sequence[str], ends: int) -> Sequence[str]:
        """The links; a store that signs its own may have to be asked for its credentials first."""
        if self._tables.objects.root is not None:
            return self._links.make(table.grant_id, keys, ends)
        return await to_thread(self._links.make, table.grant_id, keys, ends)

    async def _paged(
        self,
        table: SharedTable,
        lines: Sequence[Line | bytes],
        here: Place,
        most: int | None,
        wants_end: bool,
        refresh: str | None = None,
        when: bytes = b"",
    ) -> tuple[bytes, bool]:
        """One page of lines with their links, and the end line where there is cause for one."""
        stop = len(lines) if most is None else min(len(lines), here.line + most)
        page = lines[here.line : stop]
        ends = self._links.ending()
        keys = [line.key for line in page if isinstance(line, Line)]
        links = iter(await self._made(table, keys, ends))
        body = b"".join(
            [x if isinstance(x, bytes) else told([x], [next(links)], ends, when) for x in page]
        )
        follows = None
        if stop < len(lines):
            follows = msgspec.structs.replace(here, line=stop).token()
        if not (wants_end or refresh or follows):
            return body, False
        end = end_line(
            refreshToken=refresh, nextPageToken=follows, minUrlExpirationTimestamp=ends * 1000
        )
        return body + end, wants_end

    async def changes(self, request: AnyRequest) -> Response[bytes]:
        table = await self._open(request)
        answer = await self._changes(request, table)
        again = "pageToken" in request.query_params
        self._requests.answered(table.grant_id, query=not again)
        return answer

    async def _changes(self, request: AnyRequest, table: SharedTable) -> Response[bytes]:
        values = request.query_params
        first, last = asked.number(values, "startingVersion"), asked.number(values, "endingVersion")
        since, until = values.get("startingTimestamp"), values.get("endingTimestamp")
        if (first is None) == (since is None) or (last is not None and until is not None):
            problem = "give one of startingVersion and startingTimestamp, and at most one ending"
            raise Refused(Refusal.malformed, problem=problem)
        if first is None:
            assert since is not None
            first = await self._since(table, since)
        if until is not None:
            last = await self._version_at(table, asked.moment(until))
            if last is None:
                raise Refused(Refusal.time_unreadable, time=until)
        return await self._changed(
            request,
            table,
            first,
            last,
            feed=True,
            metadata_too=asked.truth(values, "includeHistoricalMetadata"),
            protocol_too=asked.truth(values, "includeHistoricalProtocol"),
            page=(asked.number(values, "maxFiles", 2**31) or None, values.get("pageToken")),
        )

    async def _changed(
        self,
        request: AnyRequest,
        table: SharedTable,
        first: int,
        last: int | None,
        *,
        feed: bool,
        metadata_too: bool,
        protocol_too: bool,
        page: tuple[int | None, str | None],
    ) -> Response[bytes]:
        """What versions changed: the change feed, or the files of a stream of versions."""
        _within(table, first)
        last = table.last_version if last is None else min(last, table.last_version)
        if last < first:
            raise Refused(Refusal.malformed, problem=f"the end {last} is before {first}")
        mark = asked.fingerprint(first, feed, metadata_too, protocol_too)
        here = Place(table.table_id, first, last, 0, mark)
        if page[1] is not None:
            here = asked.place(page[1], table.table_id, mark)
            _within(table, here.first), _within(table, here.last)
        can = asked.capabilities(request.headers.get("delta-sharing-capabilities"))
        echo = asked.id_hash(request.headers.get("fileidhash"))
        snapshot = await self._snapshot(table, here.first)
        style = can.format_for(snapshot)
        found = await to_thread(self._tables.changes, table.location, here.first, here.last, feed)
        protocol_too = protocol_too and style == "delta"
        lines: list[Line | bytes] = []
        for version in range(here.first, here.last + 1):
            if version > here.first and (metadata_too or protocol_too):
                lines += await to_thread(
                    self._history, table, version, style, metadata_too, protocol_too
                )
            lines += _of(found, version, style)
        body = protocol_line(snapshot.protocol, style, here.first if protocol_too else None)
        body += metadata_line(snapshot.metadata, style, here.first, None)
        more, end = await self._paged(table, lines, here, page[0], can.wants_end)
        return _answer(body + more, here.first, style, end, echo)

    def _history(
        self, table: SharedTable, version: int, style: str, metadata_too: bool, protocol_too: bool
    ) -> list[bytes]:
        found = []
        for action in self._tables.commit(table.location, version).actions:
            if protocol_too and "protocol" in action:
                found.append(protocol_line(action["protocol"], style, version))
            if metadata_too and "metaData" in action:
                found.append(metadata_line(action["metaData"], style, version, None))
        return found

    # what is not offered

    async def poll(self, request: AnyRequest) -> Response[bytes]:
        await self._open(request)
        raise Refused(Refusal.query_unknown, query=request.path_params["query_id"])

    async def credentials(self, request: AnyRequest) -> Response[bytes]:
        await self._open(request)
        raise Refused(Refusal.credentials_not_lent)


def _of(changes: list[Change], version: int, style: str) -> list[Line]:
    return [change_line(change, style) for change in changes if change.version == version]


def _within(table: SharedTable, version: int) -> int:
    if not table.first_version <= version <= table.last_version:
        raise Refused(
            Refusal.version_unreadable,
            version=version,
            first=table.first_version,
            last=table.last_version,
        )
    return version


def _answer(
    body: bytes, version: int, style: str, end: bool, more: dict[str, str]
) -> Response[bytes]:
    said = f"responseformat={style}" + (";includeendstreamaction=true" if end else "")
    headers = {"delta-table-version": str(version), "delta-sharing-capabilities": said, **more}
    return Response(body, headers=headers, media_type=NDJSON)
