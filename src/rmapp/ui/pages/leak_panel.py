"""What the check found in a paper for the client, and the reason for letting it out all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.leak import leak_text, place_text
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.leak import Leak
    from rmapp.ui.context import UiContext

_MOST = 8


class LeakPanel(QWidget):
    """The findings, those that need a decision first; hidden where there are none."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._firm_id = ""
        self._deciding = False
        self._head = PlainLabel("", role="small", tone="warning", weight=600, wrap=True)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(metrics.space(2))
        self._reason = LineEdit(name=_("Reason for letting it out"))
        self._field = Field(_("Reason, which is logged"), self._reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        column.addWidget(self._head)
        column.addLayout(self._findings)
        column.addWidget(self._field)
        self.hide()
        self._reason.textEdited.connect(self._on_edited)

    def show_none(self) -> None:
        """Show nothing: the paper is for the house."""
        self._deciding = False
        self.hide()

    def show_leaks(self, firm_id: str, leaks: Sequence[Leak]) -> None:
        """Show what was found in a paper about a firm; nothing hides the panel."""
        self._firm_id = firm_id
        found = sum(leak.needs_decision for leak in leaks)
        self._deciding = found > 0
        self.setVisible(bool(leaks))
        if found:
            text = ngettext(
                "{n} thing the client should perhaps not read", "{n} things the client should perhaps not read", found
            )
            self._head.setText(text.format(n=found))
        else:
            self._head.setText(_("Typed by us; the client reads it as it stands"))
        self._head.set_tone("warning" if found else "secondary")
        clear(self._findings)
        for leak in leaks[:_MOST]:
            self._findings.addWidget(_Finding(self, leak))
        left_out = len(leaks) - _MOST
        if left_out > 0:
            more = ngettext("+{n} more", "+{n} more", left_out).format(n=left_out)
            self._findings.addWidget(PlainLabel(more, role="small", tone="tertiary"))
        self._field.setVisible(self._deciding)
        if not self._deciding:
            self._field.set_error("")

    def reason(self) -> str:
        """Return why the paper may leave; empty where nothing was found that needs a reason."""
        return self._reason.text().strip() if self._deciding else ""

    def may_leave(self) -> bool:
        """Tell whether the paper may leave; where the reason is missing, ask for it beside the field."""
        if not self._deciding or self.reason():
            return True
        self._field.set_error(_("Take it out of the paper, or say why the client may read it."))
        self._reason.setFocus()
        return False

    def go_to(self, leak: Leak) -> None:
        """Open the record that the words stand in."""
        if leak.place == "summary":
            self._context.open_sheet("firm", firm_id=self._firm_id)
        elif leak.place == "promise" and leak.record_id:
            self._context.open_sheet("promise", promise_id=leak.record_id)
        elif leak.place in ("place", "agenda") and leak.record_id:
            self._context.open_sheet("plan", meeting_id=leak.record_id)
        else:
            self._context.open_client(self._firm_id)

    def _on_edited(self, _text: str) -> None:
        self._field.set_error("")


class _Finding(QWidget):
    """One finding: where it stands, which leads there, what was found, and the words themselves."""

    def __init__(self, panel: LeakPanel, leak: Leak) -> None:
        super().__init__()
        self._panel, self._leak = panel, leak
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        place = LinkLabel(place_text(leak.place))
        place.clicked.connect(self._on_clicked)
        column.addWidget(place)
        if leak.needs_decision:
            column.addWidget(PlainLabel(leak_text(leak), role="small", tone="warning", wrap=True))
        column.addWidget(PlainLabel(leak.text, role="small", tone="secondary", wrap=True))

    def _on_clicked(self) -> None:
        self._panel.go_to(self._leak)
