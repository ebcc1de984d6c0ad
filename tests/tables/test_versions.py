"""What the log says of versions: checkpoints, times, and what is not understood."""

from pathlib import Path

import msgspec
import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Tables, log, versions
from datafloor.kernel.refusal import Refusal, Refused


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A table of six versions: create, two appends, a delete, an overwrite, an append."""
    place = tmp_path / "t"
    record = {"delta.enableChangeDataFeed": "true"}
    write_deltalake(
        place, pa.table({"n": [0, 1], "p": ["a b", None]}), partition_by=["p"], configuration=record
    )
    for n in (2, 3):
        write_deltalake(place, pa.table({"n": [n], "p": ["ă/"]}), mode="append")
    DeltaTable(place).delete("n = 1")
    write_deltalake(place, pa.table({"n": [4], "p": ["c"]}), mode="overwrite")
    write_deltalake(place, pa.table({"n": [5], "p": ["c"]}), mode="append")
    return place


def tables(place: Path) -> Tables:
    return Tables(Objects(str(place.parent)))


def test_every_version_has_the_files_that_delta_rs_finds(place: Path) -> None:
    for checkpointed in (False, True):
        for version in range(6):
            snapshot = tables(place).snapshot("t", version)
            table = DeltaTable(place, version=version)
            expected = {Path(uri).name for uri in table.file_uris()}
            assert {Path(file.key).name for file in snapshot.files} == expected
            assert snapshot.rows == table.count()
            assert snapshot.bytes == sum(
                (place.parent / f.key).stat().st_size for f in snapshot.files
            )
            assert snapshot.metadata["id"] == table.metadata().id
        if not checkpointed:
            DeltaTable(place, version=4).create_checkpoint()
            assert log.latest(Objects(str(place.parent)), "t") == 5


def test_a_checkpoint_stands_for_the_commits_before_it(place: Path) -> None:
    plain = tables(place).snapshot("t", 5)
    DeltaTable(place, version=4).create_checkpoint()
    for version in range(4):
        (place / "_delta_log" / f"{version:020}.json").unlink()
    again = tables(place).snapshot("t", 5)
    assert [file.id for file in again.files] == [file.id for file in plain.files]
    assert [msgspec.json.decode(f.action["stats"]) for f in again.files] == [
        msgspec.json.decode(f.action["stats"]) for f in plain.files
    ]
    assert again.metadata["configuration"] == plain.metadata["configuration"]
    with pytest.raises(Refused) as caught:
        tables(place).snapshot("t", 3)
    assert caught.value.why is Refusal.object_unknown


def test_versions_are_found_by_time(place: Path) -> None:
    store = tables(place)
    times = [store.commit("t", version).timestamp for version in range(6)]
    assert times == sorted(times)
    assert store.version_at("t", 0, 5, times[0] - 1) is None
    for version, time in enumerate(times):
        found = store.version_at("t", 0, 5, time)
        assert found is not None
        assert found >= version
        assert times[found] == time
    assert store.version_at("t", 0, 5, times[-1] + 10**9) == 5
    assert store.version_at("t", 2, 3, times[-1] + 10**9) == 3


def test_changes_tell_what_each_version_did(place: Path) -> None:
    told = [(change.version, change.kind) for change in tables(place).changes("t", 0, 5, True)]
    assert told == [
        (0, "add"),
        (0, "add"),
        (1, "add"),
        (2, "add"),
        (3, "cdc"),
        (4, "remove"),
        (4, "remove"),
        (4, "remove"),
        (4, "add"),
        (5, "add"),
    ]


def test_what_was_read_is_kept_within_a_bound(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "KEPT_FILES", 4)
    monkeypatch.setattr(versions, "KEPT_COMMITS", 2)
    store = tables(place)
    for version in range(6):
        assert store.snapshot("t", version) is store.kept("t", version)
    assert store.kept("t", 0) is None
    assert store.kept("t", 5) is not None


def test_there_is_no_table_where_there_is_none(tmp_path: Path) -> None:
    assert log.latest(Objects(str(tmp_path)), "t") == -1
    with pytest.raises(Refused) as caught:
        Tables(Objects(str(tmp_path))).snapshot("t", 0)
    assert caught.value.why is Refusal.object_unknown


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (b'{"protocol":{"minReaderVersion":9,"minWriterVersion":9}}', Refusal.table_format_needed),
        (
            b'{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":'
            b'["v2Checkpoint"],"writerFeatures":["v2Checkpoint"]}}',
            Refusal.table_format_needed,
        ),
        (
            b'{"add":{"path":"x.parquet","partitionValues":{},"size":1,"modificationTime":1,'
            b'"dataChange":true,"deletionVector":{"storageType":"u"}}}',
            Refusal.table_format_needed,
        ),
        (
            b'{"add":{"path":"../u/x.parquet","partitionValues":{},"size":1,'
            b'"modificationTime":1,"dataChange":true}}',
            Refusal.path_outside_store,
        ),
        (
            b'{"add":{"path":"file:///etc/passwd","partitionValues":{},"size":1,'
            b'"modificationTime":1,"dataChange":true}}',
            Refusal.path_outside_store,
        ),
    ],
)
def test_what_is_not_understood_is_not_handed_out(place: Path, change: bytes, why: Refusal) -> None:
    (place / "_delta_log" / f"{6:020}.json").write_bytes(change + b"\n")
    with pytest.raises(Refused) as caught:
        tables(place).snapshot("t", 6)
    assert caught.value.why is why


def test_a_log_without_a_table_is_none(tmp_path: Path) -> None:
    (tmp_path / "t/_delta_log").mkdir(parents=True)
    (tmp_path / "t/_delta_log" / f"{0:020}.json").write_bytes(b'{"commitInfo":{}}\n')
    with pytest.raises(Refused) as caught:
        Tables(Objects(str(tmp_path))).snapshot("t", 0)
    assert caught.value.why is Refusal.table_absent
