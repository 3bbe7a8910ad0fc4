"""Timings of the main job beside bare libraries, as ratios of medians measured in this one run.

    python3 tasks.py bench [--quick] [--only start,brief,list,save,search,credit,today,board,note,import,value,match]

Every pair is measured in turn, round after round. The times are of this machine and this moment; only the
ratios say something about another one. A goal counts as met for this run alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.bench import board, credit, imports, lists, matching, notes, papers, saves, searches, starts, today, values  # noqa: E402 - after the path
from tests.bench.books import Books  # noqa: E402 - the same
from tests.bench.measuring import table  # noqa: E402 - the same

AREAS = {
    "start": starts.measure,
    "brief": papers.measure,
    "list": lists.measure,
    "save": saves.measure,
    "search": searches.measure,
    "credit": credit.measure,
    "today": today.measure,
    "board": board.measure,
    "note": notes.measure,
    "import": imports.measure,
    "value": values.measure,
    "match": matching.measure,
}
MANY, FEW = 35_000, 3_500


def main(words=None):
    """Measure the areas that were asked for and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"fewer rounds, {FEW:,} firms: only to try the suite")
    parser.add_argument("--only", default=",".join(AREAS), help="areas, parted by commas")
    chosen = parser.parse_args(words)
    areas = chosen.only.split(",")
    if unknown := set(areas) - AREAS.keys():
        parser.error(f"there is no area {', '.join(sorted(unknown))}; there are {', '.join(AREAS)}")
    begun, lines = time.perf_counter(), []
    with tempfile.TemporaryDirectory(prefix="rmapp-bench-") as folder:
        books = Books(Path(folder), FEW if chosen.quick else MANY, quick=chosen.quick)
        for area in areas:
            print(f"Measuring: {area} …", flush=True)
            lines += AREAS[area](books)
    print(f"\n{table(lines)}\n")
    seconds = time.perf_counter() - begun
    print(f"Medians of turns in one run of {seconds:,.0f} s; {os.cpu_count()} processors, {platform.platform()},")
    print(f"Python {platform.python_version()}. The times are of this machine, only the ratios travel.")
    if chosen.quick:
        print("A quick run, with few rounds and firms: goals are meant for the whole one.")


if __name__ == "__main__":
    main()
