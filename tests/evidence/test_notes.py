"""Signed notes and keys, damaged in every way; and `verify` on its own, without the rest."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from datafloor.verify.note import Key, Note, NoteError

from .logs import Log

ROOT = Path(__file__).parents[2]


def test_the_example_note_of_the_specification() -> None:
    """C2SP signed-note: the example key and the example note."""
    key = Key.read("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    note = Note.read(
        "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi"
        "2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    assert note.signed_by(key) == {key: 0}
    assert str(key) == "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    with pytest.raises(NoteError, match="is false"):
        Note("This is another message.\n", note.signatures).signed_by(key)


@pytest.mark.parametrize(
    "line",
    [
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo",
    ],
)
def test_a_damaged_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        Key.read(line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\nb\n",
        "a\n\n— n AAAA\n",
        "a\n\n— n AAAAAAAA",
        "a\tb\n\n— n AAAAAAAA\n",
        "a\n\n" + "— n AAAAAAAA\n" * 65,
    ],
)
def test_a_damaged_note_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Note.read(text)


ALONE = """
import runpy, sys, time
start = time.perf_counter()
try:
    runpy.run_module("verify", run_name="__main__")
except SystemExit as end:
    code = end.code
took = time.perf_counter() - start
ours = sys.stdlib_module_names | {"verify", "cryptography", "alone"}
others = {name.split(".")[0] for name in sys.modules} - ours
print(code, took, *(name for name in others if not name.startswith("_")))
"""


def test_it_stands_alone_and_starts_quickly(tmp_path: Path) -> None:
    """A copy of the one folder checks evidence with nothing installed but `cryptography`."""
    log = Log(tmp_path).grow(600)
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "datafloor" / "verify", tmp_path / "verify", ignore=unwanted)
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps(log.evidence(4)))
    program = tmp_path / "alone.py"
    program.write_text(ALONE)
    command = [sys.executable, str(program), "--key", str(log.key), str(receipt)]
    took = []
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
        code, seconds, *others = done.stdout.splitlines()[-1].split()
        assert code == "0"
        assert set(others) <= {"sitecustomize"}  # some systems' Python always loads one
        took.append(float(seconds))
    assert min(took) < 1  # measured in `bench/evidence.py`; here only that nothing heavy loads
