"""The log is valid at every moment, whatever fails, and notices what others do to its store."""

import json
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from datafloor.adapters.objects import Objects
from datafloor.adapters.tlog.memory import Conflict, FolderMemory
from datafloor.adapters.tlog.publisher import LogTrouble, Publisher
from datafloor.adapters.tlog.signer import Signer
from datafloor.adapters.tlog.store import Bucket, Folder, store_in
from datafloor.kernel.refusal import Refused
from datafloor.verify.command import reader
from datafloor.verify.log import check_log
from datafloor.verify.merkle import leaf_hash, root_of
from datafloor.verify.note import Checkpoint, Note, NoteError
from datafloor.verify.tiles import tile_path
from datafloor.verify.trust import Trust

from .logs import ORIGIN, Log, PowerCut, Shelf, leaf, leaves


@pytest.mark.parametrize("steps", [[1], [255, 256, 257], [256], [300, 70_000], [0, 5], [65_536]])
def test_the_checkpoint_is_the_root_of_the_entries_and_the_log_checks(
    tmp_path: Path, steps: list[int]
) -> None:
    log = Log(tmp_path)
    for size in steps:
        log.grow(size)
    point = Checkpoint.read(log.note.text)
    assert (point.origin, point.size) == (ORIGIN, steps[-1])
    assert point.root == root_of(list(map(leaf_hash, leaves(0, steps[-1]))))
    answer = log.check()
    assert answer.code == 0, answer.wrong
    assert log.told == []


def test_the_example_of_the_specification_has_the_files_that_it_names(tmp_path: Path) -> None:
    """C2SP tlog-tiles: what represents a tree of 70,000."""
    log = Log(tmp_path).grow(70_000)
    tiles = [path for path in log.shelf.files if not path.startswith("tile/entries")]
    assert sum(path.startswith("tile/0/") for path in tiles) == 274
    assert {path for path in tiles if not path.startswith("tile/0/")} == {
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "checkpoint",
        "keys.json",
    }
    assert "tile/0/273.p/112" in tiles
    assert tile_path(0, 1_234_067) == "tile/0/x001/x234/067"


