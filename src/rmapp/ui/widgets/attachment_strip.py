"""The attachments of a note or report that is being written: drop, paste, choose, or take from the camera's folder.

Files are stored at once and wait, so that a crash loses none that the draft names; they belong to the note only
when it is saved. Keep `raw()` in the draft, give it back with `set_raw()`, and hand `pending()` to
`services.attachments.attach` in the verb that saves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.attachment import StagedFile
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.file_intake import FileIntake, choose_sources, holds_sources, sources_in
from rmapp.ui.widgets.attachment_grid import AttachmentGrid
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.attachment import Attachment
    from rmapp.ui.context import UiContext
    from rmapp.ui.file_intake import FileSource


class AttachmentStrip(QWidget):
    """What is attached already, what waits, and the ways to add more."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._firm_id: str | None = None
        self._meeting_id: str | None = None
        self._stored: tuple[Attachment, ...] = ()
        self._pending: list[StagedFile] = []
        self._intake = FileIntake(context, self)
        self._grid = AttachmentGrid(context)
        self._said = PlainLabel("", role="small", tone="danger", wrap=True)
        self._said.hide()
        self._work = PlainLabel("", role="small", tone="tertiary")
        self.setAcceptDrops(not context.read_only)
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        self._adder = Button(_("Add files"), size="small", icon="paperclip")
        self._paster = Button(_("Paste"), size="small", icon="clipboard-paste")
        self._camera = Button(_("From the camera"), size="small", icon="folder-open")
        for button in (self._adder, self._paster, self._camera):
            button.setEnabled(not self._context.read_only)
            row.addWidget(button)
        row.addWidget(self._work)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._grid)

    def _connect(self) -> None:
        self._adder.clicked.connect(self._on_add_clicked)
        self._paster.clicked.connect(self.paste)
        self._camera.clicked.connect(self._on_camera_clicked)
        self._intake.staged.connect(self._on_staged)
        self._intake.refused.connect(self._on_refused)
        self._intake.counted.connect(self._on_counted)
        self._grid.opened.connect(self._on_opened)
        self._grid.removed.connect(self._on_removed)
        self._context.changed.connect(self._on_changed)

    def set_target(self, firm_id: str | None, meeting_id: str | None = None) -> None:
        """Say whose attachments these are; those that the meeting has already are shown before what waits."""
        self._firm_id, self._meeting_id = firm_id, meeting_id
        self._read()

    def pending(self) -> tuple[StagedFile, ...]:
        """Return the files that wait to be attached."""
        return tuple(self._pending)

    def set_pending(self, files: Iterable[StagedFile]) -> None:
        """Show these as waiting."""
        self._pending = list(files)
        self._show()

    def raw(self) -> list[dict[str, Any]]:
        """Return what waits, as a draft keeps it."""
        return [one.model_dump(mode="json") for one in self._pending]

    def set_raw(self, kept: Iterable[dict[str, Any]]) -> None:
        """Show again what a draft kept."""
        self.set_pending([StagedFile.model_validate(one) for one in kept])

    def is_busy(self) -> bool:
        """Tell whether files are still being read."""
        return self._intake.is_working()

    def take(self, sources: Sequence[FileSource]) -> None:
        """Take files in."""
        if sources and not self._context.read_only:
            self._said.hide()
            self._intake.take(sources)

    def paste(self) -> bool:
        """Take what is on the clipboard; False where it holds neither files nor a picture."""
        mime = QApplication.clipboard().mimeData()
        if not holds_sources(mime):
            self._on_refused(_("The clipboard holds neither a picture nor files."))
            return False
        self.take(sources_in(mime))
        return True

    def watch(self, field: QWidget) -> None:
        """Take pictures and files that are pasted into a text field, which could do nothing with them."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch a paste of files or a picture in a watched field; text is the field's own."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            mime = QApplication.clipboard().mimeData() if event.matches(QKeySequence.StandardKey.Paste) else None
            if mime is not None and holds_sources(mime) and (mime.hasUrls() or not mime.hasText()):
                self.take(sources_in(mime))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste with the focus on any part of the strip."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures."""
        if holds_sources(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; the files stay where they were."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(sources_in(event.mimeData()))

    def _read(self) -> None:
        from rmapp.services.paperwork.attachments import attachments

        self._stored = self._context.ask(attachments, meeting_id=self._meeting_id) if self._meeting_id else ()
        self._show()

    def _show(self) -> None:
        known = {one.sha256 for one in self._stored}
        self._grid.show_files([*self._stored, *(one for one in self._pending if one.sha256 not in known)])

    def _on_staged(self, file: StagedFile) -> None:
        if file.sha256 not in {one.sha256 for one in self._pending}:
            self._pending.append(file)
        self._show()
        self.changed.emit()

    def _on_refused(self, sentence: str) -> None:
        earlier = self._said.text() if self._said.isVisible() and self._intake.is_working() else ""
        self._said.setText("\n".join(filter(None, (earlier, sentence))))
        self._said.show()

    def _on_counted(self, n: int) -> None:
        self._work.setText(ngettext("Reading {n} file…", "Reading {n} files…", n).format(n=n) if n else "")

    def _on_add_clicked(self) -> None:
        self.take(choose_sources(self))

    def _on_camera_clicked(self) -> None:
        self._context.open_sheet("camera", picked=self.take)

    def _on_opened(self, key: str) -> None:
        waiting = {one.sha256: one for one in self._pending}
        if key in waiting:
            self._context.open_sheet("staged_file", file=waiting[key], described=self._on_described)
        else:
            self._context.open_sheet("attachment", attachment_id=key)

    def _on_described(self, file: StagedFile) -> None:
        self._pending = [file if one.sha256 == file.sha256 else one for one in self._pending]
        self._show()
        self.changed.emit()

    def _on_removed(self, key: str) -> None:
        self._pending = [one for one in self._pending if one.sha256 != key]
        self._show()
        self.changed.emit()

    def _on_changed(self, change: Any) -> None:  # noqa: ANN401 - a change of any result
        if self._meeting_id and "attachment" in change.touched:
            self._read()
