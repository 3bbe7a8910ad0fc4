"""Files on their way into the book, one after the other: dropped, pasted or chosen, read beside the window, stored."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QImage, QImageWriter

from rmapp.domain.attachment import FORMATS
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.ui import messages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

    from rmapp.services.paperwork.attachment_intake import TakenFile
    from rmapp.ui.context import UiContext
    from rmapp.ui.jobs import Job, Progress


class FileSource(NamedTuple):
    """A file outside the book: where it lies, or its bytes where it came over the clipboard."""

    source: Path | bytes
    name: str = ""


class FileIntake(QObject):
    """Takes files in; each one ends as `staged` or as `refused` with a sentence."""

    staged = Signal(object)
    """Carries the `StagedFile`, whose bytes lie beside the book by now."""
    refused = Signal(str)
    counted = Signal(int)
    """How many files are still on their way."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: deque[FileSource] = deque()
        self._job: Job | None = None
        self._is_working = False

    def take(self, sources: Iterable[FileSource]) -> None:
        """Take these files in after those that wait already."""
        self._waiting.extend(sources)
        self._tell()
        if not self._is_working:
            self._begin_next()

    def is_working(self) -> bool:
        """Tell whether files are on their way."""
        return self._is_working

    def _tell(self) -> None:
        self.counted.emit(len(self._waiting) + (1 if self._is_working else 0))

    def _begin_next(self) -> None:
        self._is_working = bool(self._waiting)
        if not self._is_working:
            self._tell()
            return
        from rmapp.services.paperwork.attachment_intake import is_document

        one = self._waiting.popleft()
        if is_document(one.source):
            # The engine that reads PDFs also paints them here, and knows one thread only.
            self._document = one
            QTimer.singleShot(0, self, self._take_document)
            return
        self._job = self._context.start(_taken, one)
        self._job.finished.connect(self._on_taken)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    def _take_document(self) -> None:
        from rmapp.services.paperwork.attachments import take_in

        try:
            taken = take_in(self._document.source, self._document.name)
        except RmappError as problem:
            self._refuse(problem)
            return
        self._on_taken(taken)

    def _on_taken(self, taken: TakenFile) -> None:
        from rmapp.services.paperwork.attachments import stage

        self._job = None
        if not self._context.is_open:
            self._on_cancelled()
            return
        try:
            staged = self._context.workspace.do(stage, taken, label=_("File taken in")).result
        except RmappError as problem:
            self._refuse(problem)
            return
        self.staged.emit(staged)
        self._begin_next()

    def _on_failed(self, problem: BaseException) -> None:
        self._job = None
        if not isinstance(problem, RmappError):
            raise problem
        self._refuse(problem)

    def _on_cancelled(self) -> None:
        self._job = None
        self._waiting.clear()
        self._is_working = False
        self._tell()

    def _refuse(self, problem: RmappError) -> None:
        self.refused.emit(problem.message)
        self._begin_next()


def choose_sources(parent: QWidget) -> list[FileSource]:
    """Ask for pictures and PDFs."""
    pattern = _("Pictures and PDF ({endings})").format(endings=" ".join(f"*{ending}" for ending in FORMATS.split()))
    return [FileSource(path) for path in messages.choose_files(parent, _("Add files"), pattern)]


def holds_sources(mime: QMimeData) -> bool:
    """Tell whether something dropped or copied has files or a picture."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def sources_in(mime: QMimeData) -> list[FileSource]:
    """Return the files, else the picture, of something dropped or copied."""
    files = [FileSource(Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile()]
    if files or not mime.hasImage():
        return files
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return [FileSource(bytes(buffer.data().data()), _("Pasted picture.png"))]


def _taken(_progress: Progress, one: FileSource) -> TakenFile:
    from rmapp.services.paperwork.attachments import take_in

    return take_in(one.source, one.name)
