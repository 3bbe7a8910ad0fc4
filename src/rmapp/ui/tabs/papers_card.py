"""The card with the papers about a client that left the book, each with its scan if it came back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.paperwork import attachments
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.record import PaperRecord
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

SHOWN = 8


class PapersCard(ClientCard):
    """Newest first; a print whose written sheet was scanned opens the scan."""

    scan_asked = Signal(str)
    """Asks for the scan of a print, by its copy number."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Printed and saved papers"), icon="printer")
        self._rest: list[PaperRecord] = []

    def fill(self, header: FirmHeader) -> None:
        """List the papers."""
        found = self.context.ask(attachments.papers_out, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("Nothing about this client was printed or saved yet."))
        for one in found[:SHOWN]:
            self._show(one)
        self._rest = found[SHOWN:]
        if self._rest:
            n = len(self._rest)
            more = LinkLabel(ngettext("{n} earlier paper", "{n} earlier papers", n).format(n=n))
            more.clicked.connect(self._on_more_clicked)
            self.add(more)

    def _show(self, one: PaperRecord) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(metrics.space(3))
        line.addWidget(IconLabel("printer" if one.kind == "printed" else "file-output"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(_title(one), weight=500))
        words.addWidget(PlainLabel(_facts(one), role="small", tone="tertiary", wrap=True))
        line.addLayout(words, 1)
        button = self._scan_button(one)
        if button is not None:
            line.addWidget(button)
        row.setAccessibleName(_title(one))
        row.setAccessibleDescription(_facts(one))
        self.add(row)

    def _scan_button(self, one: PaperRecord) -> Button | None:
        """Return what opens the scan of a print, or what adds it; a file that was let out has none."""
        if one.document == "attachment":
            return None
        scans = self.context.ask(attachments.scans_of, one.copy_no, self.firm_id)
        if scans:
            button = Button(_("Open the scan"), kind="soft", size="small", icon="paperclip")
            button.setObjectName(scans[0].id)
            button.clicked.connect(self._on_scan_clicked)
            return button
        button = Button(_("Add the scan"), kind="ghost", size="small", icon="paperclip")
        button.setObjectName(one.copy_no)
        button.setEnabled(not self.context.read_only)
        button.clicked.connect(self._on_add_clicked)
        return button

    def _on_scan_clicked(self) -> None:
        self.context.open_sheet("attachment", attachment_id=self.row_key())

    def _on_add_clicked(self) -> None:
        self.scan_asked.emit(self.row_key())

    def _on_more_clicked(self) -> None:
        self.sender().hide()  # type: ignore[attr-defined]  # it is the link
        for one in self._rest:
            self._show(one)
        self._rest = []


def _title(one: PaperRecord) -> str:
    return listed([reference.text("paper_document", one.document), one.copy_no])


def _facts(one: PaperRecord) -> str:
    day = format_date(datetime.fromisoformat(one.created_at).astimezone().date())
    done = _("printed {date} by {name}") if one.kind == "printed" else _("saved {date} by {name}")
    parts = [done.format(date=day, name=one.created_by)]
    parts.append(ngettext("{n} page", "{n} pages", one.pages).format(n=one.pages))
    parts.append(reference.text("audience", one.audience))
    parts.append(reference.text("confidentiality", one.confidentiality))
    if one.fate is not None:
        parts.append(reference.text("paper_fate", one.fate))
    elif one.destroy_by is not None:
        parts.append(_("to be destroyed by {date}").format(date=format_date(one.destroy_by)))
    if one.reason:
        parts.append(one.reason)
    return listed(parts)
