"""Covenants: when they are tested, what a statement says, and in which state they are (domain reference, 3.9)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from rmapp.domain import financial_figures as figures
from rmapp.domain import reference
from rmapp.domain.code_checks import code_problems
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money, round_half_away
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver, Operator

State = Literal["passed", "close", "failed", "late", "pending", "waived", "cured", "not_tested"]
"""What is said of a covenant; `close` is passed with less than a tenth of the threshold left."""

CLOSE_BP = 1000
BY_LATENESS = "information"
"""The type of covenant that fails when its proof has not come by the end of the grace."""

_MOST_DAYS = 730
_MOST_PERCENT = 1000
_MOST_DIGITS = 15
_STEP_MONTHS = MappingProxyType({"monthly": 1, "quarterly": 3, "semi_annual": 6, "annual": 12})
_PLACES = Decimal("0.0001")
_PERIODS = MappingProxyType(
    {
        "annual": ("fy", "ttm"),
        "semi_annual": ("h1", "h2"),
        "quarterly": ("q1", "q2", "q3", "q4"),
        "monthly": (),
    }
)
_ALL_PERIODS = ("fy", "ttm", "q1", "q2", "q3", "q4", "h1", "h2", "ytd9")
_FLOWS = frozenset({"revenue", "net_profit", "operating_cash_flow"})


class Schedule(Protocol):
    """When a covenant is tested: the part of it that days follow from."""

    @property
    def type(self) -> str:
        """The code of the type."""

    @property
    def frequency(self) -> str:
        """The code of the frequency."""

    @property
    def first_test_on(self) -> date | None:
        """The last day of the first period."""

    @property
    def days_to_deliver(self) -> int:
        """The days from the end of a period to the due day."""

    @property
    def grace_days(self) -> int:
        """The days of grace after the due day."""


class Reading(NamedTuple):
    """What a statement says of a metric: the value in the metric's unit, or `unlimited` where no cash is burnt.

    `snapshot` is the statement; a reading without it, or with no value and not unlimited, is unknown.
    """

    value: Decimal | None = None
    unlimited: bool = False
    snapshot: FinancialSnapshot | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether there is anything to hold against a threshold."""
        return self.unlimited or self.value is not None


UNKNOWN = Reading()


def later(first: date, months: int) -> date:
    """Return the day so many months later; the last day of a month stays one."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    at_end = first.day == monthrange(first.year, first.month)[1]
    return date(year, month + 1, last if at_end else min(first.day, last))


def period_after(schedule: Schedule, settled: date | None) -> date | None:
    """Return the first period end after the last settled test, past or to come; None where no more follow.

    A test that has been settled stands for the periods before it too. What is tested on event has no
    periods.
    """
    first = schedule.first_test_on
    if first is None or schedule.frequency == "event":
        return None
    if settled is None or settled < first:
        return first
    step = _STEP_MONTHS.get(schedule.frequency)
    if step is None:
        return None
    index = ((settled.year - first.year) * 12 + settled.month - first.month) // step
    end = later(first, step * index)
    return end if end > settled else later(first, step * (index + 1))


def is_period_end(schedule: Schedule, day: date) -> bool:
    """Tell whether a covenant is tested on a day; one that is tested on event is tested on any."""
    if schedule.frequency == "event":
        return True
    return period_after(schedule, day - timedelta(days=1)) == day


def due_on(schedule: Schedule, test_on: date) -> date:
    """Return the day the proof of a period is due."""
    return test_on + timedelta(days=schedule.days_to_deliver)


def grace_to(schedule: Schedule, due: date) -> date:
    """Return the last day of the grace that begins on the due day."""
    return due + timedelta(days=schedule.grace_days)


def holds(operator: Operator, value: Decimal, threshold: Decimal) -> bool:
    """Tell whether a value keeps to a threshold."""
    if operator == "<=":
        return value <= threshold
    if operator == "<":
        return value < threshold
    return value >= threshold if operator == ">=" else value > threshold


def headroom_bp(operator: Operator, value: Decimal | None, threshold: Decimal | None) -> int | None:
    """Return the distance to the threshold over the threshold, in basis points; below zero beyond it.

    (threshold - value) / threshold for "at most", (value - threshold) / threshold for "at least" (domain
    3.9). A threshold below zero counts by its size; of a threshold of zero there is no share: None.
    """
    if value is None or not threshold:
        return None
    distance = threshold - value if operator in ("<=", "<") else value - threshold
    return round_half_away(Fraction(distance) / abs(Fraction(threshold)) * 10_000)


def result_of(covenant: Covenant, reading: Reading) -> Literal["passed", "failed", "not_tested"]:
    """Return the result that a reading gives; what is not known is not tested."""
    if reading.unlimited:
        return "passed" if covenant.operator in (">=", ">") else "failed"
    if reading.value is None or covenant.threshold is None:
        return "not_tested"
    return "passed" if holds(covenant.operator, reading.value, covenant.threshold) else "failed"


def recorded_state(test: CovenantTest, headroom: int | None, waivers: Iterable[CovenantWaiver], today: date) -> State:
    """Return the state of one recorded test today; a waiver whose day has passed no longer helps."""
    if test.result in ("failed", "pending") and is_waived(waivers, today):
        return "waived"
    if test.result == "passed":
        return "close" if headroom is not None and headroom < CLOSE_BP else "passed"
    states: dict[str, State] = {
        "failed": "failed",
        "waived": "waived",
        "cured": "cured",
        "not_tested": "not_tested",
    }
    return states.get(test.result, "pending")


def waiting_state(schedule: Schedule, test_on: date, today: date) -> State:
    """Return the state of a period without a test: pending until its due day, then late.

    What is proved by delivery alone has failed when the grace has passed too; a figure is not failed by
    silence, it stays late.
    """
    due = due_on(schedule, test_on)
    if today <= due:
        return "pending"
    return "failed" if schedule.type == BY_LATENESS and today > grace_to(schedule, due) else "late"


def is_waived(waivers: Iterable[CovenantWaiver], today: date) -> bool:
    """Tell whether any of the waivers of a test holds today."""
    return any(one.granted_on <= today and (one.until is None or today <= one.until) for one in waivers)


def read_metric(metric: str | None, snapshot: FinancialSnapshot, ccy: str = "CNY") -> Reading:
    """Return what one statement says of a metric, in the metric's unit (65 for 65 %, yuan for amounts).

    Amounts in another currency than `ccy` are not known; values have at most four decimals.
    """
    if metric == "runway_months":
        months = figures.runway_months(snapshot)
        if months == figures.CASH_GENERATIVE:
            return Reading(None, unlimited=True, snapshot=snapshot)
        return Reading(_rounded(months), snapshot=snapshot)
    if metric in ("debt_ratio", "rd_intensity", "gross_margin"):
        share: Decimal | None = getattr(figures, metric)(snapshot)
        return Reading(None if share is None else _rounded(share * 100), snapshot=snapshot)
    if metric == "receivable_days":
        return Reading(_rounded(figures.receivable_days(snapshot)), snapshot=snapshot)
    held = getattr(snapshot, metric) if metric in FinancialSnapshot.model_fields else None
    if isinstance(held, Money):
        return Reading(held.amount if held.ccy == ccy else None, snapshot=snapshot)
    return Reading(Decimal(held) if isinstance(held, int) else None, snapshot=snapshot)


def read_on(covenant: Covenant, snapshots: Iterable[FinancialSnapshot], test_on: date) -> Reading:
    """Return what the firm's statements say of a covenant on the day of its test.

    Consolidated statements come before those of the single firm, periods as long as the test's frequency
    before others; amounts of a period (revenue, profit, cash flow) are read from such periods only.
    Restated and forecast statements do not count.
    """
    own = [one for one in figures.current_snapshots(snapshots) if one.period_end == test_on]
    return _first_known(covenant, own)


def read_latest(covenant: Covenant, snapshots: Iterable[FinancialSnapshot]) -> Reading:
    """Return the newest value that the firm's statements say of a covenant, whatever its day."""
    current = figures.current_snapshots(snapshots)
    for end in sorted({one.period_end for one in current}, reverse=True):
        reading = _first_known(covenant, [one for one in current if one.period_end == end])
        if reading.is_known:
            return reading
    return UNKNOWN


