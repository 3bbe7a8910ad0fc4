"""The whole catalogue matched to every firm of a book, beside gathering what is known of them and nothing more.

Both sides take the same few hundred firms in turn, so that a slow moment of the machine hits both. The
conditions alone, on facts at hand, stand beside looking each of those facts up once.
"""

from __future__ import annotations

from rmapp.domain.condition import leaves
from rmapp.domain.matching import result_of
from rmapp.domain.offers import products
from rmapp.services.firm_values import converter, many_values
from rmapp.services.matching.coverage import Coverage, chunks
from tests.bench.books import opened
from tests.bench.measuring import Line, in_turn, timed

FEW = 5_000


def measure(books):
    """Return the lines about coverage, 30 products for each firm of the large book, and about the conditions alone."""
    workspace = opened(books.large)
    ids = [row[0] for row in workspace.store.rows("SELECT firm_id FROM firm_card")]
    try:
        found = in_turn({"book": lambda: _cover(workspace, ids)}, books.rounds(3))["book"]
        known = [values for chunk in chunks(ids[:FEW]) for values in workspace.ask(many_values, chunk).values()]
        convert = workspace.ask(converter)
        alone = in_turn(
            {
                "judged": lambda: timed(_judge, known, convert),
                "looked": lambda: timed(_look, known),
            },
            books.rounds(5),
        )
    finally:
        workspace.close()
    n = len(products())
    return [
        Line(f"{n} products matched to {len(ids):,} firms", found["matched"], "what is known of them", found["known"]),
        Line(f"  to {len(known):,} firms, facts at hand", alone["judged"], "each fact looked up", alone["looked"]),
    ]


def _cover(workspace, ids):
    """Return the milliseconds of matching all firms, and of gathering what is known of them."""
    found, passed = Coverage(), {"matched": 0.0, "known": 0.0}
    for turn, chunk in enumerate(chunks(ids)):
        sides = [("matched", found.add), ("known", many_values)]
        for name, verb in sides[:: -1 if turn % 2 else 1]:
            passed[name] += timed(workspace.ask, verb, chunk)
    return passed


def _judge(known, convert):
    offered = tuple(products().values())
    for values in known:
        for product in offered:
            result_of(product, values, convert)


def _look(known):
    fields = [leaf.field for product in products().values() for leaf in leaves(product.eligibility)]
    for values in known:
        for field in fields:
            values.get(field)
