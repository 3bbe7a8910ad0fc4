"""The covenants of a line: the last value, how far it is from the threshold, and its state in a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

from rmapp.domain.covenant_wording import metric_text, short_text, state_text, threshold_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.services.lines.covenants import line_covenants
from rmapp.services.portfolio.covenant_tables import covenant_tests_table, line_covenants_table
from rmapp.ui import fonts, paint
from rmapp.ui.covenant_wording import headroom_text, state_chip, statement_text
from rmapp.ui.tabs.export_button import Exportable, ExportButton
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.tabs.rows import EmptyLine, RowButton, clear
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.headroom import HeadroomBar
from rmapp.ui.widgets.labels import PlainLabel, plain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.lines.covenants import CovenantView
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext


class CovenantCard(Card):
    """One row for each covenant in force; a click opens its tests."""

    def __init__(self, context: UiContext, view: FacilityView) -> None:
        super().__init__(_("Covenants"), icon="scale")
        self._context = context
        self._facility_id = view.facility.id
        add = IconButton("plus", _("Add a covenant"), size=26)
        add.setEnabled(not context.read_only)
        add.clicked.connect(self._on_add_clicked)
        self.set_tools(add)
        tables = (
            Exportable(_("Covenants…"), line_covenants_table, (self._facility_id,)),
            Exportable(_("Tests and waivers…"), covenant_tests_table, (self._facility_id,)),
        )
        self._export = ExportButton(context, _("Export the covenants"), tables, firm_id=view.facility.firm_id)
        self.set_tools(self._export)
        self._show()

    def _show(self) -> None:
        clear(self.body)
        found = self._context.ask(line_covenants, self._facility_id)
        kept = [view for view in found if view.covenant.active]
        self.set_count(len(kept) or None)
        self.set_note(_next_words(kept))
        self._export.setVisible(bool(found))
        if not found:
            line = EmptyLine(
                _("No covenant is agreed for this line."), _("Add a covenant"), enabled=not self._context.read_only
            )
            line.clicked.connect(self._on_add_clicked)
            self.add(line)
            return
        table = LineTable(
            (
                Column(pgettext("covenant", "Test"), share=1),
                Column(pgettext("covenant", "Last"), is_number=True),
                Column(_("Headroom"), is_number=True),
                Column(_("State"), is_number=True),
            )
        )
        for view in found:
            table.add_row(self._cells(view))
        self.add(table)

    def _cells(self, view: CovenantView) -> list[QWidget | str]:
        name = _Name(view)
        name.setToolTip(plain(_tip(view)))
        name.setAccessibleDescription(_spoken(view))
        name.clicked.connect(self._on_name_clicked)
        if not view.covenant.active:
            return [name, view.value_text, "", PlainLabel(pgettext("covenant", "ended"), role="small", tone="tertiary")]
        return [name, _last(view), _headroom(view), state_chip(view.state)]

    def _on_add_clicked(self) -> None:
        self._context.open_sheet("covenant", facility_id=self._facility_id)

    def _on_name_clicked(self) -> None:
        self._context.open_sheet("covenant_history", covenant_id=self.sender().objectName())


class _Name(RowButton):
    """What is tested, and below it the threshold, which a narrow card must not cut; a click opens the tests."""

    def __init__(self, view: CovenantView) -> None:
        self._words = _two_lines(view)
        super().__init__(*self._words, opens=view.covenant.id)
        self.setAccessibleName(short_text(view.covenant))

    def sizeHint(self) -> QSize:
        """Take the room of the words."""
        above, below = self._words
        wide = max(paint.text_width(above, fonts.font("body", 500)), paint.text_width(below, fonts.font("small")))
        return QSize(round(wide) + 3, super().sizeHint().height() + 6)


def _two_lines(view: CovenantView) -> tuple[str, str]:
    if view.covenant.type == "financial":
        return metric_text(view.covenant), threshold_text(view.covenant)
    due = "" if view.next_due_on is None else _("due {day}").format(day=format_date(view.next_due_on))
    return view.text, due


def _next_words(views: list[CovenantView]) -> str:
    days = [view.next_test_on for view in views if view.next_test_on is not None]
    return _("next test {day}").format(day=format_date(min(days), "short")) if days else ""


def _last(view: CovenantView) -> PlainLabel:
    """Return the value of the last test, or in a lighter tone what the newest statement says."""
    is_tested = view.last is not None
    words = view.value_text if is_tested else view.reading_text
    if view.unlimited if is_tested else view.reading.unlimited:
        words = "–"
    label = PlainLabel(words, tone="primary" if is_tested else "tertiary", numeric=True)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _headroom(view: CovenantView) -> QWidget | str:
    if view.covenant.type != "financial":
        return ""
    is_tested = view.last is not None
    room = view.headroom_bp if is_tested else view.reading_headroom_bp
    unlimited = view.unlimited if is_tested else view.reading.unlimited
    return HeadroomBar(None if room is None else room / 10_000, headroom_text(room, unlimited=unlimited))


def _spoken(view: CovenantView) -> str:
    """Return the row as one sentence."""
    room = headroom_text(view.headroom_bp, unlimited=view.unlimited)
    words = _("{text}: {value}, headroom {room}, {state}")
    return words.format(text=view.text, value=view.value_text, room=room, state=state_text(view.state))


def _tip(view: CovenantView) -> str:
    said = [view.text]
    if view.last is not None:
        said.append(_("tested for {day}").format(day=format_date(view.last.test_on)))
    elif view.reading.snapshot is not None:
        said.append(
            _("not tested yet; newest statement: {statement}").format(statement=statement_text(view.reading.snapshot))
        )
    if view.next_test_on is not None and view.next_due_on is not None:
        words = _("next test {day}, proof due {due}")
        said.append(words.format(day=format_date(view.next_test_on), due=format_date(view.next_due_on)))
    return "\n".join(said)
