"""What will be noted of a paper that leaves, said before it does: its last day, copies, and who gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from datetime import date


class Custody(NamedTuple):
    """What the log keeps of a paper besides the paper itself; the fields are arguments of `log_paper`."""

    copies: int
    recipient: str
    destroy_by: date | None


class PaperTermsLine(QWidget):
    """A small line above Save and Print; nobody is asked for what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self._copies = 1
        self._destroy_by: date | None = None
        self._recipient = LineEdit(name=_("Recipient"))
        self._field = Field(_("Recipient"), self._recipient)
        self._offered = ""
        self._line = PlainLabel("", role="small", tone="secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.space(5), 0, metrics.space(5), metrics.space(2))
        column.addWidget(self._field)
        column.addWidget(self._line)
        self._field.hide()
        self.hide()

    def show_terms(self, destroy_by: date | None, recipient: str | None) -> None:
        """Show the last day; a recipient that is offered can be changed, and what was typed stays."""
        self._copies, self._destroy_by = 1, destroy_by
        if recipient is not None and recipient != self._offered:
            self._offered = recipient
            self._recipient.setText(recipient)
        self._field.setVisible(recipient is not None)
        self._say()
        self.show()

    def set_copies(self, copies: int) -> None:
        """Take the number of copies that the printer was asked for."""
        self._copies = max(1, copies)

    def custody(self) -> Custody:
        """Return what is noted."""
        recipient = "" if self._field.isHidden() else self._recipient.text().strip()
        return Custody(self._copies, recipient, self._destroy_by)

    def _say(self) -> None:
        copies = ngettext("{n} copy", "{n} copies", self._copies).format(n=self._copies)
        if self._destroy_by is None:
            self._line.setText(_("No day to destroy it by · {copies}").format(copies=copies))
            return
        day = format_date(self._destroy_by, "short")
        self._line.setText(_("Destroy by {day} · {copies}").format(day=day, copies=copies))
