"""The whole catalogue matched to every firm of a book, beside gathering what is known of them and nothing more."""

from __future__ import annotations

from rmapp.services.firm_values import many_values
from rmapp.services.matching.coverage import Coverage, chunks
from tests.bench.books import opened
from tests.bench.measuring import Line, in_turn, timed


def measure(books):
    """Return the line about coverage: 30 products for each firm of the large book, in chunks."""
    workspace = opened(books.large)
    ids = [row[0] for row in workspace.store.rows("SELECT firm_id FROM firm_card")]
    try:
        found = in_turn(
            {
                "matched": lambda: timed(_cover, workspace, ids),
                "known": lambda: timed(_know, workspace, ids),
            },
            books.rounds(3),
        )
    finally:
        workspace.close()
    return [
        Line(f"30 products matched to {len(ids):,} firms", found["matched"], "what is known of them", found["known"])
    ]


def _cover(workspace, ids):
    found = Coverage()
    for chunk in chunks(ids):
        workspace.ask(found.add, chunk)


def _know(workspace, ids):
    for chunk in chunks(ids):
        workspace.ask(many_values, chunk)
