"""What a bench returns, and how it measures: medians of repeated runs."""

import os
import platform
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Literal, TypedDict


class Figure(TypedDict):
    """A measured value; `goal` and `rival_value` are there where there are such."""

    name: str
    value: float
    unit: str
    goal: float | None
    better: Literal["higher", "lower"]
    rival: str
    rival_value: float | None
    machine: str
    command: str


def figure(
    name: str,
    value: float,
    unit: str,
    *,
    goal: float | None = None,
    better: Literal["higher", "lower"] = "higher",
    rival: str = "",
    rival_value: float | None = None,
) -> Figure:
    """One measured value, its goal, and what a rival does on the same machine in the same run."""
    return Figure(
        name=name,
        value=value,
        unit=unit,
        goal=goal,
        better=better,
        rival=rival,
        rival_value=rival_value,
        machine=machine(),
        command=f"python -m bench {name.partition('.')[0]}",
    )


def machine() -> str:
    """The machine in words: processor, cores that we may use, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores, Python {platform.python_version()}"


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.machine()


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def repeated(work: Callable[[], float], times: int = 3) -> float:
    """The median of some runs."""
    return median(work() for _ in range(times))


def meets(found: Figure) -> bool | None:
    """Whether a figure reaches its goal; `None` where it has none."""
    if found["goal"] is None:
        return None
    if found["better"] == "higher":
        return found["value"] >= found["goal"]
    return found["value"] <= found["goal"]
