"""The covenants of one line as tables to export: what is agreed, and each test with its waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.covenant_rules import unit_of
from rmapp.domain.covenant_wording import covenant_text, metric_text, state_text
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.facility import Facility
from rmapp.i18n import _
from rmapp.services.lines.covenants import line_covenants
from rmapp.services.portfolio.line_part_tables import line_notes, yes_no

if TYPE_CHECKING:
    from rmapp.domain.covenant import Covenant, CovenantWaiver
    from rmapp.domain.export_table import ExportValue
    from rmapp.services.lines.covenant_views import RecordedTest
    from rmapp.services.lines.covenants import CovenantView
    from rmapp.storage.store import Store


def line_covenants_table(store: Store, facility_id: str) -> ExportTable:
    """Return the covenants of a line with their last test; percentages are written as 65. Raises NotFoundError."""
    facility = store.get(Facility, facility_id)
    columns = (
        ExportColumn(_("Covenant")),
        ExportColumn(_("Kind")),
        ExportColumn(_("Figure")),
        ExportColumn(_("Comparison")),
        ExportColumn(_("Threshold"), "number"),
        ExportColumn(_("Unit")),
        ExportColumn(_("How often")),
        ExportColumn(_("First period ends"), "date"),
        ExportColumn(_("Days to deliver"), "number"),
        ExportColumn(_("Days of grace"), "number"),
        ExportColumn(_("Last test"), "date"),
        ExportColumn(_("Value"), "number"),
        ExportColumn(_("Headroom"), "percent"),
        ExportColumn(_("State")),
        ExportColumn(_("Next test"), "date"),
        ExportColumn(_("Proof due"), "date"),
        ExportColumn(_("Consequence")),
        ExportColumn(_("In force")),
        ExportColumn(_("Note")),
    )
    rows = [_covenant(view) for view in line_covenants(store, facility_id)]
    title = _("Covenants of {line}").format(line=reference.text("facility_type", facility.facility_type))
    return ExportTable(title, columns, rows, line_notes(store, facility))


def covenant_tests_table(store: Store, facility_id: str) -> ExportTable:
    """Return all tests of a line's covenants, a row for each waiver of a test. Raises NotFoundError."""
    facility = store.get(Facility, facility_id)
    columns = (
        ExportColumn(_("Covenant")),
        ExportColumn(_("Period ends"), "date"),
        ExportColumn(_("Proof due"), "date"),
        ExportColumn(_("Grace ends"), "date"),
        ExportColumn(_("Proof came"), "date"),
        ExportColumn(_("Threshold"), "number"),
        ExportColumn(_("Value"), "number"),
        ExportColumn(_("Unit")),
        ExportColumn(_("Headroom"), "percent"),
        ExportColumn(_("Result")),
        ExportColumn(_("State today")),
        ExportColumn(_("Recorded again later")),
        ExportColumn(_("Cured on"), "date"),
        ExportColumn(_("Note")),
        ExportColumn(_("Waived on"), "date"),
        ExportColumn(_("Waived until"), "date"),
        ExportColumn(_("Approver")),
        ExportColumn(_("Reason of the waiver")),
    )
    rows = [
        [*_test(view, recorded), *_waiver(waiver)]
        for view in line_covenants(store, facility_id)
        for recorded in view.tests
        for waiver in recorded.waivers or (None,)
    ]
    title = _("Covenant tests of {line}").format(line=reference.text("facility_type", facility.facility_type))
    return ExportTable(title, columns, rows, line_notes(store, facility))


def _covenant(view: CovenantView) -> list[ExportValue]:
    one = view.covenant
    is_figure = one.type == "financial"
    return [
        covenant_text(one),
        reference.text("covenant_type", one.type),
        metric_text(one) if is_figure else None,
        one.operator if is_figure else None,
        one.threshold,
        _unit(one),
        reference.text("frequency", one.frequency),
        one.first_test_on,
        one.days_to_deliver,
        one.grace_days,
        view.last.test_on if view.last else None,
        view.value,
        view.headroom_bp,
        state_text(view.state),
        view.next_test_on,
        view.next_due_on,
        one.consequence or None,
        yes_no(one.active),
        _noted(one.note, unlimited=view.unlimited),
    ]


def _test(view: CovenantView, recorded: RecordedTest) -> list[ExportValue]:
    test = recorded.test
    return [
        covenant_text(view.covenant),
        test.test_on,
        test.due_on,
        recorded.grace_to,
        test.received_on,
        view.covenant.threshold if test.threshold is None else test.threshold,
        test.value,
        _unit(view.covenant),
        recorded.headroom_bp,
        reference.text("covenant_result", test.result),
        state_text(recorded.state),
        yes_no(recorded.superseded),
        test.cured_on,
        _noted(test.note, unlimited=recorded.unlimited),
    ]


def _waiver(waiver: CovenantWaiver | None) -> list[ExportValue]:
    if waiver is None:
        return [None, None, None, None]
    return [waiver.granted_on, waiver.until, waiver.approver or None, waiver.reason or None]


def _noted(note: str, *, unlimited: bool) -> str | None:
    return " · ".join(filter(None, (_("no cash burnt") if unlimited else "", note))) or None


def _unit(covenant: Covenant) -> str | None:
    if covenant.type != "financial":
        return None
    units = {"percent": "%", "months": _("months"), "days": _("days"), "money": covenant.ccy}
    return units.get(unit_of(covenant.metric))
