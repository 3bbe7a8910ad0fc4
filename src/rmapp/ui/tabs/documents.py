"""The papers of a client: files in the book, prints that left it, patents as security, and sources."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, listed, ngettext
from rmapp.services.clients.sources import sources
from rmapp.ui import metrics
from rmapp.ui.tabs.attachments_card import AttachmentsCard
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.papers_card import PapersCard
from rmapp.ui.tabs.patent_card import PatentDeskCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.sources import Source
    from rmapp.ui.context import UiContext

MOST_LABELS = 8
_ICONS = {
    "client_statement": "message-square-text",
    "public": "newspaper",
    "registry": "landmark",
    "credit_registry": "shield-check",
    "bank_system": "database",
    "own_observation": "eye",
    "third_party": "users",
}


class DocumentsTab(ClientTab):
    """Files, prints, the patent desk and the list of sources; Ctrl+V attaches what is on the clipboard."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._scroll = PageScroll(margin=6)
        self.files = AttachmentsCard(context)
        self._prints = PapersCard(context)
        self._desk = PatentDeskCard(context)
        self._card = SourcesCard(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._prints.scan_asked.connect(self.files.add_scan_of)
        for card in self._cards():
            self._scroll.body.addWidget(card)
        self._scroll.body.addStretch(1)

    def show_client(self, header: FirmHeader) -> None:
        """Show files, prints, rights and sources of this client."""
        for card in self._cards():
            card.show_client(header)

    def state(self) -> dict[str, Any]:
        """Return how far the tab is scrolled."""
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll as far as before."""
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def focus_filter(self) -> bool:
        """Move the focus into the search box of the files."""
        if not self.files.search.isVisible():
            return False
        self.files.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def acts_on(self, event: QKeyEvent) -> bool:
        """Take a paste while no field is being typed in."""
        return self.files.takes(event) and not isinstance(QApplication.focusWidget(), QLineEdit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Attach what is pasted."""
        if self.files.takes(event):
            self.files.paste()
            return
        super().keyPressEvent(event)

    def _cards(self) -> tuple[ClientCard, ...]:
        return self.files, self._prints, self._desk, self._card


class SourcesCard(ClientCard):
    """One row for each source: its citation, its kind and date, and the facts that rest on it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Sources"), icon="paperclip", adds=_("Add a fact with its source"))

    def fill(self, header: FirmHeader) -> None:
        """List the sources, cited ones first."""
        found = self.context.ask(sources, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("No fact about this client has a source yet."), _("Add a fact"))
        for index, source in enumerate(found):
            if index:
                self.add(Divider())
            self.add(_SourceRow(source))

    def add_one(self) -> None:
        """Open the sheet of a new fact."""
        self.context.open_sheet("fact", firm_id=self.firm_id)


class _SourceRow(QWidget):
    def __init__(self, source: Source) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, metrics.space(1), 0, metrics.space(1))
        row.setSpacing(metrics.space(3))
        row.addWidget(IconLabel(_ICONS.get(source.kind, "file-text")), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        kind = reference.text("info_source", source.kind)
        title = source.citation or kind
        words.addWidget(PlainLabel(title, weight=500, wrap=True, selectable=True))
        words.addWidget(PlainLabel(_dates(source, kind if source.citation else ""), role="small", tone="tertiary"))
        supports = _supports(source)
        words.addWidget(PlainLabel(supports, role="small", tone="secondary", wrap=True))
        row.addLayout(words, 1)
        count = ngettext("{n} fact", "{n} facts", len(source.supports)).format(n=len(source.supports))
        row.addWidget(PlainLabel(count, role="small", tone="tertiary"), 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(title)
        self.setAccessibleDescription(supports)


def _dates(source: Source, kind: str) -> str:
    entered = format_date(datetime.fromisoformat(source.first_seen).astimezone().date())
    if source.as_of is None:
        said = _("{kind}. In the book since {entered}") if kind else _("In the book since {entered}")
        return said.format(kind=kind, entered=entered)
    as_of = format_partial(source.as_of)
    if kind:
        return _("{kind}. As of {date}, in the book since {entered}").format(kind=kind, date=as_of, entered=entered)
    return _("As of {date}, in the book since {entered}").format(date=as_of, entered=entered)


def _supports(source: Source) -> str:
    labels = list(dict.fromkeys(support.label for support in source.supports))
    shown = listed(labels[:MOST_LABELS])
    if len(labels) <= MOST_LABELS:
        return shown
    return _("{facts} and {n} more").format(facts=shown, n=len(labels) - MOST_LABELS)
