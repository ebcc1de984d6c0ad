"""A log as files: entries in bundles of 256, and hashes in tiles of 256 (C2SP tlog-tiles).

Every file but `checkpoint` is fixed for ever once a checkpoint needs it, so any web server,
object store or cache can serve it, and a copy on a disk is as good as the original.
"""

from collections.abc import Callable, Iterable

from .merkle import root_of

WIDTH = 256
HASH = 32
MOST_BYTES = 65_535
"""The longest entry: its length is written in two bytes."""

Read = Callable[[str], bytes | None]
"""The content of a file by its path under the log, or None where there is no such file."""


class LogError(ValueError):
    """A log that is not what its checkpoint promises. The text says which file, and how."""


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Where the tile (or with level `entries`, the bundle) of that number lies."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{path}" + (f".p/{width}" if width < WIDTH else "")


def widths(size: int) -> list[tuple[int, int]]:
    """For each level of a tree of `size` entries: its whole tiles, and what its last one holds."""
    found = []
    while size:
        found.append(divmod(size, WIDTH))
        size //= WIDTH
    return found


def read_tile(read: Read, level: int | str, index: int, width: int) -> tuple[str, bytes]:
    """A tile or bundle and its path. Once the whole one is written, a part may be gone.

    Raises `LogError` where neither is there.
    """
    path = tile_path(level, index, width)
    data = read(path)
    if data is None and width < WIDTH:
        data = read(tile_path(level, index))
    if data is None:
        raise LogError(f"{path} is missing")
    return path, data


def read_hashes(read: Read, level: int, index: int, width: int) -> list[bytes]:
    """The first `width` hashes of a tile. Raises `LogError`."""
    path, data = read_tile(read, level, index, width)
    if len(data) % HASH or not width * HASH <= len(data) <= WIDTH * HASH:
        raise LogError(f"{path} is {len(data)} bytes long, not {width * HASH}")
    return [data[at : at + HASH] for at in range(0, width * HASH, HASH)]


def read_entries(read: Read, index: int, width: int) -> list[bytes]:
    """The first `width` entries of a bundle. Raises `LogError`."""
    path, data = read_tile(read, "entries", index, width)
    entries, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or len(entries) < width:
        raise LogError(f"{path} is cut short or damaged: {len(entries)} entries, not {width}")
    return entries[:width]


def bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


class Tiles:
    """The tree of the first `size` entries of a log, read from its tiles as they are needed.

    What the tiles hold is not believed: proofs made from it are checked against a root.
    """

    def __init__(self, read: Read, size: int) -> None:
        self.read = read
        self.levels = widths(size)
        self.tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash of a whole subtree (`merkle.Node`). Raises `LogError`."""
        tile_level, height = divmod(level, 8)
        tile, start = divmod(index << height, WIDTH)
        if (tile_level, tile) not in self.tiles:
            whole, part = self.levels[tile_level]
            width = WIDTH if tile < whole else part
            self.tiles[tile_level, tile] = read_hashes(self.read, tile_level, tile, width)
        return root_of(self.tiles[tile_level, tile][start : start + (1 << height)])
