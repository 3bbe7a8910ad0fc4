"""Step 4 of the import: what was written, what was left out, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.services.importing.imports import ImportReport


class FinishStep(QWidget):
    """The report of an import."""

    report_wanted = Signal(object)
    clients_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: ImportReport | None = None
        self._title = PlainLabel("", role="title")
        self._text = PlainLabel("", tone="secondary", wrap=True)
        self._rest = Button(_("Save the rows that were left out"), icon="file-spreadsheet")
        clients = Button(_("Go to the clients"), kind="primary", icon="users")
        another = Button(_("Import another file"))
        column = QVBoxLayout(self)
        column.setSpacing(metrics.space(3))
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel("circle-check", role="success"), 0, centre)
        column.addWidget(self._title, 0, centre)
        column.addWidget(self._text, 0, centre)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (another, self._rest, clients):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        self._rest.clicked.connect(self._on_rest_clicked)
        clients.clicked.connect(self.clients_wanted)
        another.clicked.connect(self.another_wanted)

    def show_report(self, report: ImportReport) -> None:
        """Show what an import wrote."""
        self._report = report
        self._title.setText(report.sentence())
        left = report.rows_left_out
        said = ngettext("{n} row was left out.", "{n} rows were left out.", left).format(n=left)
        undo = _("One Undo (Ctrl Z) takes the whole import back.")
        self._text.setText("\n".join([said, undo] if left else [undo]))
        self._rest.setVisible(left > 0)

    def _on_rest_clicked(self) -> None:
        self.report_wanted.emit(self._report)
