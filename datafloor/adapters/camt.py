"""Bank statements: camt.053 and camt.054 of ISO 20022, in any of their versions, safely read.

The text is read as it streams past; a document type is refused at its first letter, so there are
no entities to expand and nothing is ever fetched. What is not needed is not kept: of each entry
its sum, day and direction, the bank's own reference, and the words in which a payer or a bank
names what it was for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from xml.parsers import expat

from datafloor.kernel.clock import instant
from datafloor.kernel.money import DECIMALS, MAX_MINOR, read

STATEMENTS = {"Stmt", "Ntfctn"}
DETAIL = "NtryDtls/TxDtls"
WORDS = {
    "AddtlNtryInf",
    "NtryDtls/Btch/PmtInfId",
    f"{DETAIL}/Refs/EndToEndId",
    f"{DETAIL}/Refs/InstrId",
    f"{DETAIL}/Refs/PmtInfId",
    f"{DETAIL}/RmtInf/Ustrd",
    f"{DETAIL}/RmtInf/Strd/CdtrRefInf/Ref",
    f"{DETAIL}/RmtInf/Strd/AddtlRmtInf",
    f"{DETAIL}/AddtlTxInf",
}
AMOUNTS = {f"{DETAIL}/Amt", f"{DETAIL}/AmtDtls/TxAmt/Amt"}
"""Where the sum of a part stands: the first in later versions, the second in early ones."""

REFERENCE = f"{DETAIL}/Refs/AcctSvcrRef"
DATES = {"BookgDt/Dt", "BookgDt/DtTm"}
STATES = {"Sts", "Sts/Cd", "Sts/Prtry"}
OF_ENTRY = {"Amt", "CdtDbtInd", "AcctSvcrRef", REFERENCE, *DATES, *STATES, *WORDS, *AMOUNTS}
BALANCE = {"Bal/Amt", "Bal/CdtDbtInd", "Bal/Tp/CdOrPrtry/Cd", "Bal/Dt/Dt", "Bal/Dt/DtTm"}
OF_STATEMENT = {"Id", "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Ccy", *BALANCE}

LONGEST_TEXT = 100_000
DEEPEST = 40


class Unreadable(Exception):
    """This is no statement that can be counted. `line` is the place of the entry, from 1."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


@dataclass
class Part:
    """One payment of an entry, with the words in which it names what it is for."""

    minor: int
    words: list[str]


@dataclass
class Entry:
    """One line of a statement. `parts` sum to `minor`; most entries have one."""

    line: int
    reference: str
    incoming: bool
    minor: int
    currency: str
    booked: date
    final: bool
    parts: list[Part]


@dataclass
class Statement:
    """What a bank says of one account. Balances are there in camt.053 only."""

    number: str
    account: str
    currency: str | None
    opening: int | None
    closing: int | None
    closes: date | None
    entries: list[Entry] = field(default_factory=list)


def statements(content: bytes) -> list[Statement]:
    """The statements of a file. Raises `Unreadable`."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as wrong:
        raise Unreadable(f"the XML breaks off or is broken ({wrong})") from None
    if not reader.found:
        raise Unreadable("it holds no camt.053 statement and no camt.054 notification")
    return reader.found


class _Place:
    """Where in a file we are. Each place is made once, however often the text passes it."""

    def __init__(self, depth: int, path: str = "", base: str = "") -> None:
        self.depth = depth
        self.path = path
        """From the statement or the entry that we are in, which `base` names."""
        self.base = base
        self.kept = path in (OF_ENTRY if base == "Ntry" else OF_STATEMENT if base else ())
        self.begins = bool(base and not path) or path in (DETAIL, "Bal")
        self.priced = self.kept and path.endswith("Amt")
        self._below: dict[str, _Place] = {}

    def below(self, tag: str) -> "_Place":
        """The place of an element in this one."""
        found = self._below.get(tag)
        if found is None:
            found = self._below[tag] = self._made(tag.rpartition(" ")[2])
        return found

    def _made(self, name: str) -> "_Place":
        depth = self.depth + 1
        if depth > DEEPEST:
            raise Unreadable("its elements are nested too deep")
        if depth == 3 and name in STATEMENTS:
            return _Place(depth, base=name)
        if depth == 4 and name == "Ntry" and self.base:
            return _Place(depth, base="Ntry")
        path = f"{self.path}/{name}" if self.path else name
        return _Place(depth, path if self.base else "", self.base)


class _Reader:
    """Follows the XML from tag to tag, and keeps what a statement needs."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.found: list[Statement] = []
        self._places = [_Place(0)]
        self._text: list[str] = []
        self._length = 0
        self._fields = [_Fields()]
        self._entries: list[Entry] = []
        self._line = 0

    def _doctype(self, *said: object) -> None:
        raise Unreadable("it declares a document type, which no bank statement needs")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        place = self._places[-1].below(tag)
        self._places.append(place)
        if place.kept:
            self._text.clear()
            self._length = 0
            if place.priced:
                self._fields[-1].price(place.path, attributes.get("Ccy", ""))
        elif place.begins:
            if place.path:
                self._fields[-1].begin(place.path)
            else:
                self._fields.append(_Fields())

    def _data(self, text: str) -> None:
        if self._places[-1].kept:
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise Unreadable("one of its texts is too long")
            self._text.append(text)

    def _end(self, tag: str) -> None:
        place = self._places.pop()
        if place.kept:
            text = "".join(self._text).strip()
            self._text.clear()
            if text:
                self._fields[-1].keep(place.path, text)
        elif place.begins and not place.path:
            fields = self._fields.pop()
            if place.base == "Ntry":
                self._line += 1
                self._entries.append(_entry(fields, self._line))
            else:
                self.found.append(_statement(fields, self._entries))
                self._entries = []


