"""What is known of every firm of a book, and the stage moves that follow from it.

It stands beside reading six kinds of their rows as entities and no more, the moves beside the values.
"""

from __future__ import annotations

from datetime import date
from random import Random

from rmapp.domain.claim import Claim
from rmapp.domain.clock import SystemClock
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.money import Money
from rmapp.domain.person import Person, Role
from rmapp.services.firm_values import many_values
from rmapp.services.stages import stage_proposals
from tests.bench import generator
from tests.bench.books import opened
from tests.bench.measuring import Line, in_turn, timed
from tests.books import new_book

CHUNK = 1_000
_KINDS = (FinancialSnapshot, Claim, FundingEvent, IpCountClaim, IpRight, Role)
_SAID = {
    "signed_orders": {"money": Money.of(5_000_000)},
    "supplier_count": {"number": 40, "qualifier": "more_than"},
    "has_export": {"answer": True},
    "top5_customer_share": {"share_bp": 4_500},
}


def measure(books):
    """Return the lines about values: the large book as it is, and firms with statements, claims and people."""
    rich = books.firms // 10
    folder = _rich(books, rich)
    lines = []
    for words, place, rounds in (
        (f"values of {books.firms:,} firms", books.large, books.rounds(3)),
        (f"  of {rich:,} firms with 3 years, 4 facts, rights, people", folder, books.rounds(5)),
    ):
        workspace = opened(place)
        ids = [row[0] for row in workspace.store.rows("SELECT firm_id FROM firm_card")]
        try:
            found = in_turn(_sides(workspace, ids), rounds)
        finally:
            workspace.close()
        lines.append(Line(words, found["values"], "six kinds of their rows, as entities", found["rows"]))
        lines.append(Line("  their stage moves, as once a day", found["moves"], "their values", found["values"]))
    return lines


def _sides(workspace, ids):
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    return {
        "values": lambda: timed(_values, workspace, chunks),
        "moves": lambda: timed(_propose, workspace),
        "rows": lambda: timed(_read, workspace.store, chunks),
    }


def _values(workspace, chunks):
    for chunk in chunks:
        workspace.ask(many_values, chunk)


def _propose(workspace):
    workspace.do(stage_proposals.refresh_all, label="Daily", undoable=False)


def _read(store, chunks):
    for chunk in chunks:
        for kind in _KINDS:
            store.all(kind, firm_id=chunk)


def _rich(books, count):
    """Make a book whose firms have what products, grade and boards look at."""
    folder = books.folder / "facts"
    folder.mkdir()
    workspace = new_book(folder, clock=SystemClock())
    generator.fill(workspace, count)
    ids = [row[0] for row in workspace.store.rows("SELECT firm_id FROM firm_card")]
    workspace.do(_write, ids, label="Facts", undoable=False)
    workspace.close()
    return folder / "book"


def _write(store, ids):
    store.add_many(row for at, firm_id in enumerate(ids) for row in _facts(Random(at), firm_id, store.clock.today()))


def _facts(random, firm_id, today):
    """Yield three years of statements, four claims, a round, two counts and records of rights, and a founder."""
    revenue = random.randrange(10**6, 10**8)
    for back in (3, 2, 1):
        revenue = revenue * random.randrange(9, 16) // 10
        yield FinancialSnapshot(
            firm_id=firm_id,
            period_end=date(today.year - back, 12, 31),
            revenue=Money.of(revenue),
            cost_of_sales=Money.of(revenue // 2),
            rd_expense=Money.of(revenue // 8),
            net_profit=Money.of(revenue // 20),
            operating_cash_flow=Money.of(revenue // 15),
            capex=Money.of(revenue // 30),
            cash=Money.of(revenue // 4),
            total_assets=Money.of(revenue * 2),
            total_liabilities=Money.of(revenue),
            net_assets=Money.of(revenue),
            headcount=random.randrange(10, 900),
        )
    for kind, said in _SAID.items():
        yield Claim(firm_id=firm_id, kind=kind, as_of=str(today.year), **said)
    yield FundingEvent(firm_id=firm_id, round="a", closed_on=str(today.year - 1), amount=Money.of(20_000_000))
    yield IpCountClaim(firm_id=firm_id, ip_type="invention", status="granted", count=random.randrange(40))
    yield IpRight(firm_id=firm_id, status="granted", filed_on="2020")
    person = Person(name="Test", degree="doctor")
    yield person
    yield Role(person_id=person.id, firm_id=firm_id, role="founder")
