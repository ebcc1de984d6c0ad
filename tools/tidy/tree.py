"""The checkout as the checks see it: its text files, and its Python parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from os import walk
from pathlib import Path, PurePosixPath

SKIPPED = {"build", "data", "node_modules", "__pycache__"}
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".json", ".yml", ".svg", ""}
LONGEST = 2_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, and what to do instead."""

    path: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} — {self.instead}"


class Source:
    """One text file. `path` is relative to the checkout, with forward slashes."""

    def __init__(self, root: Path, path: str) -> None:
        self._file = root / path
        self.path = path

    @cached_property
    def text(self) -> str:
        """What the file holds; nothing where it is not text."""
        try:
            return self._file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""

    @cached_property
    def module(self) -> ast.Module:
        """The file as parsed Python. Raises `SyntaxError`."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the parsed file."""
        return list(ast.walk(self.module))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The path's parts without the ending: `("datafloor", "kernel", "money")`."""
        return PurePosixPath(self.path).with_suffix("").parts

    def says(self, node: ast.AST, what: str, instead: str) -> Finding:
        """A finding at a node of this file."""
        return Finding(self.path, getattr(node, "lineno", 1), what, instead)

    @property
    def context(self) -> str | None:
        """The context that this file belongs to."""
        inside = self.parts[:2] == ("datafloor", "contexts") and len(self.parts) > 3
        return self.parts[2] if inside else None

    @property
    def role(self) -> str | None:
        """Its role in the shape of a context: `rules` for `rules.py` and `rules/offers.py`."""
        return self.parts[3] if self.context else None


class Tree:
    """All text files of a checkout, but for what is built, hidden or downloaded."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources = {source.path: source for source in self._find()}

    def _find(self) -> Iterator[Source]:
        for folder, folders, names in walk(self.root):
            hidden = {name for name in folders if name.startswith(".") and name != ".ci"}
            folders[:] = sorted(set(folders) - hidden - SKIPPED)
            for name in sorted(names):
                file = Path(folder) / name
                if name == ".git":  # of a linked work tree
                    continue
                if file.suffix in TEXT and file.is_file() and file.stat().st_size < LONGEST:
                    yield Source(self.root, file.relative_to(self.root).as_posix())

    def python(self, *under: str) -> Iterator[Source]:
        """The Python files whose path begins with one of these."""
        for path, source in self.sources.items():
            if path.endswith(".py") and path.startswith(under or ("",)):
                yield source

    @cached_property
    def contexts(self) -> dict[str, list[Source]]:
        """The files of each context."""
        found: dict[str, list[Source]] = {}
        for source in self.python("datafloor/contexts/"):
            if source.context:
                found.setdefault(source.context, []).append(source)
        return found


def names(node: ast.AST) -> Iterator[str]:
    """The modules that an import statement names: `from a import b` gives `a.b`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = "." * node.level + (node.module or "")
        yield from (f"{base}.{alias.name}" for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute chain of names, and nothing for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def snake(name: str) -> str:
    """`PlaceOrder` as `place_order`."""
    return "".join("_" * (place > 0) + c.lower() if c.isupper() else c for place, c in _cut(name))


def _cut(name: str) -> Iterator[tuple[int, str]]:
    for place, letter in enumerate(name):
        inside_capitals = place > 0 and name[place - 1].isupper() and letter.isupper()
        ends = inside_capitals and not name[place + 1 : place + 2].islower()
        yield (0 if ends else place), letter
