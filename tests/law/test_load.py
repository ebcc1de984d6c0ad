"""A pack is used whole or not at all, and its digest is that of its content."""

from pathlib import Path

import pytest

from datafloor.kernel import law
from tests.law.packs import ANSWER_RULES, HEADER, OLD_AND_NEW, SMALL, write


def changed(before: str, after: str) -> dict[str, str]:
    text = {name: content.replace(before, after) for name, content in SMALL.items()}
    assert text != SMALL
    return text


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (changed("deadline_hours', hours = 72", "deadline_moons', hours = 72"), "deadline_moons"),
        (changed("hours = 72", "hours = 72, days = 3"), "unknown field `days`"),
        (changed("hours = 72", "hours = '72'"), "rules.toml: rule answer.in_time"),
        (changed("hours = 72", "hours = 72.5"), "Expected `int`"),
        (changed("hours = 72", "hours = 0"), "Expected `int` >= 1"),
        (changed("fields = ['reason']", "fields = []"), "length >= 1"),
        (changed("status = 'draft'", "status = 'maybe'"), "rule answer.sealed"),
        (changed("evidence = 'memory'", "evidence = 'hearsay'"), "rule answer.polite"),
        (changed("stage = ['after', 'listing']", "stage = []"), "rule answer.written"),
        (changed("vi = 'Trả lời trong 24 giờ.'\n", ""), "missing required field `vi`"),
        (changed("en = 'Old Law'", "en = ''"), "instrument OLD"),
        (changed("NEW 8'", "NEW art 8'"), "rule answer.written"),
        (changed("cites = ['NEW 8']", "cites = ['LOST 8']"), "cites LOST 8"),
        (changed("replaces = ['OLD']", "replaces = ['OLDER']"), "names OLDER"),
        (changed("reason = {", "cause = {"), "uses the word reason"),
        (changed("from = 2027-01-01", "from = 2027-01-01\nuntil = 2026-12-31"), "before it begins"),
        (changed("until = 2026-06-30", "until = 2026-07-01"), "two versions on one day"),
        (changed("id = 'NEW'", "id = 'OLD'"), "instrument OLD is there 2 times"),
        (changed("calendar = 'VN'", "calendar = 'FR'"), "pack.toml: pack"),
        (changed("[labels]", "[lables]"), "unknown table lables"),
        ({**SMALL, "again.toml": HEADER}, "one [pack] is needed, 2 are there"),
        ({"rules.toml": ANSWER_RULES, "law.toml": OLD_AND_NEW}, "one [pack] is needed, 0"),
        ({**SMALL, "more.toml": "[labels]\nrude = { vi = 'x', en = 'y' }"}, "is there twice"),
        ({**SMALL, "more.toml": "[labels"}, "small/more.toml"),
    ],
)
def test_what_is_not_understood_is_refused(
    tmp_path: Path, files: dict[str, str], says: str
) -> None:
    with pytest.raises(law.BadPack) as fault:
        law.load(write(tmp_path / "small", files))
    assert says in str(fault.value)


def test_working_days_need_a_calendar(tmp_path: Path) -> None:
    files = changed("deadline_hours', hours = 72", "deadline_working_days', days = 2")
    files["pack.toml"] = files["pack.toml"].replace("'VN'", "'none'")
    with pytest.raises(law.BadPack, match="counts working days, but the pack names no calendar"):
        law.load(write(tmp_path / "small", files))


def test_an_unknown_pack_is_refused_by_name() -> None:
    with pytest.raises(law.BadPack, match="no pack is called zz; there are: eu, none, vn"):
        law.pack("zz")


def test_the_digest_is_that_of_the_content_not_of_the_files(tmp_path: Path) -> None:
    plain = law.load(write(tmp_path / "a", SMALL))
    rows = ANSWER_RULES.split("\n[[rule]]\n")
    labels = "\n[labels]\n" + rows[-1].split("[labels]\n")[1]
    rows[-1] = rows[-1].split("[labels]\n")[0]
    shuffled = {"z.toml": HEADER + OLD_AND_NEW, "labels.toml": labels}
    for place, row in enumerate(reversed(rows[1:])):
        shuffled[f"{place}.toml"] = "# the same, elsewhere\n[[rule]]\n" + row
    assert law.load(write(tmp_path / "b", shuffled)).digest == plain.digest
    other = law.load(write(tmp_path / "c", changed("hours = 24", "hours = 23")))
    assert other.digest != plain.digest


def test_a_pack_cannot_be_changed() -> None:
    vn = law.pack("vn")
    with pytest.raises(AttributeError):
        vn.rules[0].id = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        vn.versions["x"] = ()  # type: ignore[index]
    assert law.pack("vn") is vn


def test_packs_that_come_with_the_program() -> None:
    assert law.names() == ("eu", "none", "vn")
    assert [len(law.pack(name).rules) > 0 for name in law.names()] == [True, False, True]
