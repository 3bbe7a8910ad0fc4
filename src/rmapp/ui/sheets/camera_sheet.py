"""The newest pictures of the folder that a camera or telephone fills, to be ticked and taken in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext
from rmapp.services.paperwork import attachments
from rmapp.ui import messages, metrics
from rmapp.ui.file_intake import FileSource
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.camera_tile import CameraTile
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.services.paperwork.attachment_intake import CameraPicture
    from rmapp.ui.context import UiContext

HOURS = 48
SHOWN = 60
_SIDE = 132


def open_camera(
    window: QWidget, context: UiContext, picked: Callable[[list[FileSource]], object] | None = None
) -> CameraSheet:
    """Open the sheet; `picked` is called with the files that were chosen."""
    sheet = CameraSheet(window, context)
    if picked is not None:
        sheet.picked.connect(picked)
    sheet.open()
    return sheet


class CameraSheet(Sheet):
    """The folder is a setting of this device; it is read when the sheet opens and never watched."""

    picked = Signal(list)

    def __init__(self, window: QWidget, context: UiContext) -> None:
        super().__init__(window, _("From the camera"), width=720)
        self._context = context
        self._tiles: list[CameraTile] = []
        self._unmade: list[CameraTile] = []
        self._folder = ElidedLabel("", role="small", tone="tertiary")
        self._said = PlainLabel("", tone="tertiary", wrap=True)
        self._tiles_box = QWidget()
        self._flow = FlowLayout(self._tiles_box, gap=metrics.space(2))
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_one)
        self._build_sheet()
        self._list(all_of_them=False)

    def _build_sheet(self) -> None:
        self.body.addWidget(self._folder)
        self.body.addWidget(self._said)
        scroll = PageScroll(surface="raised", margin=0)
        scroll.body.addWidget(self._tiles_box)
        scroll.body.addStretch(1)
        self.body.addWidget(scroll, 1)
        other = Button(_("Another folder"), icon="folder-open")
        other.clicked.connect(self._on_other_clicked)
        self._older = Button(_("Show older ones"), kind="ghost")
        self._older.clicked.connect(self._on_older_clicked)
        self.add_left(other)
        self.add_left(self._older)
        self._taker = Button("", kind="primary", icon="check", key="Ctrl Enter")
        self._taker.setShortcut("Ctrl+Return")
        self._taker.clicked.connect(self._on_take_clicked)
        self.add_right(self._taker)

    def _list(self, *, all_of_them: bool) -> None:
        chosen = self._context.settings.camera_folder
        found = attachments.camera_pictures(Path(chosen)) if chosen else []
        fresh = attachments.taken_within(found, self._context.clock.now(), HOURS)
        shown = (found if all_of_them else fresh)[:SHOWN]
        self._folder.setText(chosen)
        self._folder.setVisible(bool(chosen))
        self._older.setVisible(bool(found) and not all_of_them and len(found) > len(fresh))
        self._say(chosen, found, shown)
        self._fill(shown)

    def _say(self, chosen: str, found: list[CameraPicture], shown: list[CameraPicture]) -> None:
        if not chosen:
            said = _("Choose the folder that your camera or telephone fills. It is remembered on this device only.")
        elif not found:
            said = _("There is no picture in this folder.")
        elif not shown:
            said = _("No picture is newer than 48 hours.")
        else:
            said = _("Tick what belongs here. The pictures stay where they are; what is taken is scaled and encrypted.")
        self._said.setText(said)

    def _fill(self, shown: list[CameraPicture]) -> None:
        for tile in self._tiles:
            self._flow.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = [CameraTile(one.path, _moment(one.changed)) for one in shown]
        for tile in self._tiles:
            tile.toggled.connect(self._on_toggled)
            self._flow.addWidget(tile)
        self._unmade = list(self._tiles)
        self._timer.start()
        self._on_toggled()

    def _make_one(self) -> None:
        if not self._unmade:
            self._timer.stop()
            return
        tile = self._unmade.pop(0)
        picture = QPixmap()
        ratio = self.devicePixelRatioF()
        picture.loadFromData(attachments.thumbnail(tile.path, round(_SIDE * ratio)) or b"")
        picture.setDevicePixelRatio(ratio)
        tile.show_picture(picture)

    def _on_toggled(self) -> None:
        n = sum(tile.isChecked() for tile in self._tiles)
        self._taker.set_label(ngettext("Take {n} picture", "Take {n} pictures", n).format(n=n))
        self._taker.setEnabled(n > 0)

    def _on_other_clicked(self) -> None:
        settings = self._context.settings
        folder = messages.choose_folder(self, _("Folder of the camera"), settings.camera_folder)
        if folder is not None:
            settings.camera_folder = str(folder)
            self._context.save_settings()
            self._list(all_of_them=False)

    def _on_older_clicked(self) -> None:
        self._list(all_of_them=True)

    def _on_take_clicked(self) -> None:
        sources = [FileSource(tile.path) for tile in self._tiles if tile.isChecked()]
        self.dismiss()
        self.picked.emit(sources)


def _moment(changed: float) -> str:
    at = datetime.fromtimestamp(changed).astimezone()
    return _("{date}, {time}").format(date=format_date(at.date(), "short"), time=at.strftime("%H:%M"))
