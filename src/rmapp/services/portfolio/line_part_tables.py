"""The parts of one credit line as tables to export: tranches and conditions, draw-downs with uses, limit history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.clients.firms import display_name
from rmapp.services.lines.line_story import line_story
from rmapp.services.lines.line_views import facility_view

if TYPE_CHECKING:
    from rmapp.domain.export_table import ExportValue
    from rmapp.domain.facility import Drawdown, DrawingCondition, DrawUse, Facility, Tranche
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


def parts_table(store: Store, facility_id: str) -> ExportTable:
    """Return the tranches of a line and the conditions of the whole line. Raises NotFoundError."""
    view = facility_view(store, facility_id)
    ccy = view.facility.ccy
    columns = (
        ExportColumn(_("Part")),
        ExportColumn(_("Purpose")),
        ExportColumn(_("Amount"), "money", ccy),
        ExportColumn(_("Drawn"), "money", ccy),
        ExportColumn(_("Planned"), "date"),
        ExportColumn(_("Condition")),
        ExportColumn(_("Holds back drawing")),
        ExportColumn(_("Due"), "date"),
        ExportColumn(_("Met on"), "date"),
        ExportColumn(_("Waived on"), "date"),
        ExportColumn(_("Reason of the waiver")),
    )
    rows = [_tranche(view, number, one) for number, one in enumerate(view.tranches, start=1)]
    rows += [_condition(one) for one in view.conditions]
    title = _("Tranches and conditions of {line}").format(line=view.name)
    return ExportTable(title, columns, rows, line_notes(store, view.facility))


def draws_table(store: Store, facility_id: str) -> ExportTable:
    """Return the draw-downs of a line, a row for each use; the amounts of a draw-down stand in its first row.

    Raises NotFoundError.
    """
    view = facility_view(store, facility_id)
    ccy = view.facility.ccy
    columns = (
        ExportColumn(_("Draw-down"), "number"),
        ExportColumn(_("Requested"), "date"),
        ExportColumn(_("Paid out on"), "date"),
        ExportColumn(_("Status")),
        ExportColumn(_("Tranche"), "number"),
        ExportColumn(_("Amount"), "money", ccy),
        ExportColumn(_("Not paid back"), "money", ccy),
        ExportColumn(_("Margin"), "money", ccy),
        ExportColumn(_("Notional"), "money", ccy),
        ExportColumn(_("Risk factor"), "percent"),
        ExportColumn(_("Due"), "date"),
        ExportColumn(_("Rate"), "percent"),
        ExportColumn(_("Purpose")),
        ExportColumn(_("Payee")),
        ExportColumn(_("Number")),
        ExportColumn(_("First check"), "date"),
        ExportColumn(_("Checked on"), "date"),
        ExportColumn(_("What was found")),
        ExportColumn(_("Pays for")),
        ExportColumn(_("Use in words")),
        ExportColumn(_("Amount of the use"), "money", ccy),
        ExportColumn(_("Payee of the use")),
        ExportColumn(_("Evidence")),
    )
    rows = [
        [*_draw(view, number, one, is_first=place == 0), *_use(one, part)]
        for number, one in enumerate(view.draws, start=1)
        for place, part in enumerate(one.uses or (None,))
    ]
    notes = list(line_notes(store, view.facility))
    if any(len(one.uses) > 1 for one in view.draws):
        notes.append(
            _("Each use has a row; the amounts of a draw-down stand in its first row, so sums count them once.")
        )
    return ExportTable(_("Draw-downs of {line}").format(line=view.name), columns, rows, notes)


def story_table(store: Store, facility_id: str) -> ExportTable:
    """Return how the limit of a line changed and why, oldest first. Raises NotFoundError."""
    view = facility_view(store, facility_id)
    story = line_story(store, [facility_id])
    columns = (
        ExportColumn(_("From"), "date"),
        ExportColumn(_("Limit before"), "money"),
        ExportColumn(_("Limit"), "money"),
        ExportColumn(_("Reason")),
    )
    rows = [(step.on, step.before, step.limit, step.reason or None) for step in story.steps]
    notes = list(line_notes(store, view.facility))
    if any(step.on is None for step in story.steps):
        notes.append(_("An empty day is not known."))
    return ExportTable(_("Limits of {line} over time").format(line=view.name), columns, rows, notes)


def line_notes(store: Store, facility: Facility) -> tuple[str, ...]:
    """Return what says which line a table is about: client, reference number, day."""
    day = _("As of {date}").format(date=format_date(store.clock.today()))
    return tuple(filter(None, (display_name(store, facility.firm_id), facility.reference_no, day)))


def yes_no(value: bool | None) -> str | None:  # noqa: FBT001 - it is the value of a cell
    """Return a truth as a cell; None where it is not known."""
    if value is None:
        return None
    return _("yes") if value else _("no")


def _tranche(view: FacilityView, number: int, one: Tranche) -> list[ExportValue]:
    return [
        _("Tranche {n}").format(n=number),
        one.purpose or None,
        one.amount,
        None if view.amounts.outstanding is None else view.used_of(one.id),
        one.planned_on,
        one.condition or None,
        yes_no(one.waits) if one.condition else None,
        one.condition_due_on,
        one.condition_met_on,
        None,
        None,
    ]


def _condition(one: DrawingCondition) -> list[ExportValue]:
    return [
        _("Whole line"),
        None,
        None,
        None,
        None,
        one.text,
        yes_no(one.blocking and one.waits),
        one.due_on,
        one.met_on,
        one.waived_on,
        one.waived_reason or None,
    ]


def _draw(view: FacilityView, number: int, one: Drawdown, *, is_first: bool) -> list[ExportValue]:
    places = {tranche.id: place for place, tranche in enumerate(view.tranches, start=1)}
    owed = None if view.amounts.outstanding is None else view.owed_of(one)
    amounts = [one.amount, owed, one.margin, one.notional]
    return [
        number,
        one.requested_on,
        one.disbursed_on,
        reference.text("draw_status", one.status),
        places.get(one.tranche_id or ""),
        *(amounts if is_first else [None] * len(amounts)),
        one.factor_bp,
        one.due_on,
        one.rate_bp,
        one.purpose or None,
        one.payee or None,
        one.instrument_no or None,
        one.first_check_on,
        one.checked_on,
        one.check_note or None,
    ]


def _use(one: Drawdown, part: DrawUse | None) -> list[ExportValue]:
    if part is None:
        return [reference.text("use_of_proceeds", one.use) if one.use else None, None, None, None, None]
    return [
        reference.text("use_of_proceeds", part.code),
        part.text or None,
        part.amount,
        part.payee or None,
        part.evidence or None,
    ]
