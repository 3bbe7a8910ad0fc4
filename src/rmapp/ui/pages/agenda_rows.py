"""The rows of the agenda: a line for each visit, one for a day without any, and how their columns are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.time_zones import HOME_ZONE
from rmapp.domain.wording import format_date, format_relative, format_weekday
from rmapp.i18n import _, listed, ngettext
from rmapp.services.printing.agenda_paper import visit_lines
from rmapp.ui import fonts, paint
from rmapp.ui.models.column import Cell, Column
from rmapp.ui.models.two_lines import paint_two, two_lines
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QPainter

    from rmapp.services.visits.week_agenda import AgendaDay, AgendaVisit


class AgendaRow(NamedTuple):
    """A visit, or a day that has none; `leads` marks the first row of its day."""

    id: str
    on: date
    visit: AgendaVisit | None
    due: int
    leads: bool
    is_today: bool


def rows_of(days: Sequence[AgendaDay], today: date) -> list[AgendaRow]:
    """Return the rows of some days in order."""
    rows = []
    for day in days:
        if not day.visits:
            rows.append(AgendaRow(day.on.isoformat(), day.on, None, day.due, leads=True, is_today=day.on == today))
        for place, visit in enumerate(day.visits):
            rows.append(AgendaRow(visit.meeting_id, day.on, visit, day.due, not place, day.on == today))
    return rows


def columns() -> tuple[Column[AgendaRow], ...]:
    """Return the columns of the agenda."""
    return (
        Column("day", _("Day"), 132, _day, _paint_day, fixed=True),
        Column("time", _("Time"), 104, _time, _paint_time),
        Column("client", _("Client and purpose"), 240, _client, _paint_client, tip=_client, stretch=4, fixed=True),
        Column("where", _("Where"), 130, _where, tip=_where, stretch=2),
        Column("people", _("Who takes part"), 150, _people, tip=_people, stretch=2, from_width=1680),
        Column("state", _("State"), 104, state_text, _paint_state),
    )


def sentence(row: AgendaRow) -> str:
    """Return a row as it is read out."""
    parts = (_day(row), _time(row), _client(row), _where(row), _people(row), state_text(row))
    return listed(part.replace("\n", " ") for part in parts if part)


def state_text(row: AgendaRow) -> str:
    """Return the state of a visit, and its class where that keeps it off paper."""
    if row.visit is None:
        return ""
    status = reference.text("meeting_status", row.visit.status)
    if not row.visit.is_restricted:
        return status
    return f"{status}\n{reference.text('confidentiality', row.visit.confidentiality)}"


def _day(row: AgendaRow) -> str:
    name = _("{weekday} {date}").format(weekday=format_weekday(row.on), date=format_date(row.on, "short"))
    if row.is_today:
        name = _("Today, {day}").format(day=name)
    if not row.due:
        return name
    return f"{name}\n{ngettext('{n} promise due', '{n} promises due', row.due).format(n=row.due)}"


def _time(row: AgendaRow) -> str:
    if row.visit is None:
        return ""
    time = row.visit.time_text() or _("all day")
    return time if row.visit.time_zone == HOME_ZONE or row.visit.is_all_day else f"{time}\n{row.visit.time_zone}"


def _client(row: AgendaRow) -> str:
    if row.visit is None:
        return _("No visit that day")
    names = listed((row.visit.name, *row.visit.other_names))
    return f"{names}\n{visit_lines(row.visit)[0]}"


def _where(row: AgendaRow) -> str:
    return "" if row.visit is None else visit_lines(row.visit)[1]


def _people(row: AgendaRow) -> str:
    return "" if row.visit is None else visit_lines(row.visit)[2]


def _paint_day(painter: QPainter, cell: Cell, row: AgendaRow) -> None:
    if not row.leads:
        return
    theme = active()
    first, _break, second = _day(row).partition("\n")
    ink = theme.colour("accent_text" if row.is_today else "text_primary")
    if cell.compact or not second:
        paint.text(painter, cell.rect, first, fonts.font("body", 600), ink)
        return
    upper, lower = two_lines(cell.rect)
    paint.text(painter, upper, first, fonts.font("body", 600), ink)
    paint.text(painter, lower, second, fonts.font("small"), theme.colour("text_tertiary"))


def _paint_time(painter: QPainter, cell: Cell, row: AgendaRow) -> None:
    paint_two(painter, cell, _time(row))


def _paint_client(painter: QPainter, cell: Cell, row: AgendaRow) -> None:
    if row.visit is not None:
        paint_two(painter, cell, _client(row))
        return
    paint.text(painter, cell.rect, _client(row), fonts.font("small"), active().colour("text_tertiary"))


def _paint_state(painter: QPainter, cell: Cell, row: AgendaRow) -> None:
    paint_two(painter, cell, state_text(row))


def when_text(visit: AgendaVisit, today: date) -> str:
    """Return when a visit is: Fri 6 Mar 2026, 09:30–10:30, with how far away it is within a week."""
    day = _("{weekday} {date}").format(weekday=format_weekday(visit.on), date=format_date(visit.on))
    near = format_relative(visit.on, today)
    parts = [day, visit.time_text(), "" if visit.time_zone == HOME_ZONE else visit.time_zone]
    if near != format_date(visit.on):
        parts.append(near)
    return listed(part for part in parts if part)
