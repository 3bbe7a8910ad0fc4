"""How every product stands for many firms at once: in use, proposed, refused, talked about, or only matched."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import matching as rules
from rmapp.domain.exposure import is_ours
from rmapp.domain.offers import products
from rmapp.domain.product_decision import ProductDecision
from rmapp.services.firm_values import converter, many_values
from rmapp.services.lines.line_views import use_of
from rmapp.services.matching.decisions import QUIET_DAYS, is_quiet, is_secret
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.domain.known import Values
    from rmapp.domain.offers import Product
    from rmapp.storage.store import Store

State = Literal["in_use", "proposed", "refused", "mentioned", "eligible", "possible", "not_eligible"]
STATES: tuple[State, ...] = ("in_use", "proposed", "refused", "mentioned", "eligible", "possible", "not_eligible")

_LINES = """SELECT firm_id, facility_type, product_code, status, lender FROM facility
    WHERE deleted_at IS NULL AND firm_id IN (SELECT value FROM json_each(?))"""
_NEEDS = """SELECT firm_id, product, step, substr(created_at, 1, 10) FROM need
    WHERE deleted_at IS NULL AND product IS NOT NULL AND firm_id IN (SELECT value FROM json_each(?)) ORDER BY rid"""
_OF_USE: Mapping[str, State] = {
    "in_use": "in_use",
    "approved": "in_use",
    "proposed": "proposed",
    "mentioned": "mentioned",
}
_OF_STEP: Mapping[str, State] = {**_OF_USE, "declined": "refused"}
_STRONGEST: tuple[State, ...] = ("in_use", "proposed", "mentioned")


class _Told(NamedTuple):
    """What a call report says of a product, and when it was written."""

    on: date
    state: State


def product_states(store: Store, firm_ids: Sequence[str]) -> dict[str, tuple[str | None, dict[str, State]]]:
    """Return by firm its stage and the state of each product that is still offered; firms that are gone are left out.

    Only lines of our own bank count. One that came from a product counts for that product, any other for each
    product of its type; a line that is approved is in use. About a thousand firms at a time are read best.
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
        self._store, self._convert, self._today = store, converter(store), store.clock.today()
        self._lines = _lines(store, firm_ids)
        self._decided = _decided(store, firm_ids)
        self._told = _told(store, firm_ids)

    def state(self, firm_id: str, known: Values, product: Product) -> State:
        """Return how a product stands for a firm."""
        line = self._line(firm_id, product)
        if line == "in_use":
            return line
        said = self._said(firm_id, known, product)
        if said is not None and said != "mentioned":
            return said
        if line is not None:
            return line
        result = rules.result_of(product, known, self._convert)
        return "mentioned" if said is not None and result != "not_eligible" else result

    def _line(self, firm_id: str, product: Product) -> State | None:
        lines = self._lines.get(firm_id, {})
        found = {lines.get(product.code), lines.get(product.facility_type or "") if product.credit else None}
        return next((one for one in _STRONGEST if one in found), None)

    def _said(self, firm_id: str, known: Values, product: Product) -> State | None:
        """Return what was last decided or told about a product; None where nothing was, or it holds no longer."""
        decision, told = self._decided.get((firm_id, product.code)), self._told.get((firm_id, product.code))
        if decision is not None and is_secret(self._store, decision, known):
            decision = None
        if told is not None and (decision is None or told.on > decision.decided_on):
            is_over = told.state == "refused" and self._today > told.on + timedelta(days=QUIET_DAYS)
            return None if is_over else told.state
        if decision is None:
            return None
        if decision.answer == "mentioned":
            return "mentioned"
        if decision.answer == "proposed":
            # A proposed line speaks for itself; once it is over, the product was talked about all the same.
            return "proposed" if decision.facility_id is None else "mentioned"
        return "refused" if is_quiet(decision, rules.basis(product, known, self._convert), self._today) else None


def _stage(known: Values) -> str | None:
    stage = known.get("stage")
    return str(stage.value) if stage is not None else None


def _lines(store: Store, firm_ids: Sequence[str]) -> dict[str, dict[str, State]]:
    """Return by firm the strongest use of our own lines, by their product where one is known, else by their type."""
    own, offered = bank_names(store), products()
    found: dict[str, dict[str, State]] = {}
    for firm_id, kind, product, status, lender in store.rows(_LINES, (json.dumps(list(firm_ids)),)):
        state = _OF_USE.get(use_of(status))
        if state is None or not is_ours(lender, own):
            continue
        lines, key = found.setdefault(firm_id, {}), product if product in offered else kind
        lines[key] = min(state, lines.get(key, state), key=_STRONGEST.index)
    return found


def _decided(store: Store, firm_ids: Sequence[str]) -> dict[tuple[str, str], ProductDecision]:
    found = store.all(ProductDecision, order="decided_on, rid", firm_id=list(firm_ids))
    return {(one.firm_id, one.product): one for one in found}


def _told(store: Store, firm_ids: Sequence[str]) -> dict[tuple[str, str], _Told]:
    rows = store.rows(_NEEDS, (json.dumps(list(firm_ids)),))
    return {
        (firm, product): _Told(date.fromisoformat(on), _OF_STEP.get(step, "mentioned"))
        for firm, product, step, on in rows
    }
