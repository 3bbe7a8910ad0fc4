"""The list of clients beside an empty window and a bare table of 200-row windows on the same book."""

from __future__ import annotations

from tests.bench import list_bench
from tests.bench.measuring import Line, in_turn


def measure(books):
    """Return the lines about the list."""
    book = books.large
    found = in_turn({side: lambda side=side: list_bench.run(side, book) for side in list_bench.SIDES}, books.rounds(5))
    ours, trial, empty = found["page"], found["trial"], found["empty"]
    window, bare = "empty window", "bare 200-row windows"
    return [
        Line(f"list of {books.firms:,} clients, first painted", ours["first"], window, empty["first"]),
        Line(f"list of {books.firms:,} clients, first painted", ours["first"], bare, trial["first"], 1.2),
        Line("jump to its end", ours["end"], bare, trial["end"], 1.2),
        Line("filter keystroke to painted, median", ours["key"], bare, trial["key"]),
        Line("filter keystroke to painted, p95", ours["key_p95"], bare, trial["key_p95"]),
        Line("filter keystroke to painted, p95", ours["key_p95"], limit=35, limit_of="value"),
        Line("filter keystroke to painted, median", ours["key"], "painting an empty window", empty["first"]),
        Line("page down, median", ours["page_down"], bare, trial["page_down"]),
    ]
