"""Commands and events: their names, who may ask, one stem, and what an event may hold."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from tools.tidy.tree import Finding, Source, Tree, dotted, snake

HARMLESS = {"bool", "Digest", "Instant", "Minor", "Money", "Currency", "PublicText"}
UNITS = {
    *("minor", "seconds", "days", "months", "years", "bytes", "rows", "files", "points"),
    *("version", "versions", "count", "seq", "number", "percent"),
    *("millionths", "thousandths", "exponent"),
}


class Message(NamedTuple):
    """One command or event class as written."""

    source: Source
    node: ast.ClassDef
    values: dict[str, ast.expr]
    """What is assigned in the class body: `kind`, `may`."""

    @property
    def kind(self) -> str:
        """Its name for ever, or nothing where none is written."""
        value = self.values.get("kind")
        return str(value.value) if isinstance(value, ast.Constant) else ""


def messages(tree: Tree, role: str, base: str) -> Iterator[Message]:
    """The classes in files of this role that derive from `Command` or `Event`."""
    for sources in tree.contexts.values():
        for source in sources:
            if source.role != role:
                continue
            for node in source.nodes:
                if isinstance(node, ast.ClassDef) and base in map(dotted, node.bases):
                    yield Message(source, node, _assigned(node))


def commands(tree: Tree) -> Iterator[Finding]:
    """A command says its kind and who may ask, and its stem runs through the context."""
    for message in messages(tree, "commands", "Command"):
        source, node = message.source, message.node
        kind = f"{source.context}.{snake(node.name)}"
        if message.kind != kind:
            yield source.says(node, f"{node.name} is not of kind {kind}", f'write kind = "{kind}"')
        if "may" not in message.values:
            yield source.says(node, f"{node.name} does not say who may ask", "write may = …")
        if not _decides(tree, source, snake(node.name)):
            yield source.says(
                node,
                f"{node.name} has no rule {snake(node.name)}",
                "one stem runs through: the command, its load, its rule, its test",
            )
        if not _opens(tree, source, node.name):
            yield source.says(
                node, f"{node.name} is never carried out", "give it a Way in the context's face"
            )


def command_tests(tree: Tree) -> Iterator[Finding]:
    """Each command's rule has a test file of its own."""
    for message in messages(tree, "commands", "Command"):
        source, stem = message.source, snake(message.node.name)
        test = f"tests/rules/{source.context}/test_{stem}.py"
        if test not in tree.sources:
            yield source.says(message.node, f"{message.node.name} has no {test}", "write it")


def event_kinds(tree: Tree) -> Iterator[Finding]:
    """An event's kind is its context, its class in snake case, and its version."""
    for message in messages(tree, "events", "Event"):
        source, node = message.source, message.node
        name = re.sub(r"V\d+$", "", node.name)
        stem = f"{source.context}.{snake(name)}"
        if not re.fullmatch(rf"{re.escape(stem)}\.v[1-9]\d*", message.kind):
            yield source.says(
                node, f"{node.name} is not of kind {stem}.v…", f'write kind = "{stem}.v1"'
            )


def event_fields(tree: Tree) -> Iterator[Finding]:
    """An event holds ids, money, instants, enums, digests, public text, flags, and counted units.

    A bare `str` could hold a name or an address, and the journal cannot forget.
    """
    known = _Types(tree)
    for message in messages(tree, "events", "Event"):
        for field in message.node.body:
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                for what in known.refused(field.target.id, field.annotation):
                    yield message.source.says(
                        field,
                        f"{message.node.name}.{field.target.id} may hold {what}",
                        "use an id, Money, Instant, an enum, a digest, PublicText, a text with a "
                        "pattern, or an int whose name ends in its unit",
                    )


class _Types:
    """The enums, structs and aliases of the house by name, and what they may hold."""

    def __init__(self, tree: Tree) -> None:
        self.enums: set[str] = set()
        self.structs: dict[str, ast.ClassDef] = {}
        self.aliases: dict[str, ast.expr] = {}
        for source in tree.python("datafloor/kernel/", "datafloor/contexts/"):
            for node in source.module.body:
                if isinstance(node, ast.ClassDef):
                    bases = {dotted(base).rpartition(".")[2] for base in node.bases}
                    if bases & {"Enum", "StrEnum", "IntEnum"}:
                        self.enums.add(node.name)
                    elif bases & {"Struct", "NamedTuple"}:
                        self.structs[node.name] = node
                    elif bases & self.structs.keys():  # its base comes before it
                        self.structs.setdefault(node.name, node)
                elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    self.aliases[node.targets[0].id] = node.value

    def refused(self, field: str, type_: ast.expr, deep: int = 0) -> Iterator[str]:
        """What a field of this type could hold that an event may not."""
        name = dotted(type_).rpartition(".")[2]
        if isinstance(type_, ast.Constant) and type_.value is None:
            return
        if name in HARMLESS or name in self.enums:
            return
        if isinstance(type_, ast.BinOp):
            yield from self.refused(field, type_.left, deep)
            yield from self.refused(field, type_.right, deep)
        elif isinstance(type_, ast.Subscript):
            yield from self._parametrised(field, type_, deep)
        elif name == "int":
            if field.rpartition("_")[2] not in UNITS:
                yield "an int without a unit"
        elif name in self.aliases and deep < 8:
            yield from self.refused(field, self.aliases[name], deep + 1)
        elif name in self.structs and deep < 8:
            for part in self.structs[name].body:
                if isinstance(part, ast.AnnAssign) and not _is_class_variable(part.annotation):
                    yield from self.refused(dotted(part.target), part.annotation, deep + 1)
        else:
            yield name or ast.unparse(type_)

    def _parametrised(self, field: str, type_: ast.Subscript, deep: int) -> Iterator[str]:
        parts = type_.slice.elts if isinstance(type_.slice, ast.Tuple) else [type_.slice]
        match dotted(type_.value).rpartition(".")[2]:
            case "Literal" | "ClassVar":
                return
            case "tuple" | "frozenset":
                for part in parts:
                    if not (isinstance(part, ast.Constant) and part.value is ...):
                        yield from self.refused(field, part, deep)
            case "Annotated":
                base, *notes = parts
                if dotted(base) == "str":
                    if not any("pattern=" in ast.unparse(note) for note in notes):
                        yield "free text"
                elif dotted(base) != "int":
                    yield from self.refused(field, base, deep)
            case other:
                yield other


def _is_class_variable(type_: ast.expr) -> bool:
    return "ClassVar" in ast.unparse(type_)


def _assigned(node: ast.ClassDef) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for line in node.body:
        if isinstance(line, ast.Assign):
            found |= {dotted(target): line.value for target in line.targets}
        elif isinstance(line, ast.AnnAssign) and line.value:
            found[dotted(line.target)] = line.value
    return found


def _decides(tree: Tree, source: Source, stem: str) -> bool:
    return any(
        isinstance(node, ast.FunctionDef) and node.name == stem
        for other in tree.contexts[source.context or ""]
        if other.role == "rules"
        for node in other.module.body
    )


def _opens(tree: Tree, source: Source, command: str) -> bool:
    face = tree.sources.get(f"datafloor/contexts/{source.context}/__init__.py")
    return face is not None and any(
        isinstance(node, ast.Dict) and command in map(dotted, filter(None, node.keys))
        for node in ast.walk(face.module)
    )
