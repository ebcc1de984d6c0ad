"""Publishing as a whole: modes, versions, digests, and that a failure leaves nothing behind."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from textwrap import dedent

import pytest

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Mode, publish
from datafloor.kernel.refusal import Refusal, Refused
from tests.tables.conftest import LOCATION, Shop


def write(shop: Shop, content: bytes) -> Path:
    path = shop.folder / "next.csv"
    path.write_bytes(content)
    return path


def test_versions_follow_each_other(shop: Shop) -> None:
    first = shop.publish(write(shop, b"a,b\n1,x\n"))
    second = shop.publish(write(shop, b"a,b\n2,y\n"), Mode.append)
    third = shop.publish(write(shop, b"c\n3.5\n"), Mode.overwrite)
    assert [each.version for each in (first, second, third)] == [0, 1, 2]
    assert [each.rows for each in (first, second, third)] == [1, 2, 1]
    assert [each.files for each in (first, second, third)] == [1, 2, 1]
    assert sorted(row["a"] for row in shop.rows(1)) == [1, 2]
    assert shop.rows() == [{"c": 3.5}]
    assert [(f.name, f.type, f.nullable) for f in third.fields] == [("c", "double", True)]


def test_rows_keep_their_order(shop: Shop) -> None:
    lines = [b"%d" % n for n in range(300_000)]
    shop.publish(write(shop, b"n\n" + b"\n".join(lines)))
    assert [row["n"] for row in shop.rows()] == list(range(300_000))


def test_the_digest_is_over_the_files_of_the_version(shop: Shop) -> None:
    shop.publish(write(shop, b"a\n1\n"))
    published = shop.publish(write(shop, b"a\n2\n"), Mode.append)
    keys = sorted(key for key in shop.files() if key.endswith(".parquet"))
    parts = [sha256(shop.tables.objects.read(key)).digest() for key in keys]
    assert published.digest == sha256(b"".join(parts)).hexdigest()
    assert published.bytes == sum(len(shop.tables.objects.read(key)) for key in keys)
    # it does not hang on what was kept beside the log
    shop.tables.objects.delete([k for k in shop.files() if "_digests" in k])
    again = shop.publish(write(shop, b"a\n3\n"), Mode.append)
    assert again.files == 3


def test_modes_are_held_to(shop: Shop) -> None:
    path = write(shop, b"a\n1\n")
    for mode in (Mode.append, Mode.overwrite):
        with pytest.raises(Refused) as caught:
            shop.publish(path, mode)
        assert caught.value.why is Refusal.table_absent
    shop.publish(path)
    with pytest.raises(Refused) as caught:
        shop.publish(path)
    assert caught.value.why is Refusal.table_exists


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a\n1\n", "'b' is missing"),
        (b"a,b,c\n1,x,y\n", "'c' is new"),
        (b"a,b\n1.5,x\n", "'a' is double and not int64"),
    ],
)
def test_other_fields_are_not_appended(shop: Shop, content: bytes, told: str) -> None:
    shop.publish(write(shop, b"a,b\n1,x\n"))
    with pytest.raises(Refused) as caught:
        shop.publish(write(shop, content), Mode.append)
    assert caught.value.why is Refusal.fields_differ
    assert told in caught.value.text()


def test_a_place_outside_the_store_is_refused(shop: Shop, tmp_path: Path) -> None:
    for location in ("../t", "/t", "a//b", "", "a/../b"):
        with pytest.raises(Refused) as caught:
            publish(shop.tables, location, write(shop, b"a\n1\n"), Mode.create)
        assert caught.value.why is Refusal.path_outside_store


def test_a_full_disk_is_told_and_leaves_the_table_as_it_was(shop: Shop, tmp_path: Path) -> None:
    """A process that may write no file beyond a small size meets what a full disk is like."""
    shop.publish(write(shop, b"a,b\n1,x\n"))
    before = shop.files()
    write(shop, b"a,b\n" + b"".join(b"%d,%x\n" % (n, hash(str(n))) for n in range(400_000)))
    program = f"""
        import resource, signal
        from pathlib import Path
        from datafloor.adapters.objects import Objects
        from datafloor.adapters.tables import Mode, Tables, publish
        from datafloor.kernel.refusal import Refused
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
        tables = Tables(Objects({str(shop.folder / "store")!r}))
        try:
            publish(tables, {LOCATION!r}, Path({str(shop.folder / "next.csv")!r}), Mode.append)
        except Refused as refused:
            print(refused.why.name)
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == Refusal.store_full.name
    assert shop.files() == before
    assert shop.rows() == [{"a": 1, "b": "x"}]


def test_memory_is_bounded_whatever_the_size(shop: Shop, tmp_path: Path) -> None:
    """Twelve times the rows take no more memory; each size is measured in a process of its own."""
    program = """
        import sys
        from pathlib import Path
        from datafloor.adapters.objects import Objects
        from datafloor.adapters.tables import Mode, Tables, publish
        tables = Tables(Objects(sys.argv[2]))
        published = publish(tables, "t", Path(sys.argv[1]), Mode.create)
        # not ru_maxrss, which a child inherits from whoever started it
        status = Path("/proc/self/status").read_text()
        print(published.rows, int(status.split("VmHWM:")[1].split()[0]) // 1024)
    """
    peaks = []
    line = b"%d,2026-01-01 00:00:00,some words that are the same in every row of it,%d.5\n"
    for rows in (100_000, 1_200_000):
        path = tmp_path / f"{rows}.csv"
        with path.open("wb") as file:
            file.write(b"n,at,words,x\n")
            for start in range(0, rows, 10_000):
                file.write(b"".join(line % (n, n) for n in range(start, start + 10_000)))
        done = subprocess.run(
            [sys.executable, "-c", dedent(program), str(path), str(tmp_path / str(rows))],
            capture_output=True,
            text=True,
            check=True,
        )
        read, megabytes = map(int, done.stdout.split())
        assert read == rows
        peaks.append(megabytes)
    assert peaks[1] < 500
    assert peaks[1] < peaks[0] + 250


def test_the_store_takes_urls(tmp_path: Path) -> None:
    assert Objects(f"file://{tmp_path}/a%20b").root == tmp_path / "a b"
    assert Objects("s3://bucket/prefix/").address("k") == "s3://bucket/prefix/k"
