"""What the debt of a line would do to the covenants of its client, as the editor says it (domain reference, 3.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.covenant_rules import holds
from rmapp.domain.covenant_wording import covenant_text, value_text
from rmapp.domain.facility_part_checks import as_covenant
from rmapp.domain.problem import Problem
from rmapp.i18n import _
from rmapp.services.lines import covenants

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from rmapp.domain.amounts import LineAmounts
    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.domain.money import Money
    from rmapp.services.lines.covenants import BreakWarning
    from rmapp.ui.context import UiContext

_DEBT = "debt_ratio"


class Effect(NamedTuple):
    """Debt over assets when all of the line is drawn, in percent, and the covenants that are then broken."""

    debt_ratio: Decimal | None
    warnings: tuple[Problem, ...]


class DebtEffects:
    """Asks the book once for each amount."""

    def __init__(self, context: UiContext, firm_id: str, facility_id: str | None) -> None:
        self._context, self._firm_id, self._facility_id = context, firm_id, facility_id
        self._known: dict[Money, tuple[Decimal | None, tuple[BreakWarning, ...]]] = {}

    def of(self, draft: FacilityDraft, amounts: LineAmounts, figures: Mapping[str, Decimal | None]) -> Effect:
        """Return what drawing all that is undrawn would do; nothing for what is no debt on the balance sheet."""
        kind = reference.facility_types().get(draft.facility_type)
        extra = amounts.undrawn
        if kind is None or not kind.counts_as_loan or extra is None or extra.minor <= 0:
            return Effect(None, self._now(draft, figures))
        if extra not in self._known:
            debt = self._context.ask(covenants.debt_ratio_with, self._firm_id, extra)
            broken = self._context.ask(covenants.would_break, self._firm_id, extra, self._facility_id)
            self._known[extra] = (debt.after if debt else None, broken)
        ratio, broken = self._known[extra]
        typed = {one.id for one in draft.covenants}
        stored = [
            Problem("", _said(one.text, one.after_text), severity="warning")
            for one in broken
            if one.covenant.facility_id != self._facility_id or one.covenant.id not in typed
        ]
        after = {**figures, _DEBT: ratio}
        return Effect(ratio, (*stored, *self._now(draft, after)))

    def _now(self, draft: FacilityDraft, figures: Mapping[str, Decimal | None]) -> tuple[Problem, ...]:
        """Return the covenants as typed that these figures break."""
        found = []
        for place, one in enumerate(draft.covenants):
            value = figures.get(one.metric or "")
            if value is not None and one.threshold is not None and not holds(one.operator, value, one.threshold):
                covenant = as_covenant(one, "", draft.ccy)
                message = _said(covenant_text(covenant), value_text(covenant, value))
                found.append(Problem(f"covenants.{place}.threshold", message, severity="warning"))
        return tuple(found)


def _said(covenant: str, value: str) -> str:
    return _("“{covenant}” would be broken when the line is fully drawn: {value}.").format(
        covenant=covenant, value=value
    )
