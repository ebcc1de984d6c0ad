"""A bank's statement of many entries: read and matched with what is awaited, and counted.

Run alone: `python -m bench.money [ENTRIES]`. Nine of ten entries carry the reference of an order,
in the words that a bank puts around it; the orders are awaited and are not yet fully paid, so what
is measured is the bank's side, not the concluding of contracts (see `bench.trade`).
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, figure, timed
from datafloor.adapters.secrets import Key
from datafloor.app.build import house
from datafloor.contexts import settlement
from datafloor.contexts.settlement import BankDetails, SetBankAccount
from datafloor.kernel.db import open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.web.exchange import Exchange
from datafloor.web.statements import Matched, import_statement, match

ENTRIES = 100_000
GOAL_SECONDS = 10
OPERATOR = Actor(new_id("person"), new_id("org"), frozenset({"operator"}))
ACCOUNT = "19036543210011"


def run(entries: int = ENTRIES) -> list[Figure]:
    """Seconds for one statement: matched, and imported whole with every commit durable."""
    with tempfile.TemporaryDirectory() as folder:
        built = house()
        database = open_database(f"sqlite:///{folder}/exchange.db", built.schema)
        door = Door(built, database)
        exchange = Exchange(door, database, Key(bytes(32)), "http://localhost")
        try:
            references = awaited(exchange, entries)
            content = statement(references)
            found: list[Matched] = []
            matching = timed(lambda: found.append(asyncio.run(match(exchange, content))))
            named = sum(bool(command.references) for _, command in found[0].due)
            if named != entries - entries // 10:
                raise RuntimeError(f"{named} of {entries} entries were matched")
            counting = timed(lambda: asyncio.run(import_statement(exchange, OPERATOR, content)))
            again = timed(lambda: asyncio.run(import_statement(exchange, OPERATOR, content)))
            size = (Path(folder) / "exchange.db").stat().st_size
        finally:
            door.close()
            database.close()
    if size < entries:
        raise RuntimeError("the statement is not in the database")
    many = f"{entries:,} entries"
    return [
        figure(f"money.{many} matched", matching, "s", goal=GOAL_SECONDS, better="lower"),
        figure(f"money.{many} imported and counted", counting, "s", better="lower"),
        figure(f"money.{many} imported again", again, "s", better="lower"),
    ]


def awaited(exchange: Exchange, count: int) -> list[str]:
    """The references of so many orders that await 1.000 ₫ each, from a hundred buyers."""
    details = BankDetails("970436", ACCOUNT, "SAN DU LIEU")
    account = SetBankAccount(currency="VND", details=details)
    exchange.door.execute(account, OPERATOR, new_id("request"))
    buyers = [new_id("org") for _ in range(100)]
    seller = new_id("org")
    orders = [new_id("order") for _ in range(count)]
    references = [settlement.reference_of(order) for order in orders]
    with exchange.database.writing() as tx:  # how orders are placed is not what is measured
        tx.many(
            "INSERT INTO settlement_hold (order_id, buyer, seller, minor, currency, state,"
            " state_at, reference, awaited_at, fee_basis_points)"
            " VALUES (?, ?, ?, 100000000, 'VND', 'awaited', 0, ?, 0, 0)",
            [
                (order, buyers[place % 100], seller, reference)
                for place, (order, reference) in enumerate(zip(orders, references, strict=True))
            ],
        )
    return references


def statement(references: list[str]) -> bytes:
    """A camt.053 with an entry for each reference; every tenth payer forgot it."""
    entries = "".join(
        f'<Ntry><Amt Ccy="VND">999</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>FT26327{place:09d}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn>"
        "</BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        '<Amt Ccy="VND">999</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>NGUYEN VAN'
        "</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>MBVCB.88123456."
        f"{'chuyen tien' if place % 10 == 9 else reference.lower()}.CT tu 0123456789 toi SAN DU"
        " LIEU</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        for place, reference in enumerate(references)
    )
    closing = 999 * len(references)

    def balance(code: str, minor: int) -> str:
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f'<Amt Ccy="VND">{minor}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            "<Dt><Dt>2026-11-23</Dt></Dt></Bal>"
        )

    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>'
        "<MsgId>1</MsgId><CreDtTm>2026-11-23T18:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id><Acct><Id>"
        f"<Othr><Id>{ACCOUNT}</Id></Othr></Id><Ccy>VND</Ccy></Acct>{balance('OPBD', 0)}"
        f"{balance('CLBD', closing)}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


if __name__ == "__main__":
    for each in run(*(int(word) for word in sys.argv[1:])):
        print(f"{each['name']}: {each['value']:.2f} {each['unit']}")