def covenant_problems(covenant: Covenant) -> dict[str, str]:
    """Return a sentence for each field of a covenant that cannot be accepted."""
    problems = code_problems(covenant)
    if covenant.type == "financial":
        problems |= _figure_problems(covenant)
    elif not covenant.name.strip():
        problems["name"] = _("Say what has to be delivered or done.")
    if covenant.first_test_on is None and covenant.frequency != "event":
        problems["first_test_on"] = _("Add the last day of the first period under test, for example 31 Dec.")
    for name in ("days_to_deliver", "grace_days"):
        if not 0 <= getattr(covenant, name) <= _MOST_DAYS:
            problems[name] = _("Write a number of days from 0 to {most}.").format(most=_MOST_DAYS)
    if covenant.ccy not in reference.currencies():
        problems["ccy"] = _("“{code}” is not on the list. Choose one of the list.").format(code=covenant.ccy)
    return problems


def unit_of(metric: str | None) -> str:
    """Return the unit of a metric: percent, months, days, money or count; count for none."""
    known = reference.covenant_metrics().get(metric or "")
    return known.unit if known else "count"


def _figure_problems(covenant: Covenant) -> dict[str, str]:
    problems = {}
    if covenant.metric is None:
        problems["metric"] = _("Choose what is tested.")
    elif covenant.metric == "other" and not covenant.name.strip():
        problems["name"] = _("Name the figure that is tested.")
    if covenant.threshold is None:
        problems["threshold"] = _("Write the threshold, for example 65.")
    elif covenant.threshold.adjusted() > _MOST_DIGITS:
        problems["threshold"] = _("Write a number, for example 12.5.")
    elif unit_of(covenant.metric) == "percent" and abs(covenant.threshold) > _MOST_PERCENT:
        problems["threshold"] = _("A percentage is written as 65 for 65%.")
    return problems


def _first_known(covenant: Covenant, snapshots: Sequence[FinancialSnapshot]) -> Reading:
    wanted = _PERIODS.get(covenant.frequency, _ALL_PERIODS)
    if covenant.metric not in _FLOWS:
        wanted = (*wanted, *(kind for kind in _ALL_PERIODS if kind not in wanted))
    for scope in ("consolidated", "single"):
        for kind in wanted:
            for snapshot in snapshots:
                if (snapshot.scope, snapshot.period_type) == (scope, kind):
                    reading = read_metric(covenant.metric, snapshot, covenant.ccy)
                    if reading.is_known:
                        return reading
    return UNKNOWN


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_PLACES, ROUND_HALF_UP)
