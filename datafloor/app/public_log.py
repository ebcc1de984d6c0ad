"""Opens the public log of an exchange, and feeds it from the journal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from datafloor.adapters.objects import Objects
from datafloor.adapters.tlog.cosign import Cosigning, WitnessAt
from datafloor.adapters.tlog.memory import FolderMemory
from datafloor.adapters.tlog.publisher import Publisher
from datafloor.adapters.tlog.signer import Signer
from datafloor.adapters.tlog.store import store_in
from datafloor.contexts.evidence import log_follower
from datafloor.kernel.execute import Door
from datafloor.kernel.follow import Following
from datafloor.verify.note import Key

_log = logging.getLogger(__name__)

PREFIX = "log"
"""Where the log lies among the objects."""


def open_log(folder: Path, objects: Objects, address: str) -> Publisher:
    """The public log, open and not yet fed.

    In the exchange's folder, `log/keys` holds its private keys, the first made on first use;
    `log/memory` what was signed last. Neither may be lost, or copied back from an older state.
    """
    signers = read_signers(folder / "log" / "keys", address)
    memory = FolderMemory(folder / "log" / "memory")
    store = store_in(objects, PREFIX)
    return Publisher(signers[0].key.name, store, memory, signers, _log.warning)


REST_MILLISECONDS = 300
"""Between two checkpoints under load: each costs some milliseconds, however little it adds."""


@contextmanager
def feeding(log: Publisher, folder: Path, door: Door) -> Iterator[None]:
    """Each commit goes into the log, and to the witnesses named in `log/witnesses`, until the end.

    That file has a line for each witness: its address and its key.
    """
    following = Following(door.database, log_follower(log, REST_MILLISECONDS))
    door.on_commit(following.tell)
    witnesses = read_witnesses(folder / "log" / "witnesses")
    cosigning = Cosigning(log, witnesses, _log.warning) if witnesses else None
    try:
        yield
    finally:
        following.close()
        if cosigning:
            cosigning.close()


def read_signers(keys: Path, address: str) -> list[Signer]:
    """The log's keys, from the first to the one in use. The first names the log, for ever."""
    files = sorted(keys.glob("*.key"))
    if not files:
        origin = f"{address.partition('://')[2] or address}/{PREFIX}"
        return [Signer.load_or_create(keys / "0001.key", origin)]
    return [Signer.load(path) for path in files]


def add_signer(keys: Path) -> Signer:
    """A new key, to which the one in use hands over when the exchange starts again."""
    signers = read_signers(keys, "")
    fresh = Signer.fresh(signers[0].key.name)
    fresh.save(keys / f"{len(signers) + 1:04d}.key")
    return fresh


def read_witnesses(path: Path) -> list[WitnessAt]:
    """The witnesses to ask. Raises `NoteError` where a key is damaged."""
    if not path.exists():
        return []
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [WitnessAt(line[0], Key.read(line[1])) for line in lines if len(line) == 2]
