"""What the values of one imported row must be together: the rules of each kind of table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import cast

from rmapp.domain.firm import SUMMARY_LIMIT as FIRM_SUMMARY_LIMIT
from rmapp.domain.import_fields import ImportKind
from rmapp.domain.import_problem import Choice, RowProblem
from rmapp.domain.meeting import SUMMARY_LIMIT
from rmapp.domain.money import Money, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _

PROMISE_DAYS = 14
"""Days after a meeting when a promise without a date falls due."""

_DATE_ORDER = ("submitted_on", "approved_on", "signed_on", "available_from", "available_to", "maturity_on")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    values: dict[str, object]
    column_of: Mapping[str, str]
    today: date

    def error(self, field: str, cause: str, fix: str | None = None) -> RowProblem:
        return RowProblem(self.number, self.column_of.get(field), self._shown(field), cause, fix=fix)

    def look(self, field: str, cause: str, label: str) -> RowProblem:
        """Return a finding whose only answer is to accept what will be done."""
        column, choice = self.column_of.get(field), Choice("accept", label)
        return RowProblem(self.number, column, self._shown(field), cause, "look", "accept", (choice,), about="row")

    def _shown(self, field: str) -> str | None:
        value = self.values.get(field)
        if isinstance(value, Money):
            return format_money(value, "table")
        return None if value is None else str(value)


def apply_rules(
    kind: ImportKind, number: int, values: dict[str, object], column_of: Mapping[str, str], today: date
) -> list[RowProblem]:
    """Return what is wrong between the values of a row; missing values that follow are filled in."""
    rules: dict[ImportKind, Callable[[_Row], Iterator[RowProblem]]] = {
        "firms": _firm_rules,
        "people": _person_rules,
        "meetings": _meeting_rules,
        "facilities": _facility_rules,
    }
    return list(rules[kind](_Row(number, values, column_of, today)))


def _not_negative(row: _Row, *names: str) -> Iterator[RowProblem]:
    for name in names:
        value = row.values.get(name)
        if isinstance(value, Money) and value.minor < 0:
            yield row.error(name, _("Cannot be below zero"))


def _firm_rules(row: _Row) -> Iterator[RowProblem]:
    established = row.values.get("established_on")
    if isinstance(established, PartialDate) and established.first_day() > row.today:
        yield row.error("established_on", _("This day is in the future"))
    yield from _not_negative(row, "registered_capital", "paid_in_capital")
    summary = row.values.get("summary")
    if isinstance(summary, str) and len(summary) > FIRM_SUMMARY_LIMIT:
        row.values["summary"] = summary[: FIRM_SUMMARY_LIMIT - 1] + "…"
        cause = _("Longer than {limit} characters").format(limit=FIRM_SUMMARY_LIMIT)
        yield row.look("summary", cause, _("Cut it"))


def _person_rules(row: _Row) -> Iterator[RowProblem]:
    years = row.values.get("years_in_field")
    if isinstance(years, int) and years > 80:
        yield row.error("years_in_field", _("More than 80 years"))


def _meeting_rules(row: _Row) -> Iterator[RowProblem]:
    values = row.values
    start = cast("str", values["starts_at"])
    clock = values.get("start_time")
    if isinstance(clock, time) and "T" not in start:
        start = f"{start}T{clock.isoformat('minutes')}"
        values["starts_at"] = start
    day = date.fromisoformat(start[:10])
    if day > row.today and values.get("status", "planned") == "held":
        yield row.error("starts_at", _("A meeting that was held cannot be in the future"))
    values.setdefault("status", "planned" if day > row.today else "held")
    end = values.get("ends_at")
    if isinstance(end, str) and end < start:
        yield row.error("ends_at", _("The end is before the start"))
    summary = values.get("summary")
    if isinstance(summary, str) and len(summary) > SUMMARY_LIMIT:
        values["discussion"] = "\n\n".join(filter(None, (summary, cast("str", values.get("discussion", "")))))
        values["summary"] = summary[: SUMMARY_LIMIT - 1] + "…"
        cause = _("Longer than {limit} characters").format(limit=SUMMARY_LIMIT)
        yield row.look("summary", cause, _("Whole text to the discussion"))
    if not any(values.get(name) for name in ("summary", "discussion", "purpose")):
        yield row.look("summary", _("The note has no text"), _("Add anyway"))
    if values.get("promise") and "promise_due" not in values:
        values["promise_due"] = day + timedelta(days=PROMISE_DAYS)
        cause = _("The promise has no day: {n} days after the meeting are taken").format(n=PROMISE_DAYS)
        yield row.look("promise", cause, _("Accept"))


def _facility_rules(row: _Row) -> Iterator[RowProblem]:
    values = row.values
    limit, drawn = values.get("limit"), values.get("drawn")
    yield from _not_negative(row, "limit", "drawn")
    if isinstance(limit, Money) and limit.is_zero:
        yield row.error("limit", _("A limit must be above zero; leave it empty where it is not known"))
    if isinstance(limit, Money) and isinstance(drawn, Money):
        if limit.ccy != drawn.ccy:
            yield row.error("drawn", _("Limit and drawn amount have different currencies"))
        elif drawn > limit:
            above = _("Above the limit of {limit}").format(limit=format_money(limit))
            yield row.look("drawn", above, _("Keep"))
    earlier: tuple[str, date] | None = None
    for name in _DATE_ORDER:
        day = values.get(name)
        if not isinstance(day, date):
            continue
        if earlier is not None and day < earlier[1]:
            cause = _("Before “{other}” ({day})").format(other=row.column_of[earlier[0]], day=earlier[1])
            yield row.error(name, cause)
        earlier = (name, day)
    values.setdefault("status", _status(values, row.today))


def _status(values: dict[str, object], today: date) -> str:
    """Return the status that the dates and the drawn amount of a line speak for."""
    drawn, maturity = values.get("drawn"), values.get("maturity_on")
    owes = isinstance(drawn, Money) and drawn.minor > 0
    if isinstance(maturity, date) and maturity < today:
        return "matured" if owes else "closed"
    if owes or values.get("available_from"):
        return "active"
    if values.get("signed_on"):
        return "signed"
    return "approved" if values.get("approved_on") else "draft"
