"""What the check of a calendar or of contact cards works with: the file, its rows, and the way into the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rmapp.domain.exchange_check import action_text
from rmapp.i18n import _, listed
from rmapp.services.calendars import calendar_exchange, contact_exchange
from rmapp.ui.models.column import Cell, Column
from rmapp.ui.models.two_lines import paint_two

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6.QtGui import QPainter

    from rmapp.domain.exchange_check import CheckRow, Decisions
    from rmapp.services.calendars.calendar_exchange import CalendarPlan
    from rmapp.services.calendars.contact_exchange import ContactPlan
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

Kind = Literal["calendar", "contacts"]


@dataclass(frozen=True)
class Source:
    """A kind of file that can be brought in: its words, and how it is read, checked and written."""

    title: str
    what: str
    choose: str
    pattern: str
    read: Callable[[Path], Any]
    plan: Callable[[UiContext, str, Any, Decisions], Any]
    apply: Callable[[UiContext, Any], Change[Any] | None]


def source(kind: Kind) -> Source:
    """Return what belongs to a kind of file."""
    if kind == "calendar":
        return Source(
            _("Visits from a calendar"),
            _("Event"),
            _("Choose a calendar file"),
            _("Calendars (*.ics)"),
            calendar_exchange.read_file,
            _plan_calendar,
            _apply_calendar,
        )
    return Source(
        _("People from contact cards"),
        _("Card"),
        _("Choose a file of contact cards"),
        _("Contact cards (*.vcf *.vcard)"),
        contact_exchange.read_file,
        _plan_contacts,
        _apply_contacts,
    )


def columns(what: str, names: Mapping[str, str]) -> tuple[Column[CheckRow], ...]:
    """Return the columns of the check; `names` are those of the clients, by id, and may grow."""

    def client(row: CheckRow) -> str:
        return listed(names.get(one, "") for one in row.firm_ids)

    return (
        Column("action", _("What becomes of it"), 156, _action, fixed=True),
        Column("what", what, 260, _what, _paint_what, tip=_what, stretch=3, fixed=True),
        Column("client", _("Client"), 150, client, tip=client, stretch=2),
        Column("cause", _("Note"), 180, _cause, tip=_cause, stretch=2),
    )


def sentence(row: CheckRow) -> str:
    """Return a row as it is read out."""
    return listed(part for part in (_action(row), row.title, row.detail, row.cause) if part)


def _action(row: CheckRow) -> str:
    return action_text(row.action)


def _what(row: CheckRow) -> str:
    return f"{row.title}\n{row.detail}" if row.detail else row.title


def _paint_what(painter: QPainter, cell: Cell, row: CheckRow) -> None:
    paint_two(painter, cell, _what(row))


def _cause(row: CheckRow) -> str:
    return row.cause


def _plan_calendar(context: UiContext, name: str, read: Any, decisions: Decisions) -> CalendarPlan:  # noqa: ANN401 - what `read` gave
    return context.ask(calendar_exchange.plan_calendar, name, read, decisions)


def _apply_calendar(context: UiContext, plan: CalendarPlan) -> Change[Any] | None:
    said = _said(plan.rows)
    return context.do(calendar_exchange.apply_calendar, plan, label=calendar_exchange.label(plan), toast=said)


def _plan_contacts(context: UiContext, name: str, read: Any, decisions: Decisions) -> ContactPlan:  # noqa: ANN401 - what `read` gave
    return context.ask(contact_exchange.plan_contacts, name, read, decisions)


def _apply_contacts(context: UiContext, plan: ContactPlan) -> Change[Any] | None:
    said = _said(plan.rows)
    return context.do(contact_exchange.apply_contacts, plan, label=contact_exchange.label(plan), toast=said)


def _said(rows: tuple[CheckRow, ...]) -> str:
    from rmapp.domain.exchange_check import outcome

    return outcome(rows).sentence()
