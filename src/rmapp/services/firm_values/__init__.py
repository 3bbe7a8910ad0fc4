"""What is known of a firm, by the fields that conditions, scorecard, boards and stage evidence look at.

Nothing recorded means that a field is missing: it is never zero and never "no" (domain reference, 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.known import NOTHING, Known, Values
from rmapp.domain.money import Money, convert
from rmapp.services.firm_values.capital import capital
from rmapp.services.firm_values.claims import told
from rmapp.services.firm_values.evidence import evidence, ipo
from rmapp.services.firm_values.knowing import newer
from rmapp.services.firm_values.overseas import add_overseas
from rmapp.services.firm_values.people import people
from rmapp.services.firm_values.reading import read_facts
from rmapp.services.firm_values.register import register
from rmapp.services.firm_values.rights import rights
from rmapp.services.firm_values.risk import risk
from rmapp.services.firm_values.statements import current, statements
from rmapp.services.firm_values.years import years
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rmapp.services.firm_values.facts import FirmFacts
    from rmapp.storage.store import Store

__all__ = ["converter", "firm_values", "many_values"]

_SOME_REVENUE = Money(minor=1)


def firm_values(store: Store, firm_id: str) -> Values:
    """Return what is known of one firm; nothing for a firm that is gone."""
    return many_values(store, [firm_id]).get(firm_id, NOTHING)


def many_values(store: Store, firm_ids: Sequence[str]) -> dict[str, Values]:
    """Return what is known of these firms, in their order; about a thousand at a time are read best.

    Firms that are gone are left out.
    """
    facts = read_facts(store, list(dict.fromkeys(firm_ids)), converter(store))
    return {firm_id: _values(one) for firm_id, one in facts.items()}


def converter(store: Store) -> Callable[[Money, str], Money | None]:
    """Return a way from one currency to another with the rates of today; it gives None without a rate."""
    rates, today = current_rates(store), store.clock.today()

    def turned(money: Money, ccy: str) -> Money | None:
        found = convert(money, ccy, today, rates)
        return None if found is None else found.money

    return turned


def _values(facts: FirmFacts) -> Values:
    """Return what the rows of a firm say; of a fact both told and computed the newer one counts."""
    claims = told(facts)
    values: dict[str, Known] = {}
    for code, known in _computed(facts):
        better = newer(known, claims.get(code))
        values[code] = better or known
    for code, known in claims.items():
        values.setdefault(code, known)
    add_overseas(facts, values)
    values.pop("hard_stop", None)
    values.update(risk(facts, claims.get("hard_stop")))
    _add_revenue(values)
    return values


def _computed(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    snapshots = current(facts) if facts.snapshots else []
    yield from register(facts)
    yield from people(facts)
    yield from rights(facts)
    yield from capital(facts)
    if snapshots:
        yield from statements(facts, snapshots)
        yield from years(snapshots, facts.today)
    if facts.supply:
        suppliers = [one for one in facts.supply if one.relation == "supplier"]
        if suppliers:
            yield "supplier_count", Known(len(suppliers), "at_least", None, suppliers[-1].as_of, suppliers[-1].source)
    if facts.points:
        latest = max(facts.points, key=lambda one: one.year)
        yield "innovation_points_available", Known(value=True, as_of=latest.as_of, source=latest.source)
    yield from evidence(facts)
    yield from ipo(facts)


def _add_revenue(values: dict[str, Known]) -> None:
    """Let growth of a revenue that nobody gave a figure of say that there is one: growth is over something."""
    growth = values.get("revenue_growth_yoy")
    if growth is not None and "revenue_ttm" not in values:
        values["revenue_ttm"] = Known(_SOME_REVENUE, "at_least", None, growth.as_of, growth.source, growth.citation)
