"""`datafloor verify`: what it finds wrong, what it says, and that it needs nothing else."""

import json
from argparse import ArgumentParser
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from datafloor.adapters.tlog.signer import Signer
from datafloor.verify import command
from datafloor.verify.evidence import check_evidence
from datafloor.verify.merkle import inclusion_proof
from datafloor.verify.note import COSIGNATURE, Key
from datafloor.verify.page import render
from datafloor.verify.tiles import Tiles, bundle
from datafloor.verify.trust import Answer, Trust

from .logs import ORIGIN, START, Log, content, leaf, leaves


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log-of-the-test").grow(100).grow(600)


def said(answer: Answer) -> str:
    """Everything that is wrong, as one text."""
    return " ".join(answer.wrong)


def edit(log: Log, index: int, text: str, *, tile_too: bool = False) -> None:
    """Change one entry in the log's files, and perhaps its hash with it."""
    start = index // 256 * 256
    rows = leaves(start, min(start + 256, 600))
    rows[index - start] = leaf(index, text)
    whole = len(rows) == 256
    name = f"{index // 256:03d}" + ("" if whole else f".p/{len(rows)}")
    log.shelf.files[f"tile/entries/{name}"] = bundle(rows)
    if tile_too:
        hashes = [sha256(b"\0" + row).digest() for row in rows]
        log.shelf.files[f"tile/0/{name}"] = b"".join(hashes)


# A whole log


def test_a_sound_log_holds(log: Log) -> None:
    answer = log.check()
    assert answer.code == 0
    assert "All 600 entries, hashed again, lead to that root." in answer.holds
    assert "rows 1 to 600 of the exchange's journal" in answer.holds[2]


def test_an_edited_entry_is_named_and_dated(log: Log) -> None:
    edit(log, 300, "edited")
    text = said(log.check())
    assert "Entry 300 and its hash in tile/0/001 do not agree" in text
    assert "The last sound entry before it was recorded at 2026-11-18 11:11:39 UTC" in text
    assert "entries named above were changed or lost after the exchange had signed" in text


def test_an_entry_edited_with_its_hash_is_found_one_level_up(log: Log) -> None:
    edit(log, 300, "edited", tile_too=True)
    text = said(log.check())
    assert "The part from entry 256 on and its hash in tile/1/000.p/2 do not agree" in text


def test_a_log_rewritten_whole_is_found_and_an_older_checkpoint_tells_since_when(
    log: Log, tmp_path: Path
) -> None:
    other = Log(tmp_path / "other", signer=log.signers[0])
    other.publisher.integrate(0, [*leaves(0, 50), leaf(50, "edited"), *leaves(51, 600)])
    other.shelf.files["checkpoint"] = log.shelf.files["checkpoint"]
    assert "the log was changed together with its hashes" in said(other.check())


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"])
def test_a_corrupted_tile_is_named(log: Log, path: str) -> None:
    data = bytearray(log.shelf.files[path])
    data[40] ^= 1
    log.shelf.files[path] = bytes(data)
    answer = log.check()
    assert path in said(answer)
    assert "The 600 entries themselves are those that were signed" in answer.holds[1]


@pytest.mark.parametrize("path", ["tile/0/000", "tile/entries/001", "tile/1/000.p/2"])
def test_a_missing_or_cut_file_is_named(log: Log, path: str) -> None:
    data = log.shelf.files.pop(path)
    assert f"{path} is missing" in said(log.check())
    log.shelf.files[path] = data[:-3]
    assert path in said(log.check())


@pytest.mark.parametrize("missing", ["checkpoint", "damaged"])
def test_a_log_without_a_checkpoint_is_not_believed(log: Log, missing: str) -> None:
    log.shelf.files["checkpoint"] = log.shelf.files["checkpoint"][:-9]
    if missing == "checkpoint":
        del log.shelf.files["checkpoint"]
    assert "The log cannot be checked" in said(log.check())


