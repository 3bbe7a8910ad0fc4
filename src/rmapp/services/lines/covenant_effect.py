"""What more debt does to the figures that covenants look at (domain reference, 3.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import covenant_rules as rules
from rmapp.domain.covenant import Covenant
from rmapp.domain.covenant_wording import covenant_text, value_text
from rmapp.domain.facility import Facility, FxRate
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import convert
from rmapp.services.lines.line_views import is_counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from rmapp.domain.covenant_rules import Reading
    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

MOVED = ("debt_ratio", "interest_bearing_debt")
"""The metrics that more debt moves; all others stay as the statement has them."""


class DebtEffect(NamedTuple):
    """A figure of the newest statement, and what it becomes with more debt; in the metric's unit (59.8 for 59.8 %)."""

    metric: str
    before: Decimal
    after: Decimal
    snapshot: FinancialSnapshot


class BreakWarning(NamedTuple):
    """One covenant that more debt would break, with its figure `before` and `after`, in the metric's unit.

    `was_broken` says that the newest statement breaks it already.
    """

    covenant: Covenant
    before: Decimal
    after: Decimal
    was_broken: bool
    snapshot: FinancialSnapshot

    @property
    def text(self) -> str:
        """Return what has to be true, in the current language."""
        return covenant_text(self.covenant)

    @property
    def before_text(self) -> str:
        """Return the figure of the statement in its unit."""
        return value_text(self.covenant, self.before)

    @property
    def after_text(self) -> str:
        """Return the figure with the debt in its unit."""
        return value_text(self.covenant, self.after)


def would_break(
    store: Store, firm_id: str, extra_debt: Money, facility_id: str | None = None
) -> tuple[BreakWarning, ...]:
    """Return the financial covenants of a firm that would be broken if this much more were drawn.

    Looks at the covenants in force of lines in use or approved, and of `facility_id` whatever its status.
    Assumptions: the newest statement still holds; what is drawn stands as debt and, until it is spent, as
    an asset, so the debt ratio becomes (liabilities + x) / (assets + x) and interest-bearing debt grows by
    x; profit, cash flow, burn and all other figures stay as they are, cash too, for the money is spent. A
    figure that is not known, or a currency without a rate, warns of nothing.
    """
    lines = [one.id for one in store.all(Facility, firm_id=firm_id) if is_counted(one.status) or one.id == facility_id]
    covenants = store.all(Covenant, facility_id=lines, type="financial", active=1, metric=MOVED)
    statements = store.all(FinancialSnapshot, firm_id=firm_id)
    warnings = []
    for covenant in covenants:
        effect = _effect(store, covenant, statements, extra_debt)
        if effect is None or covenant.threshold is None:
            continue
        if not rules.holds(covenant.operator, effect.after, covenant.threshold):
            was_broken = not rules.holds(covenant.operator, effect.before, covenant.threshold)
            warnings.append(BreakWarning(covenant, effect.before, effect.after, was_broken, effect.snapshot))
    return tuple(warnings)


def debt_ratio_with(store: Store, firm_id: str, extra_debt: Money) -> DebtEffect | None:
    """Return the debt ratio of the newest statement and with more debt, as `would_break` has it; None if not known."""
    asked = Covenant(facility_id="", metric="debt_ratio")
    return _effect(store, asked, store.all(FinancialSnapshot, firm_id=firm_id), extra_debt)


def _effect(
    store: Store, covenant: Covenant, statements: Sequence[FinancialSnapshot], extra_debt: Money
) -> DebtEffect | None:
    before = rules.read_latest(covenant, statements)
    if before.value is None or before.snapshot is None:
        return None
    changed = _with_debt(store, before.snapshot, extra_debt)
    if changed is None:
        return None
    after: Reading = rules.read_metric(covenant.metric, changed, covenant.ccy)
    if after.value is None:
        return None
    return DebtEffect(covenant.metric or "", before.value, after.value, before.snapshot)


def _with_debt(store: Store, snapshot: FinancialSnapshot, extra_debt: Money) -> FinancialSnapshot | None:
    added: dict[str, Money] = {}
    for name in ("total_liabilities", "total_assets", "interest_bearing_debt"):
        held: Money | None = getattr(snapshot, name)
        if held is None:
            continue
        extra = convert(extra_debt, held.ccy, store.clock.today(), store.all(FxRate))
        if extra is None:
            return None
        added[name] = held + extra.money
    return snapshot.model_copy(update=added)
