"""Text files as UTF-8, whatever they were written in, or a refusal that names the line.

Vietnamese files are met in UTF-8, UTF-16 (Excel's "Unicode text"), windows-1258 and, wrongly
labelled, windows-1252. A file that is valid UTF-8 from end to end is UTF-8: text in another
encoding passes for it only by an accident that gets unlikelier with every letter (RFC 3629, 1).
For the others there is no such proof, so an encoding is taken only where the bytes speak for it;
otherwise whoever publishes has to say it. A guess that is wrong would corrupt names silently.
"""

import codecs
import gzip
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from datafloor.kernel.refusal import Refusal, Refused

BLOCK = 4 << 20
WINDOW = 1 << 20

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Vietnamese, Latin-1 and Latin Extended-A letters in UTF-8; in windows-125x these bytes would be
# a capital letter followed by one or two signs.
_UTF8_LETTERS = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]|[\xc3-\xc6][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")
_TONE_AFTER_VOWEL = re.compile(
    rb"[aeiouyAEIOUY\xc2\xca\xd4\xe2\xea\xf4\xc3\xe3\xd5\xf5\xdd\xfd][\xcc\xd2\xde\xec\xf2]"
)
_TONE = re.compile(rb"[\xcc\xd2\xde\xec\xf2]")
# Letters of windows-1252 beside another letter, and the signs that stand in Western text.
_WESTERN = re.compile(
    rb"(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xff]|[\xc0-\xd6\xd8-\xf6\xf8-\xff](?=[A-Za-z])"
    rb"|[\x80\x85\x91-\x97\xa0\xa3\xa7\xa9\xab\xae\xb0\xb1-\xb3\xb5\xb7\xba\xbb\xbc-\xbf]"
)

Opener = Callable[[], BinaryIO]


def opener(path: Path) -> Opener:
    """How to open a file's content from its start, as often as needed; gzip is seen through."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return (lambda: cast("BinaryIO", gzip.open(path))) if packed else (lambda: path.open("rb"))


def encoding_of(open_raw: Opener) -> str:
    """The encoding of a text file. Refuses a mixed one, and one that the bytes do not tell."""
    with open_raw() as raw:
        head = raw.read(4096)
        for mark, name in _BYTE_ORDER_MARKS:
            if head.startswith(mark):
                return name
        if len(head) > 2 and head.count(0) * 3 > len(head):
            return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        block, line, before = head, 1, False
        while True:
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as wrong:
                good = wrong.object[: wrong.start]
                line += good.count(b"\n")
                before = before or not good.isascii()
                # from the start of the line, so that letters stand beside their neighbours
                rest = wrong.object[good.rfind(b"\n") + 1 :] + raw.read(WINDOW)
                return _single_byte(rest[:WINDOW], line, before)
            if not block:
                return "utf-8"
            line += block.count(b"\n")
            before = before or not block.isascii()
            block = raw.read(BLOCK)


def _single_byte(sample: bytes, line: int, utf8_before: bool) -> str:
    high = len(_HIGH.findall(sample))
    as_utf8 = sum(len(found) for found in _UTF8_LETTERS.findall(sample))
    if utf8_before or as_utf8 * 5 > high:
        raise Refused(Refusal.encoding_mixed, line=line)
    tones = len(_TONE.findall(sample))
    if tones * 8 > high and len(_TONE_AFTER_VOWEL.findall(sample)) * 10 > tones * 9:
        return "windows-1258"
    if len(_WESTERN.findall(sample)) * 20 > high * 19:
        return "windows-1252"
    raise Refused(Refusal.encoding_unknown, line=line)


class Utf8(io.RawIOBase):
    """A text file as UTF-8 bytes, decoded strictly block by block.

    windows-1258 writes a tone as a letter of its own after the vowel; such text leaves here
    composed (NFC), as everybody else writes it. Other text keeps its code points.
    """

    def __init__(self, open_raw: Opener, encoding: str) -> None:
        try:
            # "text" is the only kind of codec that `str.encode` takes; others are no encodings.
            "a".encode(encoding)
            self._name = codecs.lookup(encoding).name
            self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        except LookupError as wrong:
            problem = f"'{encoding}' is not an encoding of text"
            raise Refused(Refusal.malformed, problem=problem) from wrong
        self._raw = open_raw()
        self._line = 1
        self._held = ""
        self._ready = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._ready = memoryview(self._next())
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _next(self) -> bytes:
        block = self._raw.read(BLOCK)
        self._ended = not block
        single = self._name.startswith(("cp125", "iso8859", "latin"))
        if single and (found := _UTF8_LETTERS.search(block)):
            line = self._line + block[: found.start()].count(b"\n")
            raise Refused(Refusal.encoding_mixed, line=line)
        try:
            text = self._decoder.decode(block, final=self._ended)
        except UnicodeDecodeError as wrong:
            good = wrong.object[: wrong.start].decode(self._name, "ignore")
            raise Refused(
                Refusal.encoding_wrong, line=self._line + good.count("\n"), encoding=self._name
            ) from None
        self._line += text.count("\n")
        if self._name == "cp1258":
            text = self._held + text
            cut = len(text) if self._ended else _last_letter(text)
            text, self._held = unicodedata.normalize("NFC", text[:cut]), text[cut:]
        return text.encode()


def _last_letter(text: str) -> int:
    """Where the last letter begins; a tone of it may still come."""
    place = max(0, len(text) - 1)
    while place > 0 and unicodedata.combining(text[place]):
        place -= 1
    return place
