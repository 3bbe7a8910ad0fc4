"""A small picture of an attachment with its caption; a click opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent

from rmapp.domain import reference
from rmapp.domain.attachment import Attachment
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import IconButton, PaintedButton
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from rmapp.domain.attachment import StagedFile

WIDTH, HEIGHT = 148, 104
PADDING = 6


class AttachmentThumb(PaintedButton):
    """One attachment, or a file that waits for its note; `key` is its id or its digest."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, file: Attachment | StagedFile) -> None:
        super().__init__()
        self.file = file
        self.key = key_of(file)
        self._picture: QPixmap | None = None
        self._is_lost = False
        self._remover = IconButton("x", _("Remove"), self, size=24)
        self._remover.setHidden(isinstance(file, Attachment))
        self._remover.clicked.connect(self._on_remove_clicked)
        self.clicked.connect(self._on_clicked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title, self._sub = title_of(file), facts_of(file)
        self.setAccessibleName(listed([self._title, self._sub]))
        self.setToolTip(plain("\n".join(dict.fromkeys((self._title, file.name, self._sub)))))

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show the small picture; None means that the file cannot be read."""
        self._picture = picture
        self._is_lost = picture is None
        if self._is_lost:
            self.setAccessibleDescription(_("The file is missing or damaged."))
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the picture and two lines."""
        lines = metrics.line("small") + metrics.line("caption")
        return QSize(WIDTH + 2 * PADDING, HEIGHT + lines + 3 * PADDING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross in its corner."""
        super().resizeEvent(event)
        side = self._remover.sizeHint().width()
        self._remover.setGeometry(self.width() - side - PADDING - 2, PADDING + 2, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove a waiting file with Delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._remover.isHidden():
            self.removed.emit(self.key)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and the lines below it."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        ground = theme.colour("bg_hover" if self.is_hot() else "bg_surface")
        paint.box(
            painter, QRectF(self.rect()), fill=ground, border=theme.colour("border_subtle"), radius=metrics.radius("md")
        )
        frame = QRectF(PADDING, PADDING, self.width() - 2 * PADDING, HEIGHT)
        paint.box(painter, frame, fill=theme.colour("bg_sunken"), radius=metrics.radius("sm"))
        if self._picture is not None and not self._picture.isNull():
            self._paint_picture(painter, frame, self._picture)
        else:
            self._paint_mark(painter, frame)
        if not self._remover.isHidden():
            ground, border = theme.colour("bg_raised"), theme.colour("border_default")
            paint.box(
                painter, QRectF(self._remover.geometry()), fill=ground, border=border, radius=metrics.radius("sm")
            )
        self._paint_words(painter, frame.bottom() + PADDING)
        painter.end()

    def _paint_picture(self, painter: QPainter, frame: QRectF, picture: QPixmap) -> None:
        size = picture.deviceIndependentSize()
        scale = min(frame.width() / size.width(), frame.height() / size.height(), 1.0)
        wide, high = size.width() * scale, size.height() * scale
        place = QRectF(frame.center().x() - wide / 2, frame.center().y() - high / 2, wide, high)
        path = QPainterPath()
        path.addRoundedRect(frame, metrics.radius("sm"), metrics.radius("sm"))
        painter.save()
        painter.setClipPath(path)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        painter.restore()

    def _paint_mark(self, painter: QPainter, frame: QRectF) -> None:
        icon = "file-warning" if self._is_lost else "file-text" if self.file.pages else "eye"
        side = metrics.icon() * 2
        square = QRectF(frame.center().x() - side / 2, frame.center().y() - side / 2, side, side)
        icons.paint(painter, icon, square, active().colour("danger_text" if self._is_lost else "text_tertiary"))

    def _paint_words(self, painter: QPainter, top: float) -> None:
        theme = active()
        room = self.width() - 2 * PADDING
        line = QRectF(PADDING, top, room, metrics.line("small"))
        paint.text(painter, line, self._title, fonts.font("small", 500), theme.colour("text_primary"))
        left = float(PADDING)
        if isinstance(self.file, Attachment) and self.file.confidentiality == "restricted":
            side = metrics.line("caption") - 4
            icons.paint(painter, "lock", QRectF(left, line.bottom() + 2, side, side), theme.colour("text_secondary"))
            left += side + 4
        under = QRectF(left, line.bottom(), room - left + PADDING, metrics.line("caption"))
        paint.text(painter, under, self._sub, fonts.font("caption"), theme.colour("text_tertiary"))

    def _on_clicked(self) -> None:
        self.opened.emit(self.key)

    def _on_remove_clicked(self) -> None:
        self.removed.emit(self.key)


def key_of(file: Attachment | StagedFile) -> str:
    """Return what tells one file from another: its id, or the digest of one that waits."""
    return file.id if isinstance(file, Attachment) else file.sha256


def title_of(file: Attachment | StagedFile) -> str:
    """Return what an attachment is called: its caption, else its name."""
    return file.caption or file.name


def facts_of(file: Attachment | StagedFile) -> str:
    """Return in a few words what it is: kind, pages, day, print."""
    parts = [reference.text("attachment_kind", file.kind)]
    if file.pages:
        parts.append(ngettext("{n} page", "{n} pages", file.pages).format(n=file.pages))
    if file.taken_on is not None:
        parts.append(format_date(file.taken_on, "short"))
    if file.copy_no:
        parts.append(_("copy {number}").format(number=file.copy_no))
    return listed(parts)
