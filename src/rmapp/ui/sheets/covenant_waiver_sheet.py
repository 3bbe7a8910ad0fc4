"""The sheets that end a breach: the bank's waiver, added to a log, and the cure of a failed test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.lines import covenants
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_covenant_waiver(window: QWidget, context: UiContext, covenant_id: str, test_on: date) -> EntitySheet:
    """Open the waiver of the failed or missing test of a period."""
    sheet = WaiverSheet(window, context, covenant_id, test_on)
    sheet.open(sheet.first_field())
    return sheet


def open_covenant_cure(window: QWidget, context: UiContext, covenant_id: str, test_id: str) -> EntitySheet:
    """Open the cure of a failed test."""
    sheet = CureSheet(window, context, covenant_id, test_id)
    sheet.open(sheet.first_field())
    return sheet


class WaiverSheet(EntitySheet):
    """Who waived it, until when, and why."""

    def __init__(self, window: QWidget, context: UiContext, covenant_id: str, test_on: date) -> None:
        self._covenant_id, self._test_on = covenant_id, test_on
        view = context.ask(covenants.covenant_view, covenant_id)
        title = _("Waive the test of {day}").format(day=format_date(test_on))
        super().__init__(window, context, title, subtitle=view.text, width=WIDTH)
        self.page.addWidget(Banner("info", _("A waiver is added to the log and never changed. The test stays.")))
        self._form = self.add_form(
            (
                FieldSpec("granted_on", _("Granted on"), "past_date", required=True),
                FieldSpec("until", _("Holds until"), "date", hint=_("Empty: for good")),
                FieldSpec("approver", _("Approved by"), required=True, span=2),
                FieldSpec("reason", _("Reason"), "multiline", required=True, span=2),
            )
        )
        self._form.set_values({"granted_on": context.clock.today()})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Begin with its end."""
        return self._form.control("until")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add the waiver."""
        label = _("Covenant waived")
        return self.context.do(covenants.waive, self._covenant_id, self._test_on, label=label, **values)


class CureSheet(EntitySheet):
    """When and how a failed test was cured."""

    def __init__(self, window: QWidget, context: UiContext, covenant_id: str, test_id: str) -> None:
        self._test_id = test_id
        view = context.ask(covenants.covenant_view, covenant_id)
        failed = next(one for one in view.tests if one.test.id == test_id)
        title = _("Cure the test of {day}").format(day=format_date(failed.test.test_on))
        super().__init__(window, context, title, subtitle=view.text, width=WIDTH)
        today = context.clock.today()
        if today > failed.grace_to:
            words = _("The grace ended on {day}.").format(day=format_date(failed.grace_to))
            self.page.addWidget(Banner("warning", words))
        self._form = self.add_form(
            (
                FieldSpec("on", _("Cured on"), "past_date", required=True),
                FieldSpec("note", _("How it was cured"), "multiline", required=True, span=2),
            )
        )
        self._form.set_values({"on": today})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Begin with the words."""
        return self._form.control("note")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Close the test."""
        return self.context.do(covenants.cure, self._test_id, label=_("Covenant cured"), **values)
