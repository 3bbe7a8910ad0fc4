"""The card with the photos, scans and documents of a client: add, find, open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout

from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.services.paperwork import attachments
from rmapp.ui import metrics
from rmapp.ui.file_intake import FileIntake, choose_sources, holds_sources, sources_in
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.widgets.attachment_grid import AttachmentGrid
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

    from rmapp.domain.attachment import Attachment, StagedFile
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext
    from rmapp.ui.file_intake import FileSource

_SEARCH = 240


class AttachmentsCard(ClientCard):
    """Files are attached as soon as they are dropped, pasted or chosen; each is one step that Undo takes back."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Photos, scans and documents"), icon="paperclip")
        self._found: tuple[Attachment, ...] = ()
        self._copy_no = ""
        self._intake = FileIntake(context, self)
        self.search = FilterBox(_("Search names and captions"), name=_("Search names and captions"), icon="search")
        self._said = PlainLabel("", role="small", tone="danger", wrap=True)
        self._work = PlainLabel("", role="small", tone="tertiary")
        self._empty = PlainLabel("", tone="tertiary", wrap=True)
        self._grid = AttachmentGrid(context)
        self.setAcceptDrops(not context.read_only)
        self._build_parts()

    def _build_parts(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        self._adder = Button(_("Add files"), size="small", icon="paperclip")
        self._paster = Button(_("Paste"), size="small", icon="clipboard-paste", key="Ctrl V")
        self._camera = Button(_("From the camera"), size="small", icon="folder-open")
        self._adder.clicked.connect(self.add_one)
        self._paster.clicked.connect(self.paste)
        self._camera.clicked.connect(self._on_camera_clicked)
        for button in (self._adder, self._paster, self._camera):
            button.setEnabled(not self.context.read_only)
            row.addWidget(button)
        row.addWidget(self._work)
        row.addStretch(1)
        self.search.setFixedWidth(_SEARCH)
        row.addWidget(self.search)
        self.add(row)
        for part in (self._said, self._empty, self._grid):
            self.add(part)
        self._said.hide()
        self.search.searched.connect(self._on_searched)
        self._grid.opened.connect(self._on_opened)
        self._intake.staged.connect(self._on_staged)
        self._intake.refused.connect(self._on_refused)
        self._intake.counted.connect(self._on_counted)

    def show_client(self, header: FirmHeader) -> None:
        """Read the attachments of this client; another client starts without search."""
        if header.firm.id != self.firm_id:
            self.firm_id = header.firm.id
            self._said.hide()
            blocked = self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(blocked)
        self._found = self.context.ask(attachments.attachments, firm_id=self.firm_id)
        self.set_count(len(self._found) or None)
        self._show()

    def add_one(self) -> None:
        """Ask for files and attach them."""
        self._take("", choose_sources(self))

    def add_scan_of(self, copy_no: str) -> None:
        """Ask for the scan of a print and attach it with the number of that copy."""
        self._take(copy_no, choose_sources(self))

    def paste(self) -> None:
        """Attach what is on the clipboard."""
        mime = QApplication.clipboard().mimeData()
        if not holds_sources(mime):
            self._on_refused(_("The clipboard holds neither a picture nor files."))
            return
        self._take("", sources_in(mime))

    def takes(self, event: QKeyEvent) -> bool:
        """Tell whether a key press is a paste for this card."""
        return event.matches(QKeySequence.StandardKey.Paste) and not self.context.read_only

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures."""
        if holds_sources(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped; the files stay where they were."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._take("", sources_in(event.mimeData()))

    def _take(self, copy_no: str, sources: Sequence[FileSource]) -> None:
        if sources and not self.context.read_only:
            self._copy_no = copy_no
            self._said.hide()
            self._intake.take(sources)

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        shown = [one for one in self._found if all(word in _words_of(one) for word in words)]
        self._grid.show_files(shown)
        self.search.setVisible(len(self._found) > 1)
        self._empty.setVisible(not shown)
        self._empty.setText(
            _("No name or caption holds these words.")
            if self._found
            else _(
                "Drop photos, scans and PDFs here. They are scaled, freed of the place where they were taken, and kept "
                "encrypted in the book."
            )
        )

    def _on_searched(self, _text: str) -> None:
        self._show()

    def _on_opened(self, key: str) -> None:
        self.context.open_sheet("attachment", attachment_id=key)

    def _on_staged(self, file: StagedFile) -> None:
        if self._copy_no:
            file = file.model_copy(update={"kind": "sheet_scan", "copy_no": self._copy_no})
        label = _("Attached: {name}").format(name=file.name)
        try:
            self.context.do(attachments.attach, [file], self.firm_id, label=label)
        except InputError as problem:
            self._on_refused(problem.message)

    def _on_refused(self, sentence: str) -> None:
        earlier = self._said.text() if self._said.isVisible() and self._intake.is_working() else ""
        self._said.setText("\n".join(filter(None, (earlier, sentence))))
        self._said.show()

    def _on_counted(self, n: int) -> None:
        self._work.setText(ngettext("Reading {n} file…", "Reading {n} files…", n).format(n=n) if n else "")

    def _on_camera_clicked(self) -> None:
        self.context.open_sheet("camera", picked=self._on_picked)

    def _on_picked(self, sources: list[FileSource]) -> None:
        self._take("", sources)


def _words_of(one: Attachment) -> str:
    return f"{one.name}\n{one.caption}\n{one.copy_no}".casefold()
