"""Room to paste a table of figures: it says at once what was understood, and in which unit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from rmapp.domain.pasted_figures import Pasted, read_pasted
from rmapp.i18n import _, listed, ngettext
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Choice, Field, TextArea
from rmapp.ui.widgets.labels import PlainLabel

MOST_NAMED = 4


class PastePanel(QFrame):
    """A table with labels at the left; where it has several columns, one is chosen."""

    taken = Signal(object)
    """Carries the chosen `PastedColumn`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pasted = Pasted((), ())
        self._area = TextArea(name=_("Rows of a label and numbers"), lines=5)
        self._unit = Choice(_units(), name=_("Unit of the numbers"), empty=_("choose"))
        self._column = Choice((), name=_("Column"))
        self._column_field = Field(_("Column"), self._column)
        self._said = PlainLabel("", role="small", tone="secondary", wrap=True)
        self._take = Button(_("Fill in"), kind="soft")
        self._build()
        self._area.changed.connect(self._read)
        self._unit.changed.connect(self._read)
        self._take.clicked.connect(self._on_take_clicked)
        self._read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        pad = metrics.space(3)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(metrics.space(2))
        column.addWidget(Field(_("Rows of a label and numbers, copied from a spreadsheet"), self._area))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        row.addWidget(Field(_("Unit of the numbers"), self._unit), 1)
        row.addWidget(self._column_field, 1)
        row.addWidget(self._take, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self._said)

    def begin(self) -> None:
        """Take what the clipboard holds, where it looks like a table, and the focus."""
        held = QApplication.clipboard().text()
        if "\t" in held and not self._area.text():
            self._area.set_text(held)
            self._read()
        self._area.setFocus()

    def _read(self) -> None:
        unit = self._unit.code()
        self._pasted = read_pasted(self._area.text(), int(unit or 1))
        columns = self._pasted.columns
        titles = [column.title or _("Column {n}").format(n=at) for at, column in enumerate(columns, start=1)]
        self._column.set_options([(str(at), title) for at, title in enumerate(titles)])
        self._column_field.setVisible(len(columns) > 1)
        self._take.setEnabled(bool(columns) and unit is not None)
        self._said.setText(self._found(unit))

    def _found(self, unit: str | None) -> str:
        if not self._area.text().strip():
            return _("The first column names the figures, for example Revenue or 营业收入.")
        if not self._pasted.columns:
            return _("No row was understood. The cells must be parted by tabs, as a spreadsheet copies them.")
        count = max(len(column.figures) for column in self._pasted.columns)
        said = ngettext("{n} figure understood.", "{n} figures understood.", count).format(n=count)
        if self._pasted.unknown:
            names = listed(self._pasted.unknown[:MOST_NAMED])
            left = _("Not known here, left out: {names}").format(names=names)
            said = f"{said} {left}"
        return said if unit is not None else _("{found} Choose the unit.").format(found=said)

    def _on_take_clicked(self) -> None:
        self.taken.emit(self._pasted.columns[int(self._column.code() or 0)])


def _units() -> tuple[tuple[str, str], ...]:
    return (
        ("1", _("yuan")),
        ("1000", _("thousand")),
        ("10000", _("ten thousand (万)")),
        ("1000000", _("million")),
        ("100000000", _("hundred million (亿)")),
    )
