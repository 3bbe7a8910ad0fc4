"""The tools of the measurements: rounds in turn, fresh processes, and the table of what was found."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
UNITS = {"ms": "{:,.0f} ms", "ms1": "{:,.1f} ms", "MB": "{:,.0f} MB"}


class Line(NamedTuple):
    """One line of the table: what was measured, what stands beside it, and the goal.

    `limit` is the largest ratio that meets the goal, or where `limit_of` is "value" the largest value.
    """

    measure: str
    value: float
    beside: str = ""
    other: float | None = None
    limit: float | None = None
    limit_of: str = "ratio"
    unit: str = "ms"

    @property
    def ratio(self):
        """Return how many times the other value this is; None where nothing stands beside it."""
        return self.value / self.other if self.other else None

    @property
    def met(self):
        """Tell whether the goal is met; None where there is none."""
        judged = self.ratio if self.limit_of == "ratio" else self.value
        return None if self.limit is None or judged is None else judged <= self.limit

    def cells(self):
        """Return the cells of the table as texts."""
        shown = UNITS[self.unit].format
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x"
        goal = "" if self.limit is None else f"<= {self.limit:g} x"
        if self.limit is not None and self.limit_of == "value":
            goal = f"<= {self.limit:g} {self.unit[:2]}"
        met = {True: "met", False: "NOT MET", None: ""}[self.met]
        return (self.measure, shown(self.value), self.beside, shown(self.other) if self.other else "", ratio, goal, met)


HEAD = ("measure", "rmapp", "beside", "", "ratio", "goal", "")


def table(lines):
    """Return the lines as a table of text."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at in {0, 2, 6} else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def in_turn(sides, rounds):
    """Measure all sides in turn, round after round and back again, so that a slow moment hits them all.

    `sides` maps names to functions that return a number or a dict of numbers. The first round fills the
    caches of the system and does not count. Return the medians by side.
    """
    found = {name: [] for name in sides}
    for turn in range(rounds + 1):
        for name, measure in list(sides.items())[:: -1 if turn % 2 else 1]:
            figure = measure()
            if turn:
                found[name].append(figure)
    return {name: _median(figures) for name, figures in found.items()}


def _median(figures):
    if isinstance(figures[0], dict):
        known = [key for key, value in figures[0].items() if value is not None]
        return dict.fromkeys(figures[0]) | {key: statistics.median(one[key] for one in figures) for key in known}
    return statistics.median(figures)


def percentile95(values):
    """Return the value that one in twenty exceeds."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def timed(work, *words):
    """Return the milliseconds that a call takes."""
    start = time.perf_counter()
    work(*words)
    return (time.perf_counter() - start) * 1000


def start(*words, home=None):
    """Start Python anew; return the milliseconds until its first line, and that line as figures."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
    }
    if home is not None:
        kinds = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")
        environment |= dict.fromkeys(kinds, str(home))
    command = [sys.executable, *map(str, words)]
    environment["BENCH_BEGUN"] = str(time.time())
    begun = time.perf_counter()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) as process:
        line = process.stdout.readline()
        passed = (time.perf_counter() - begun) * 1000
        _rest, errors = process.communicate()
    if process.returncode or not line:
        raise SystemExit(f"Measuring failed: {' '.join(command[:2])}\n{errors}")
    return passed, json.loads(line)