def test_entries_removed_inserted_or_reordered_do_not_pass(tmp_path: Path) -> None:
    """An exchange that publishes such a journal, and signs it, is found out by its numbers."""
    rows = leaves(0, 10)
    for name, changed in {
        "removed": [*rows[:4], *rows[5:]],
        "inserted": [*rows[:4], leaf(3, "more"), *rows[4:]],
        "reordered": [*rows[:4], rows[5], rows[4], *rows[6:]],
    }.items():
        log = Log(tmp_path / name)
        log.publisher.integrate(0, changed)
        assert "Entry 4 says that it is row" in said(log.check())


def test_a_clock_set_back_is_told(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.publisher.integrate(0, [*leaves(0, 4), leaf(4, at=START - 60_000_000), leaf(5)])
    text = said(log.check())
    assert "Entry 4 is dated 2026-11-18 11:05:40 UTC, before the entry that it follows" in text
    assert "a clock was set back" in text


def test_entries_of_another_kind_are_only_hashes(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.publisher.integrate(0, [b"hello", b"\xff\x00"])
    answer = log.check()
    assert answer.code == 3
    assert answer.open == ["Some entries are not rows of a journal: of them, only hashes count."]


def test_very_many_faults_are_cut_short(log: Log) -> None:
    log.shelf.files["tile/0/000"] = bytes(8192)
    assert len(log.check().wrong) == 11


# Receipts and bundles


def check(log: Log, data: Any, **trust: Any) -> Answer:
    return check_evidence("r.json", data, Trust((log.key,), **trust))


def test_a_receipt_holds(log: Log) -> None:
    answer = check(log, log.evidence(0, 255, 256, 599))
    assert answer.code == 0
    assert len(answer.holds) == 5
    assert answer.holds[1].startswith("Entry 0 (market.order_placed.v1, recorded 2026-11-18")


Change = Callable[[dict[str, Any]], None]
CHANGES: dict[str, tuple[Change, str]] = {
    "another content": (
        lambda data: data["entries"][0].update(content=content(5)),
        "not with the content that is shown here",
    ),
    "another leaf": (
        lambda data: data["entries"][0].update(leaf=leaf(4, "x").decode(), content=content(4, "x")),
        "is not in the log that was signed: the inclusion proof leads to another root",
    ),
    "another place": (
        lambda data: data["entries"][0].update(index=5),
        "is not in the log that was signed",
    ),
    "a proof cut": (
        lambda data: data["entries"][0]["proof"].pop(),
        "the inclusion proof is too short",
    ),
    "a place outside": (
        lambda data: data["entries"][0].update(index=600),
        "there is no entry 600 in a tree of 600",
    ),
    "nothing in it": (lambda data: data["entries"].clear(), "It is evidence of nothing"),
    "a field gone": (lambda data: data.pop("entries"), "cut short or damaged: KeyError"),
    "another form": (lambda data: data.update(form="x"), "its form is 'x'"),
    "a checkpoint cut": (
        lambda data: data.update(checkpoint=data["checkpoint"][:-20]),
        "cut short or damaged",
    ),
    "a checkpoint changed": (
        lambda data: data.update(checkpoint=data["checkpoint"].replace("600", "601")),
        "the signature of san.example/log is false",
    ),
    "a foreign document": (
        lambda data: data["documents"].append({"name": "terms", "text": "other terms"}),
        "The document terms is named by no entry",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_receipt_with_anything_changed_is_refused(log: Log, change: str) -> None:
    data = log.evidence(4)
    CHANGES[change][0](data)
    answer = check(log, data)
    assert answer.code == 1
    assert CHANGES[change][1].lower() in said(answer).lower()


def test_an_entry_labelled_otherwise_than_its_content_is_refused(tmp_path: Path) -> None:
    log = Log(tmp_path)
    false = leaf(0).replace(b"order_placed", b"order_closed")
    log.publisher.integrate(0, [false, leaf(1, "one line\nand another")])
    data = log.evidence(0)
    data["entries"][0]["leaf"] = false.decode()
    assert "is labelled otherwise than its content says" in said(check(log, data))
    data = log.evidence(1)
    text = content(1, "one line\nand another")
    data["entries"][0].update(leaf=leaf(1, "one line\nand another").decode(), content=text)
    assert "not a row of a journal" in said(check(log, data))


def test_a_document_that_an_entry_names_holds(tmp_path: Path) -> None:
    terms = "Điều 1. Bên mua chỉ được dùng dữ liệu cho thống kê."
    text = json.dumps({"terms": sha256(terms.encode()).hexdigest()})
    log = Log(tmp_path)
    log.publisher.integrate(0, [leaf(0, text)])
    data = log.evidence(0, documents=({"name": "điều khoản", "text": terms},))
    data["entries"][0].update(leaf=leaf(0, text).decode(), content=content(0, text))
    answer = check(log, data)
    assert answer.code == 0
    assert "The document điều khoản is, byte for byte, the one that an entry names." in answer.holds


def test_a_receipt_of_another_exchange_is_told_from_ours(log: Log, tmp_path: Path) -> None:
    other = Log(tmp_path / "other", origin="other.example/log").grow(600)
    text = said(check(log, other.evidence(4)))
    assert "of other.example/log at size 600 is signed by no such key" in text
    assert "it bears the name other.example/log; you trust san.example/log" in text

    same_name = Log(tmp_path / "same").grow(600)
    assert "signed by no such key" in said(check(log, same_name.evidence(4)))

    liar = Signer.fresh(ORIGIN).note(str(log.note.text).replace(ORIGIN, "other.example/log"))
    data = log.evidence(4) | {"checkpoint": str(liar), "key": str(liar.signatures)}
    text = said(check_evidence("r", data, Trust((Key(ORIGIN, 1, log.key.public),))))
    assert "is of another exchange, or of nobody" in text


def test_a_key_may_only_sign_in_its_own_name(log: Log) -> None:
    note = log.signers[0].note(log.note.text.replace(ORIGIN, "other.example/log"))
    text = said(check(log, log.evidence(4) | {"checkpoint": str(note)}))
    assert text == "san.example/log signed a checkpoint in the name of other.example/log."


def test_without_a_key_nothing_is_vouched_for(log: Log) -> None:
    answer = check_evidence("r", log.evidence(4), Trust())
    assert answer.code == 3
    assert "comes with the evidence itself" in answer.open[0]
    assert check_evidence("r", log.evidence(4) | {"key": ""}, Trust()).code == 1


def test_witnesses_count(log: Log) -> None:
    one = Signer.fresh("witness.example/1", COSIGNATURE)
    two = Signer.fresh("witness.example/2", COSIGNATURE)
    data = log.evidence(4)
    both = (one.key, two.key)
    assert check(log, data, witnesses=both).code == 3
    assert "Only 0 of the 1 witnesses" in said(check(log, data, witnesses=both, quorum=1))
    data["checkpoint"] += one.cosign(log.note.text, START // 1_000_000)
    answer = check(log, data, witnesses=both, quorum=1)
    assert answer.code == 0
    assert "1 of the 2 witnesses that you trust saw the same log" in answer.holds[1]
    assert "the last at 2026-11-18 11:06:40 UTC: witness.example/1" in answer.holds[1]
    assert "Only 1 of the 2" in said(check(log, data, witnesses=both, quorum=2))
    data["checkpoint"] = data["checkpoint"].replace("— witness.example/1 ", "— witness.example/2 ")
    assert check(log, data, witnesses=both).code == 3


# The command


def run(*arguments: str) -> tuple[int, str]:
    parser = ArgumentParser()
    command.add_arguments(parser)
    lines: list[str] = []
    return command.run(parser.parse_args(arguments), lines.append), "\n".join(lines)


def write_log(log: Log, folder: Path) -> str:
    for path, data in log.shelf.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return str(folder)


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def tlog_proof(log: Log, index: int) -> str:
    """A proof in the form of C2SP tlog-proof."""
    proof = inclusion_proof(index, 600, Tiles(log.shelf.get, 600).node)
    lines = ["c2sp.org/tlog-proof@v1", f"extra {b64encode(leaf(index)).decode()}", f"index {index}"]
    return "\n".join([*lines, *(b64encode(each).decode() for each in proof), "", str(log.note)])


def test_every_kind_of_evidence_is_read(log: Log, tmp_path: Path) -> None:
    data = log.evidence(3, 500)
    files = [
        write(tmp_path / "receipt.json", json.dumps(data)),
        write(tmp_path / "bundle.html", render(data)),
        write(tmp_path / "entry.tlog-proof", tlog_proof(log, 9)),
        write(tmp_path / "checkpoint", str(log.note)),
        write_log(log, tmp_path / "log"),
    ]
    keys = write(tmp_path / "keys", f"# of the exchange\n{log.key}\n")
    code, text = run("--key", keys, *files)
    assert code == 0, text
    assert text.endswith("Result: all holds. (Kết quả: tất cả đều đúng.)")
    assert "What it does not show: that what was recorded is true" in text
    assert text.count("The log begins with the 600 entries of") == 4
    code, text = run("--json", "--key", str(log.key), *files)
    assert (code, json.loads(text)["code"]) == (0, 0)
    code, text = run(*files)
    assert code == 1
    assert "signed by no such key" in text


def test_a_log_rolled_back_behind_a_receipt_is_told(log: Log, tmp_path: Path) -> None:
    receipt = write(tmp_path / "receipt.json", json.dumps(log.evidence(599)))
    shorter = Log(tmp_path / "shorter", signer=log.signers[0]).grow(500)
    folder = write_log(shorter, tmp_path / "log")
    code, text = run("--key", str(log.key), receipt, folder)
    assert code == 1
    assert "The log was rolled back: it shows 500 entries" in text
    assert "100 entries were taken away" in text
    assert "As long as something is wrong, this evidence shows nothing" in text
    assert "committed itself" not in text


def test_two_histories_under_one_key_are_told(log: Log, tmp_path: Path) -> None:
    other = Log(tmp_path / "other", signer=log.signers[0])
    other.publisher.integrate(0, [leaf(0, "another history"), *leaves(1, 300)])
    old = write(tmp_path / "old", str(other.note))
    folder = write_log(log, tmp_path / "log")
    code, text = run("--key", str(log.key), old, folder)
    assert code == 1
    assert "signed two histories: the first 300 entries of this log are not those of" in text

    other.publisher.integrate(300, leaves(300, 600))
    receipts = [
        write(tmp_path / "a.json", json.dumps(log.evidence(599))),
        write(tmp_path / "b.json", json.dumps(other.evidence(599))),
    ]
    code, text = run("--key", str(log.key), *receipts)
    assert code == 1
    assert "san.example/log signed two histories of 600 entries" in text


def test_a_bundle_cut_or_with_another_page_is_refused(log: Log, tmp_path: Path) -> None:
    page = render(log.evidence(3))
    assert "A receipt &lt;of the tests&gt;" in page
    for text, why in {
        page[:-40]: "cut short",
        page[: len(page) // 2]: "its evidence is missing",
        page.replace("<dd>2026-11-18", "<dd>2025-11-18"): "the page says something else",
        page.replace("row 4", "row 5", 1): "the page says something else",
        json.dumps(log.evidence(3))[:-30]: "cut short or damaged",
    }.items():
        code, answer = run("--key", str(log.key), write(tmp_path / "b", text))
        assert code == 1
        assert why in answer


@pytest.mark.parametrize(
    "text, why",
    [
        ("hello", "It is no checkpoint"),
        ("c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n", "It proves nothing"),
        ("<html>", "its evidence is missing"),
        ("{}", "cut short or damaged: KeyError"),
    ],
)
def test_what_is_no_evidence_is_refused(log: Log, tmp_path: Path, text: str, why: str) -> None:
    code, answer = run("--key", str(log.key), write(tmp_path / "file", text))
    assert code == 1
    assert why in answer


@pytest.mark.parametrize(
    "arguments", [["missing"], ["--key", "a+b", "x"], ["--key", "nofile", "x"]]
)
def test_what_cannot_be_read_is_code_2(arguments: list[str]) -> None:
    code, text = run(*arguments)
    assert code == 2
    assert text.startswith("Cannot be read")
