"""Financial snapshots of a firm: recorded, restated, and shown with what follows from them (domain reference, 1.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain import financial_figures as rules
from rmapp.domain.code_checks import code_problems, future_problems
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm
from rmapp.domain.wording import format_period
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

Scope = Literal["consolidated", "single"]

AMOUNTS: tuple[str, ...] = (
    *("revenue", "product_revenue", "export_revenue", "online_revenue", "cost_of_sales", "rd_expense"),
    *("operating_cost", "operating_profit", "net_profit", "operating_cash_flow", "capex", "cash", "receivables"),
    *("inventory", "total_assets", "total_liabilities", "interest_bearing_debt", "net_assets", "tax_paid"),
)
"""The amounts of a snapshot, in the order of a statement."""

_MAY_BE_NEGATIVE = frozenset({"operating_profit", "net_profit", "operating_cash_flow", "net_assets", "tax_paid"})
_WHOLE_YEARS = ("fy", "ttm")


class Derived(NamedTuple):
    """What follows from one snapshot; ratios are fractions (0.15 is 15 %), None where not known."""

    rd_intensity: Decimal | None
    gross_margin: Decimal | None
    debt_ratio: Decimal | None
    receivable_days: Decimal | None
    monthly_burn: Money | None
    runway_months: Decimal | Literal["cash_generative"] | None


class Column(NamedTuple):
    """One snapshot as a column of the table; `title` is in the current language (2024, 2025 Q3, 2025e)."""

    snapshot: FinancialSnapshot
    title: str
    derived: Derived


class Figures(NamedTuple):
    """The figures of a firm in one scope.

    `years` and `parts` (part-years) go from the oldest to the newest; `forecasts` stand apart. `changes`
    compare `latest` with the same period a year before: growth of amounts as a fraction, and of the ratios
    and days the difference. `trailing_revenue` is that of the last twelve months. `superseded` counts
    restated snapshots, which are not shown.
    """

    scope: Scope
    years: tuple[Column, ...]
    parts: tuple[Column, ...]
    forecasts: tuple[Column, ...]
    latest: Column | None
    changes: dict[str, Decimal]
    trailing_revenue: Money | None
    warnings: tuple[str, ...]
    superseded: int


def figures(store: Store, firm_id: str, scope: Scope | None = None) -> Figures:
    """Return the figures of a firm; without `scope` the consolidated ones, else those of the single firm."""
    found = store.all(FinancialSnapshot, firm_id=firm_id)
    chosen: Scope = scope or ("single" if found and all(one.scope == "single" for one in found) else "consolidated")
    own = [one for one in found if one.scope == chosen]
    facts = rules.current_snapshots(own)
    restated = {one.supersedes for one in own}
    forecasts = sorted((one for one in own if one.forecast and one.id not in restated), key=lambda one: one.period_end)
    latest = facts[-1] if facts else None
    return Figures(
        scope=chosen,
        years=_columns(one for one in facts if one.period_type in _WHOLE_YEARS),
        parts=_columns(one for one in facts if one.period_type not in _WHOLE_YEARS),
        forecasts=_columns(forecasts),
        latest=_column(latest) if latest else None,
        changes=_changes(latest, facts) if latest else {},
        trailing_revenue=rules.trailing_year("revenue", own),
        warnings=tuple(dict.fromkeys(warning for one in facts for warning in _named_warnings(one))),
        superseded=sum(one.id in restated for one in own),
    )


def snapshot_of(store: Store, snapshot_id: str) -> FinancialSnapshot:
    """Return the figures of one period. Raises NotFoundError."""
    return store.get(FinancialSnapshot, snapshot_id)


def add_snapshot(store: Store, snapshot: FinancialSnapshot) -> FinancialSnapshot:
    """Write the figures of one period. Raises InputError beside the fields.

    A period that is there already is refused on `period_end`: restate it instead.
    """
    store.get(Firm, snapshot.firm_id)
    problems = snapshot_problems(store, snapshot)
    if _standing_twin(store, snapshot):
        problems["period_end"] = _("There are figures for this period already. Restate those.")
    _refuse(problems)
    return store.add(snapshot)


def change_snapshot(store: Store, snapshot_id: str, **fields: Any) -> FinancialSnapshot:
    """Correct a slip of typing; what the firm itself restated is `supersede`d."""
    changed = store.get(FinancialSnapshot, snapshot_id).model_copy(update=fields)
    problems = snapshot_problems(store, changed)
    _refuse({field: sentence for field, sentence in problems.items() if field in fields})
    return store.change(FinancialSnapshot, snapshot_id, **fields)


def supersede(store: Store, snapshot_id: str, **fields: Any) -> FinancialSnapshot:
    """Write restated figures for a period; the former ones stay in the history."""
    before = store.get(FinancialSnapshot, snapshot_id)
    if store.count(FinancialSnapshot, supersedes=snapshot_id):
        raise RuleError(_("These figures have been restated already. Restate the newer ones."))
    marks = ("id", "portfolio_id", "created_at", "created_by", "deleted_at")
    kept = {name: value for name, value in dict(before).items() if name not in marks}
    restated = FinancialSnapshot(**{**kept, **fields, "supersedes": snapshot_id})
    _refuse(snapshot_problems(store, restated))
    return store.add(restated)


def remove_snapshot(store: Store, snapshot_id: str) -> None:
    """Take figures out of the book; those they superseded count again."""
    store.remove(FinancialSnapshot, snapshot_id)


def snapshot_problems(store: Store, snapshot: FinancialSnapshot) -> dict[str, str]:
    """Return a sentence for each field that cannot be accepted."""
    problems = code_problems(snapshot)
    days = ("received_on", "as_of") if snapshot.forecast else ("period_end", "received_on", "as_of")
    problems |= future_problems(snapshot, days, store.clock.today())
    amounts = {name: amount for name in AMOUNTS if (amount := getattr(snapshot, name)) is not None}
    currencies = [amount.ccy for amount in amounts.values()]
    for name, amount in amounts.items():
        if amount.minor < 0 and name not in _MAY_BE_NEGATIVE:
            problems[name] = _("This amount cannot be below zero.")
        elif amount.ccy != currencies[0]:
            problems[name] = _("All amounts of one statement are in one currency.")
    for name in ("headcount", "rd_headcount"):
        if (getattr(snapshot, name) or 0) < 0:
            problems[name] = _("Write how many, as a number.")
    if not amounts and snapshot.headcount is None and snapshot.rd_headcount is None:
        problems["revenue"] = _("Write at least one figure.")
    return problems


def check_snapshot(snapshot: FinancialSnapshot) -> list[str]:
    """Return what looks wrong in figures and may be saved all the same."""
    return rules.snapshot_warnings(snapshot)


def _standing_twin(store: Store, snapshot: FinancialSnapshot) -> bool:
    twins = store.all(
        FinancialSnapshot,
        firm_id=snapshot.firm_id,
        period_type=snapshot.period_type,
        period_end=snapshot.period_end.isoformat(),
        scope=snapshot.scope,
        forecast=int(snapshot.forecast),
    )
    restated = {one.supersedes for one in twins}
    return any(one.id not in restated and one.id not in (snapshot.id, snapshot.supersedes) for one in twins)


def _columns(snapshots: Iterable[FinancialSnapshot]) -> tuple[Column, ...]:
    return tuple(_column(one) for one in snapshots)


def _column(snapshot: FinancialSnapshot) -> Column:
    end = snapshot.period_end
    title = str(end.year) if snapshot.period_type == "fy" else format_period(snapshot.period_type, end)
    return Column(snapshot, _("{period}e").format(period=title) if snapshot.forecast else title, _derive(snapshot))


def _derive(snapshot: FinancialSnapshot) -> Derived:
    return Derived(
        rd_intensity=rules.rd_intensity(snapshot),
        gross_margin=rules.gross_margin(snapshot),
        debt_ratio=rules.debt_ratio(snapshot),
        receivable_days=rules.receivable_days(snapshot),
        monthly_burn=rules.monthly_burn(snapshot),
        runway_months=rules.runway_months(snapshot),
    )


def _changes(latest: FinancialSnapshot, facts: Sequence[FinancialSnapshot]) -> dict[str, Decimal]:
    growths = {name: rules.yearly_growth(name, latest, facts) for name in AMOUNTS}
    changes = {name: rate for name, rate in growths.items() if rate is not None}
    before = _year_before(latest, facts)
    if before is not None:
        old, new = _derive(before), _derive(latest)
        for name in ("rd_intensity", "gross_margin", "debt_ratio", "receivable_days"):
            then, now = getattr(old, name), getattr(new, name)
            if then is not None and now is not None:
                changes[name] = now - then
    return changes


def _year_before(latest: FinancialSnapshot, facts: Sequence[FinancialSnapshot]) -> FinancialSnapshot | None:
    end = latest.period_end
    for one in facts:
        same = one.period_type == latest.period_type and one.period_end.month == end.month
        if same and one.period_end.year == end.year - 1:
            return one
    return None


def _named_warnings(snapshot: FinancialSnapshot) -> list[str]:
    period = format_period(snapshot.period_type, snapshot.period_end)
    return [
        _("{period}: {warning}").format(period=period, warning=warning) for warning in rules.snapshot_warnings(snapshot)
    ]


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)
