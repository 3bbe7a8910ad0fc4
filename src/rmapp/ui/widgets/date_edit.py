"""A field for a date: it takes "fri", "18 Dec", "周五", "+10" and says which day that is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal

from rmapp.errors import InputError
from rmapp.ui import paint
from rmapp.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.partial_date import PartialDate

_FRAME = 26
"""Pixels that border and padding of the field take."""

_WIDE_DAYS = (dt.date(2028, 9, 28), dt.date(2028, 11, 28), dt.date(2028, 5, 28))
STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class DateEdit(LineEdit):
    """A day, or with `partial` also a month or a year; arrow keys move a day.

    `future` says where a date without a year lies when it could be either.
    """

    changed = Signal()
    echoed = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str,
        future: bool = True,
        partial: bool = False,
        today: dt.date | None = None,
    ) -> None:
        super().__init__(parent, name=name, icon="calendar-days")
        self._future, self._partial, self._today = future, partial, today
        self._kept: dt.date | PartialDate | None = None
        self._kept_text = ""
        self.textEdited.connect(self._on_edited)

    def date(self) -> dt.date | PartialDate | None:
        """Return what is written, None when the field is empty; raises InputError when it cannot be read."""
        text = self.text().strip()
        if not text:
            return None
        return self._kept if text == self._kept_text else self._read(text)

    def set_date(self, day: dt.date | PartialDate | None) -> None:
        """Show a date."""
        self._kept = day
        self._kept_text = self._written(day)
        self.setText(self._kept_text)
        self.echoed.emit("")

    def minimumSizeHint(self) -> QSize:
        """Leave room for the whole date: cut, it could be read as another one."""
        hint = super().minimumSizeHint()
        margins = self.textMargins()
        words = max(paint.text_width(self._written(day), self.font()) for day in _WIDE_DAYS)
        return QSize(round(words) + margins.left() + margins.right() + _FRAME, hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a day with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        try:
            held = self.date()
        except InputError:
            return
        if isinstance(held, dt.date):
            self.set_date(held + dt.timedelta(days=step))
            self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the date out, or say why it cannot be read."""
        super().focusOutEvent(event)
        try:
            held = self.date()
        except InputError as error:
            self.failed.emit(error.message)
            return
        if held is not None and not self.isReadOnly():
            self.set_date(held)

    def _on_edited(self, _text: str) -> None:
        try:
            held = self.date()
        except InputError:
            held = None
        self.echoed.emit(self._echo(held))
        self.changed.emit()

    def _read(self, text: str) -> dt.date | PartialDate:
        from rmapp.domain.clock import SystemClock
        from rmapp.domain.date_entry import parse_date
        from rmapp.domain.partial_date import parse_partial_date

        today = self._today or SystemClock().today()
        return parse_partial_date(text, today) if self._partial else parse_date(text, today, self._future)

    def _echo(self, held: dt.date | PartialDate | None) -> str:
        from rmapp.domain.wording import format_date, format_weekday

        if isinstance(held, dt.date):
            return f"{format_weekday(held)} {format_date(held)}"
        return self._written(held)

    def _written(self, held: dt.date | PartialDate | None) -> str:
        from rmapp.domain.wording import format_date, format_partial

        if held is None:
            return ""
        return format_date(held) if isinstance(held, dt.date) else format_partial(held)
