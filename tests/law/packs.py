"""Small packs that tests write to a folder, and days that they speak of."""

from pathlib import Path

from datafloor.kernel import clock

HEADER = """
[pack]
name = 'small'
version = '1'
as_of = 2026-11-21
vi = 'Gói thử'
en = 'A small pack'
unlisted = 'refused'
calendar = 'VN'
"""

OLD_AND_NEW = """
[[instrument]]
id = 'OLD'
vi = 'Luật cũ'
en = 'Old Law'
about_vi = 'trước đây'
about_en = 'before'
until = 2026-06-30
status = 'repealed'
evidence = 'text'
repealed_by = ['NEW']

[[instrument]]
id = 'NEW'
vi = 'Luật mới'
en = 'New Law'
about_vi = 'bây giờ'
about_en = 'now'
from = 2026-07-01
status = 'in_force'
evidence = 'text'
replaces = ['OLD']
"""

ANSWER_RULES = """
[[rule]]
id = 'answer.in_time'
cites = ['OLD 5']
stage = ['after']
binds = ['controller']
until = 2026-06-30
status = 'repealed'
evidence = 'text'
check = { kind = 'deadline_hours', hours = 72 }
vi = 'Trả lời trong 72 giờ.'
en = 'An answer within 72 hours.'

[[rule]]
id = 'answer.in_time'
cites = ['NEW 7.2.a']
stage = ['after']
binds = ['controller']
from = 2026-07-01
status = 'in_force'
evidence = 'text'
check = { kind = 'deadline_hours', hours = 24 }
vi = 'Trả lời trong 24 giờ.'
en = 'An answer within 24 hours.'

[[rule]]
id = 'answer.written'
cites = ['NEW 8']
stage = ['after', 'listing']
binds = ['controller']
from = 2027-01-01
status = 'future'
evidence = 'text'
check = { kind = 'required_field', fields = ['reason'] }
vi = 'Trả lời phải nêu lý do.'
en = 'An answer states its reason.'

[[rule]]
id = 'answer.polite'
cites = ['NEW 9']
stage = ['after']
binds = ['controller']
from = 2026-07-01
status = 'unverified'
evidence = 'memory'
check = { kind = 'prohibition', facts_false = ['rude'] }
vi = 'Trả lời không được thô lỗ.'
en = 'An answer is not rude.'

[[rule]]
id = 'answer.sealed'
cites = ['NEW 10']
stage = ['after']
binds = ['controller']
from = 2026-07-01
status = 'draft'
evidence = 'press'
check = { kind = 'required_record', record = 'seal' }
vi = 'Trả lời phải đóng dấu.'
en = 'An answer bears a seal.'

[labels]
reason = { vi = 'lý do', en = 'reason' }
rude = { vi = 'thô lỗ', en = 'rude' }
seal = { vi = 'con dấu', en = 'seal' }
"""

SMALL = {"pack.toml": HEADER, "law.toml": OLD_AND_NEW, "rules.toml": ANSWER_RULES}


def write(folder: Path, files: dict[str, str]) -> Path:
    """The folder, with these files in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def at(moment: str) -> int:
    """An instant in Hanoi time: `at("2026-11-21 08:00")`."""
    return clock.instant(f"{moment.replace(' ', 'T')}:00+07:00")
