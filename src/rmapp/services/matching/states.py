"""How every product stands for many firms at once: in use, proposed, refused, talked about, or only matched."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from rmapp.domain import matching as rules
from rmapp.domain.offers import products
from rmapp.domain.product_decision import ProductDecision
from rmapp.services.firm_values import converter, many_values
from rmapp.services.line_views import use_of
from rmapp.services.matching.decisions import is_quiet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.domain.known import Values
    from rmapp.domain.offers import Product
    from rmapp.storage.store import Store

State = Literal["in_use", "proposed", "refused", "mentioned", "eligible", "possible", "not_eligible"]
STATES: tuple[State, ...] = ("in_use", "proposed", "refused", "mentioned", "eligible", "possible", "not_eligible")

_LINES = """SELECT firm_id, facility_type, status FROM facility
    WHERE deleted_at IS NULL AND firm_id IN (SELECT value FROM json_each(?))"""
_NEEDS = """SELECT DISTINCT firm_id, product FROM need
    WHERE deleted_at IS NULL AND product IS NOT NULL AND firm_id IN (SELECT value FROM json_each(?))"""
_OF_USE: Mapping[str, State] = {
    "in_use": "in_use",
    "approved": "in_use",
    "proposed": "proposed",
    "mentioned": "mentioned",
}


def product_states(store: Store, firm_ids: Sequence[str]) -> dict[str, tuple[str | None, dict[str, State]]]:
    """Return by firm its stage and the state of each product that is still offered; firms that are gone are left out.

    A line of a product's type in use or approved counts as the product in use, whatever product it came from.
    About a thousand firms at a time are read best.
    """
    book = _Read(store, firm_ids)
    offered = [one for one in products().values() if not one.retired]
    return {
        firm_id: (_stage(known), {one.code: book.state(firm_id, known, one) for one in offered})
        for firm_id, known in many_values(store, firm_ids).items()
    }


class _Read:
    """What the book says of some firms beside their facts: lines, decisions, and what was talked about."""

    def __init__(self, store: Store, firm_ids: Sequence[str]) -> None:
        self._convert, self._today = converter(store), store.clock.today()
        self._lines = _lines(store, firm_ids)
        self._decided = _decided(store, firm_ids)
        self._mentioned = _mentioned(store, firm_ids)

    def state(self, firm_id: str, known: Values, product: Product) -> State:
        """Return how a product stands for a firm."""
        line = self._lines[firm_id].get(product.facility_type or "") if product.credit else None
        if line == "in_use":
            return line
        decision = self._decided.get((firm_id, product.code))
        if decision is not None and decision.answer == "proposed":
            return "proposed"
        if decision is not None and is_quiet(decision, rules.basis(product, known, self._convert), self._today):
            return "refused"
        if line is not None:
            return line
        result = rules.result_of(product, known, self._convert)
        return "mentioned" if (firm_id, product.code) in self._mentioned and result != "not_eligible" else result


def _stage(known: Values) -> str | None:
    stage = known.get("stage")
    return str(stage.value) if stage is not None else None


def _lines(store: Store, firm_ids: Sequence[str]) -> defaultdict[str, dict[str, State]]:
    found: defaultdict[str, dict[str, State]] = defaultdict(dict)
    for firm_id, kind, status in store.rows(_LINES, (json.dumps(list(firm_ids)),)):
        state = _OF_USE.get(use_of(status))
        if state is not None and found[firm_id].get(kind) != "in_use":
            found[firm_id][kind] = state
    return found


def _decided(store: Store, firm_ids: Sequence[str]) -> dict[tuple[str, str], ProductDecision]:
    found = store.all(ProductDecision, order="decided_on, rid", firm_id=list(firm_ids))
    return {(one.firm_id, one.product): one for one in found}


def _mentioned(store: Store, firm_ids: Sequence[str]) -> set[tuple[str, str]]:
    decided = store.all(ProductDecision, firm_id=list(firm_ids), answer="mentioned")
    told = store.rows(_NEEDS, (json.dumps(list(firm_ids)),))
    return {(one.firm_id, one.product) for one in decided} | {(firm, product) for firm, product in told}
