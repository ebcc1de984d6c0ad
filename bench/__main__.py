"""`python -m bench [NAME…]`: run the benches, keep the figures, and show what falls short."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from types import ModuleType

import msgspec

import bench
from bench.figure import Figure, machine, meets

RESULT = Path("build/bench.json")


def found() -> dict[str, ModuleType]:
    """The benches by name."""
    modules = {
        name: import_module(f"bench.{name}")
        for _, name, _ in pkgutil.iter_modules(bench.__path__)
        if name != "__main__"
    }
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def main(names: list[str]) -> int:
    """Run the benches asked for, or all. 0 when all ran, 1 when one failed, 2 when unknown."""
    known = found()
    if unknown := set(names) - set(known):
        print(f"no bench {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
        return 2
    figures: list[Figure] = []
    failed = []
    for name in names or known:
        print(f"{name} … ", end="", flush=True)
        begun = perf_counter()
        try:
            figures += [
                {"machine": machine(), "command": f"python -m bench {name}", **figure}
                for figure in known[name].run()
            ]
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
            print("failed")
        else:
            print(f"{perf_counter() - begun:.0f} s")
    keep(figures)
    print(table(figures))
    for line in failed:
        print(f"failed: {line}")
    return 1 if failed else 0


def keep(figures: list[Figure]) -> None:
    """Write the figures into the result file; those of other benches stay as they were."""
    RESULT.parent.mkdir(exist_ok=True)
    before = msgspec.json.decode(RESULT.read_bytes()) if RESULT.exists() else []
    fresh = {figure["name"] for figure in figures}
    kept = [figure for figure in before if figure["name"] not in fresh]
    lines = b",\n".join(msgspec.json.encode(figure) for figure in [*kept, *figures])
    RESULT.write_bytes(b"[\n" + lines + b"\n]\n")


def table(figures: list[Figure]) -> str:
    """The figures in columns, and a line for each goal that is missed."""
    rows = [("", "measured", "", "goal", "rival", "")]
    for figure in figures:
        sign = {True: "✓", False: "✗", None: " "}[meets(figure)]
        bound = "≥" if figure["better"] == "higher" else "≤"
        goal = f"{bound} {plain(figure['goal'])}" if figure["goal"] is not None else ""
        rival = plain(figure.get("rival_value")) if figure.get("rival_value") is not None else ""
        rows.append(
            (
                f"{sign} {figure['name']}",
                plain(figure["value"]),
                figure["unit"],
                goal,
                rival,
                figure.get("rival") or "",
            )
        )
    widths = [max(len(row[place]) for row in rows) for place in range(6)]
    right = (1, 3, 4)
    lines = [
        "  ".join(
            cell.rjust(widths[place]) if place in right else cell.ljust(widths[place])
            for place, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]
    short = [figure for figure in figures if meets(figure) is False]
    lines += ["", f"{len(short)} of {len(figures)} fall short of their goal" if short else ""]
    return "\n".join(["", machine(), *lines])


def plain(value: float | None) -> str:
    """A number as people read it."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
