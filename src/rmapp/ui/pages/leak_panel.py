"""What the check found in a paper for the client, and the reason for letting it out all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.leak import leak_text, place_text
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel

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
        self._findings = PlainLabel("", role="small", tone="secondary", wrap=True)
        self._reason = LineEdit(name=_("Reason for letting it out"))
        self._field = Field(_("Reason, which is logged"), self._reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        client = Button(_("Open the client to change it"), kind="ghost", size="small")
        client.clicked.connect(self._on_client_clicked)
        for part in (self._head, self._findings, client, self._field):
            column.addWidget(part)
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
        lines = [_line(leak) for leak in leaks[:_MOST]]
        left_out = len(leaks) - len(lines)
        if left_out > 0:
            lines.append(ngettext("+{n} more", "+{n} more", left_out).format(n=left_out))
        self._findings.setText("\n".join(lines))
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

    def _on_client_clicked(self) -> None:
        self._context.open_client(self._firm_id)

    def _on_edited(self, _text: str) -> None:
        self._field.set_error("")


def _line(leak: Leak) -> str:
    """Return where something stands, what was found in it where that needs a decision, and the words themselves."""
    if not leak.needs_decision:
        return _("{place}: {text}").format(place=place_text(leak.place), text=leak.text)
    return _("{place}: {finding} {text}").format(place=place_text(leak.place), finding=leak_text(leak), text=leak.text)