class _Fields:
    """The texts of one statement or entry by their path in it; parts of an entry one by one."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.words: list[str] = []
        self.details: list[_Detail] = []
        self.balances: list[dict[str, str]] = []
        self.currency = ""

    def begin(self, path: str) -> None:
        """A part of an entry, or a balance, begins."""
        if path == DETAIL:
            self.details.append(_Detail())
        else:
            self.balances.append({})

    def price(self, path: str, currency: str) -> None:
        """The currency of a sum that follows."""
        if path == "Amt":
            self.currency = currency
        elif path == "Bal/Amt":
            self.balances[-1]["Ccy"] = currency
        else:
            self.details[-1].currency = currency

    def keep(self, path: str, text: str) -> None:
        """A text that we look for."""
        if path in BALANCE:
            self.balances[-1][path] = text
        elif path in AMOUNTS:
            self.details[-1].amounts.append((text, self.details[-1].currency))
        elif path == REFERENCE:
            self.details[-1].reference = text
        elif path in WORDS:
            words = self.details[-1].words if path.startswith(DETAIL) else self.words
            words.append(text)
        else:
            self.texts[path] = text


@dataclass
class _Detail:
    """One part as it is written."""

    words: list[str] = field(default_factory=list)
    amounts: list[tuple[str, str]] = field(default_factory=list)
    currency: str = ""
    reference: str = ""


def _entry(fields: _Fields, line: int) -> Entry:
    texts = fields.texts
    direction = texts.get("CdtDbtInd")
    if direction not in ("CRDT", "DBIT"):
        raise Unreadable("it says neither CRDT nor DBIT", line)
    reference = texts.get("AcctSvcrRef", "")
    if not reference and len(fields.details) == 1:
        reference = fields.details[0].reference
    if not reference:
        raise Unreadable(
            "it has no reference of the bank (AcctSvcrRef), so it could be counted twice", line
        )
    minor = _sum(texts.get("Amt", ""), fields.currency, line)
    status = texts.get("Sts", "") or texts.get("Sts/Cd", "") or texts.get("Sts/Prtry", "")
    return Entry(
        line=line,
        reference=reference,
        incoming=direction == "CRDT",
        minor=minor,
        currency=fields.currency,
        booked=_day(texts, "BookgDt", line),
        final=status == "BOOK" and minor > 0,
        parts=_parts(fields, minor),
    )


def _parts(fields: _Fields, minor: int) -> list[Part]:
    """The parts, where each has a sum in the entry's currency and all sum to it; else one."""
    parts = []
    for detail in fields.details:
        found = next((a for a, currency in detail.amounts if currency == fields.currency), None)
        if found is None:
            break
        try:
            parts.append(Part(read(found, fields.currency), [*detail.words, *fields.words]))
        except ValueError:
            break
    if (
        len(parts) == len(fields.details)
        and len(parts) > 1
        and sum(part.minor for part in parts) == minor
        and all(part.minor for part in parts)
    ):
        return parts
    words = [word for detail in fields.details for word in detail.words]
    return [Part(minor, [*words, *fields.words])]


def _statement(fields: _Fields, entries: list[Entry]) -> Statement:
    texts = fields.texts
    account = texts.get("Acct/Id/IBAN") or texts.get("Acct/Id/Othr/Id") or ""
    currency = texts.get("Acct/Ccy")
    balances = dict(_balances(fields))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    booked = sum(e.minor if e.incoming else -e.minor for e in entries if e.final)
    if opening and closing and opening[0] + booked != closing[0]:
        raise Unreadable("its balances differ by another sum than that of its entries")
    return Statement(
        number=texts.get("Id", ""),
        account="".join(account.split()).upper(),
        currency=currency,
        opening=opening[0] if opening else None,
        closing=closing[0] if closing else None,
        closes=closing[1] if closing else None,
        entries=entries,
    )


def _balances(fields: _Fields) -> Iterator[tuple[str, tuple[int, date]]]:
    for balance in fields.balances:
        code = balance.get("Bal/Tp/CdOrPrtry/Cd", "")
        if code in ("OPBD", "PRCD", "CLBD"):
            minor = _sum(balance.get("Bal/Amt", ""), balance.get("Ccy", ""), None)
            negative = balance.get("Bal/CdtDbtInd") == "DBIT"
            day = _day({k.removeprefix("Bal/"): v for k, v in balance.items()}, "Dt", None)
            yield code, (-minor if negative else minor, day)


def _sum(text: str, currency: str, line: int | None) -> int:
    if currency not in DECIMALS:
        raise Unreadable(f"{currency[:8]!r} is no currency", line)
    try:
        minor = read(text, currency)
    except ValueError:
        raise Unreadable(f"{text[:30]!r} is no sum in {currency}", line) from None
    if minor > MAX_MINOR:
        raise Unreadable(f"{text[:30]} {currency} is more than one entry can have", line)
    return minor


def _day(texts: dict[str, str], name: str, line: int | None) -> date:
    text = texts.get(f"{name}/Dt") or texts.get(f"{name}/DtTm") or ""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable(f"{text[:30]!r} is no day", line) from None


@cache
def begins(day: date) -> int:
    """The instant at which a day of the bank begins in Vietnam."""
    return instant(f"{day.isoformat()}T00:00:00+07:00")