def test_parts_go_when_the_whole_is_published(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(10).grow(20).grow(300)
    assert not [path for path in log.shelf.files if path.startswith("tile/0/000.p")]
    assert "tile/0/001.p/44" in log.shelf.files


def test_a_power_cut_at_any_write_leaves_a_valid_log_that_goes_on(tmp_path: Path) -> None:
    """Before and after each single write: of files, of the memory, of the checkpoint."""
    cuts = 0
    for after in (False, True):
        for moment in range(1_000):
            log = Log(tmp_path / f"{after}-{moment}").grow(250).grow(255)
            log.shelf.cut_at, log.shelf.cut_after = moment, after
            try:
                log.grow(600)
                done = True
            except PowerCut:
                done = False
                cuts += 1
            log.shelf.cut_at = None
            shown = Checkpoint.read(log.note.text).size
            assert shown in (255, 600)
            assert log.check().wrong == []
            log.restart().open()
            assert log.check().wrong == []
            log.grow(700)
            answer = log.check()
            assert answer.code == 0, (after, moment, answer.wrong)
            if done:
                break
    assert cuts > 20


def test_a_power_cut_in_the_recovery_is_recovered_from_too(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(255)
    before = log.shelf.files["checkpoint"]
    log.grow(300)
    log.shelf.files["checkpoint"] = before
    log.shelf.cut_at = 0
    with pytest.raises(PowerCut):
        log.restart().open()
    log.shelf.cut_at = None
    assert log.restart().open() == 300
    assert log.check().code == 0


def test_the_same_publisher_goes_on_after_a_failure(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(100)
    log.shelf.cut_at = 2
    with pytest.raises(PowerCut):
        log.grow(200)
    log.shelf.cut_at = None
    log.grow(200)
    assert log.check().code == 0


def test_a_full_disk_stops_the_log_and_harms_nothing(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(100)
    log.shelf.full = True
    with pytest.raises(OSError, match="No space left"):
        log.grow(200)
    assert log.check().code == 0
    log.shelf.full = False
    assert log.grow(200).check().code == 0


def test_a_rolled_back_checkpoint_is_told_and_shown_again(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(100)
    old = log.shelf.files["checkpoint"]
    log.grow(200)
    log.shelf.files["checkpoint"] = old
    log.grow(201)
    assert "100 entries, older than the last of 200" in log.told[0]
    assert "It was as it should be at 20" in log.told[0]
    assert log.check().code == 0


@pytest.mark.parametrize("shown", [b"", b"nonsense", None])
def test_a_checkpoint_gone_or_replaced_is_told_and_shown_again(
    tmp_path: Path, shown: bytes | None
) -> None:
    log = Log(tmp_path).grow(100)
    log.shelf.files["checkpoint"] = shown or str(Signer.fresh(ORIGIN).note(log.note.text)).encode()
    if shown == b"":
        del log.shelf.files["checkpoint"]
    log.restart().open()
    expected = "no checkpoint" if shown == b"" else "one that this log never signed"
    assert expected in log.told[0]
    assert log.check().code == 0


def test_a_store_rolled_back_whole_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(300)
    backup = dict(log.shelf.files)
    log.grow(900)
    log.shelf.files = backup
    with pytest.raises(LogTrouble, match="lost files that were signed for: tile/"):
        log.restart().open()
    log.publisher.rebuild(iter(leaves(0, 900)))
    assert log.grow(901).check().code == 0


def test_a_journal_that_is_not_what_was_signed_cannot_rebuild_a_log(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(300)
    others = [*leaves(0, 7), leaf(7, "edited"), *leaves(8, 300)]
    with pytest.raises(LogTrouble, match="does not have the 300 entries that were signed"):
        log.publisher.rebuild(iter(others))
    with pytest.raises(LogTrouble, match="it has 299, or others"):
        log.publisher.rebuild(iter(leaves(0, 299)))


def test_two_logs_under_one_key_are_noticed(tmp_path: Path) -> None:
    signer = Signer.fresh(ORIGIN)
    log = Log(tmp_path / "one", signer=signer).grow(100)
    other = Log(tmp_path / "two", signer=signer)
    other.publisher.integrate(0, [leaf(0, "another history"), *leaves(1, 50)])
    log.shelf.files["checkpoint"] = other.shelf.files["checkpoint"]
    with pytest.raises(LogTrouble, match="Two histories are signed with this log's key"):
        log.grow(101)
    other.grow(150)
    log.shelf.files["checkpoint"] = other.shelf.files["checkpoint"]
    with pytest.raises(LogTrouble, match="150 entries under this log's key"):
        log.restart().open()


def test_a_store_with_a_log_and_a_memory_without_are_refused(tmp_path: Path) -> None:
    log = Log(tmp_path / "one").grow(10)
    stranger = Publisher(
        ORIGIN, log.shelf, FolderMemory(tmp_path / "empty"), log.signers, log.told.append
    )
    with pytest.raises(LogTrouble, match="this signer remembers none"):
        stranger.open()


@pytest.mark.parametrize("path", ["tile/1/000.p/1", "tile/0/001.p/44"])
def test_damage_to_what_was_signed_stops_the_signing(tmp_path: Path, path: str) -> None:
    log = Log(tmp_path).grow(300)
    log.shelf.files[path] = bytes(len(log.shelf.files[path]))
    with pytest.raises(LogTrouble, match="do not lead to the root that was signed"):
        log.grow(600)
    with pytest.raises(LogTrouble, match="It was as it should be at 20"):
        log.grow(600)
    log.restart().rebuild(iter(leaves(0, 300)))
    assert log.grow(600).check().code == 0


class Forgetful(Shelf):
    """A store that says it has written, and loses the tiles of one level."""

    lost = "tile/1/"

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        super().put((path, data) for path, data in files if not path.startswith(self.lost))


def test_a_store_that_loses_what_it_took_is_noticed_before_signing(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(100)
    forgetful = Forgetful()
    forgetful.files = log.shelf.files
    log.publisher.store = forgetful
    with pytest.raises(LogTrouble, match=r"no longer in the store.*tile/1/000.p/2 is missing"):
        log.grow(600)
    assert Checkpoint.read(log.note.text).size == 100


def test_damaged_last_entries_stop_the_signing(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(3)
    path = "tile/entries/000.p/3"
    log.shelf.files[path] = log.shelf.files[path].replace(b"order_placed", b"order_closed")
    with pytest.raises(LogTrouble, match="the last entries are not those"):
        log.restart().open()


def test_an_entry_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    log = Log(tmp_path)
    with pytest.raises(ValueError, match="65536 bytes does not fit"):
        log.publisher.integrate(0, [bytes(65_536)])
    assert log.grow(3).check().code == 0


def test_two_publishers_cannot_both_go_on(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(10)
    late = Publisher(ORIGIN, log.shelf, log.memory, log.signers, log.told.append)
    late.open()
    memory = log.memory.latest(ORIGIN)
    log.grow(20)
    with pytest.raises(Conflict):
        log.memory.replace(ORIGIN, memory, "x")
    assert late.open() == 20
    assert log.check().code == 0


def test_entries_for_another_place_are_refused(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(10)
    for start in (9, 11):
        with pytest.raises(LogTrouble, match="The log has 10 entries, and was given those from"):
            log.publisher.integrate(start, leaves(start, 20))
    assert log.check().code == 0


def test_two_publishers_at_once_take_turns(tmp_path: Path) -> None:
    """Two programs feed one log from one journal, as two replicas may for a moment."""
    log = Log(tmp_path)
    others = [
        Publisher(
            ORIGIN, log.shelf, FolderMemory(tmp_path / "memory"), log.signers, log.told.append
        )
        for _ in range(2)
    ]
    late_by: list[str] = []

    def feed(publisher: Publisher) -> None:
        while (size := publisher.open()) < 400:
            try:
                publisher.integrate(size, leaves(size, size + 20))
            except LogTrouble as late:
                late_by.append(str(late))

    threads = [threading.Thread(target=feed, args=[each]) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.told == []
    answer = log.check()
    assert answer.code == 0, answer.wrong
    assert answer.checkpoint is not None
    assert answer.checkpoint.size == 400
    assert all("another program went on with it" in each for each in late_by)


def test_keys_hand_over_and_the_first_key_still_checks_the_log(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(10)
    old = log.shelf.files["checkpoint"]
    for size in (20, 30):
        log.signers.append(Signer.fresh(ORIGIN))
        log.restart()
        log.grow(size)
    answer = log.check()
    assert answer.code == 0, answer.wrong
    assert log.signers[2].key.id.hex() in answer.holds[0]
    assert len(json.loads(log.shelf.files["keys.json"])["handovers"]) == 2

    stolen = log.signers[0].note(log.note.text)
    log.shelf.files["checkpoint"] = str(stolen).encode()
    assert "signed by a key that has handed over to another" in log.check().wrong[0]
    log.shelf.files["checkpoint"] = old
    assert log.check().wrong == []


def test_keys_of_another_log_in_the_store_are_refused(tmp_path: Path) -> None:
    log = Log(tmp_path).grow(10)
    log.signers[0] = Signer.fresh(ORIGIN)
    with pytest.raises(LogTrouble, match="The keys that the store shows are not those"):
        log.restart().open()


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_other_stores_hold_the_same_log(tmp_path: Path, kind: str) -> None:
    """A folder by itself, and an object store through its library."""
    shelf = Log(tmp_path / "shelf")
    objects = Objects(str(tmp_path / "objects"))
    store = store_in(objects, "log") if kind == "folder" else Bucket(objects, "log")
    assert isinstance(store, Folder) is (kind == "folder")
    publisher = Publisher(
        ORIGIN, store, FolderMemory(tmp_path / "memory"), shelf.signers, shelf.told.append
    )
    for start, stop in ((0, 300), (300, 301), (301, 520)):
        publisher.integrate(start, leaves(start, stop))
        shelf.grow(stop)
    root = tmp_path / "objects" / "log"
    files = [path for path in root.rglob("*") if path.is_file()]
    found = {str(path.relative_to(root)): path.read_bytes() for path in files}
    assert found == shelf.shelf.files
    answer = check_log("x", reader(str(root)), Trust((shelf.key,)))
    assert answer.code == 0


def test_a_store_that_fails_otherwise_is_not_taken_for_empty(tmp_path: Path) -> None:
    bucket = Bucket(Objects(str(tmp_path)), "log")
    with pytest.raises(Refused):
        bucket.get("../outside")


def test_a_key_on_disk_is_its_owners_alone_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "log.key"
    made = Signer.load_or_create(path, ORIGIN)
    assert path.stat().st_mode & 0o777 == 0o600
    assert Signer.load_or_create(path, ORIGIN).key == made.key
    assert Note.read(str(made.note("hello\n"))).signed_by(made.key) == {made.key: 0}
    with pytest.raises(NoteError, match="is that of san"):
        Signer.load_or_create(path, "san.example/other")
    path.write_text("nothing")
    with pytest.raises(NoteError, match="does not hold a private key"):
        Signer.load(path)


def test_the_shelf_counts_every_write(tmp_path: Path) -> None:
    """The store of these tests does fail where it is told to."""
    shelf = Shelf()
    shelf.cut_at = 1
    with pytest.raises(PowerCut):
        shelf.put([("a", b"1"), ("b", b"2"), ("c", b"3")])
    assert shelf.files == {"a": b"1"}
