"""Step 1 of the import: what the rows are, and the file they are in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.import_fields import kind_names
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.importing import imports
from rmapp.ui import messages, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Choice, Field
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.painted import Painted
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from rmapp.domain.import_fields import ImportKind
    from rmapp.domain.import_sheet import Sheet

_ENDINGS = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")


class ChooseStep(QWidget):
    """Kind, file and, where there are several, the sheet."""

    kind_chosen = Signal(str)
    file_chosen = Signal(object)
    sheet_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._kind = Segmented([(one.kind, one.label) for one in kind_names()], name=_("What the rows are"))
        self._drop = _DropArea()
        self._sheets = Choice(name=_("Sheet"))
        self._sheet_field = Field(_("Sheet"), self._sheets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(4))
        column.addWidget(PlainLabel(_("What are the rows?"), role="section"))
        column.addWidget(self._kind)
        self._drop.setFixedHeight(metrics.grown(280))
        column.addWidget(self._drop)
        column.addWidget(self._sheet_field)
        column.addWidget(
            PlainLabel(
                _("Do not import credit-registry reports or lists you were not given for this purpose."),
                role="small",
                tone="tertiary",
                wrap=True,
            )
        )
        column.addStretch(1)
        self._sheet_field.hide()
        self._kind.chosen.connect(self.kind_chosen)
        self._drop.chosen.connect(self._on_chosen)
        self._sheets.changed.connect(self.sheet_chosen)

    def kind(self) -> ImportKind:
        """Return what the rows are."""
        return cast("ImportKind", self._kind.code())

    def set_kind(self, kind: str) -> None:
        """Choose what the rows are."""
        self._kind.set_code(kind)

    def path(self) -> Path | None:
        """Return the chosen file."""
        return self._path

    def show_sheet(self, sheet: Sheet) -> None:
        """Show which sheet of the file is read."""
        if self._path is None:
            return
        try:
            names = [info.name for info in imports.sheets_in(self._path)]
        except RmappError:
            names = []
        self._sheet_field.setVisible(len(names) > 1)
        blocked = self._sheets.blockSignals(True)
        self._sheets.set_options([(name, name) for name in names])
        self._sheets.set_code(sheet.name)
        self._sheets.blockSignals(blocked)
        self._drop.say(self._path.name)

    def clear(self) -> None:
        """Forget the file."""
        self._path = None
        self._sheet_field.hide()
        self._drop.say("")

    def take(self, path: Path) -> None:
        """Read this file."""
        self._path = path
        self.file_chosen.emit(path)

    def _on_chosen(self, path: object) -> None:
        self.take(cast("Path", path))


class _DropArea(Painted):
    """A dashed area that takes a dropped file, with a button that asks for one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._text = PlainLabel("", role="subtitle")
        choose = Button(_("Choose a file"), kind="primary", icon="folder-open")
        choose.clicked.connect(self._on_choose_clicked)
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(metrics.space(3))
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        hint = PlainLabel(_("Excel (.xlsx) or CSV. Nothing is written until you agree."), tone="secondary")
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)
        self.describe(_("Drop a spreadsheet here"))
        self.say("")

    def say(self, text: str) -> None:
        """Show the name of the chosen file."""
        self._text.setText(text or _("Drop a spreadsheet here"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one spreadsheet."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        path = _dropped(event)
        if path is not None:
            self.chosen.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed edge."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint.box(painter, rect, fill=theme.colour("bg_surface"), radius=metrics.radius("lg"))
        corners = [rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()]
        for at, corner in enumerate(corners):
            paint.dashed(painter, corner, corners[(at + 1) % 4], theme.colour("border_default"))
        painter.end()

    def _on_choose_clicked(self) -> None:
        pattern = _("Spreadsheets (*.xlsx *.xlsm *.csv *.txt *.tsv)")
        path = messages.choose_file(self, _("Choose a spreadsheet"), pattern)
        if path is not None:
            self.chosen.emit(path)


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _ENDINGS else None
