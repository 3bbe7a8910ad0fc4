"""A row for a person: who it is, how much they have to say, and when we last met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, listed
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.influence import influences
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.clients.people import PersonAtFirm

DISC = 32
GAP = 10
BELOW_FROM = 1.5
"""The text size from which chip and date stand below the name, which would have no room beside them."""
_TONES = {"decides": "accent", "influences": "info", "works_with_us": "neutral"}


class PersonRow(PaintedButton):
    """Two lines with a monogram, a chip and a date, with large text below them; a click opens the person."""

    def __init__(self, one: PersonAtFirm, today: date) -> None:
        super().__init__()
        person, role = one.person, one.role
        # A name that is written in Latin letters only stands in both fields.
        latin = person.name_latin if person.name_latin != person.name else ""
        self._name = _("{latin} {name}").format(name=person.name, latin=latin) if latin else person.name
        self._mark = person.name
        title = role.title or reference.text("person_role", role.role)
        left = _("until {date}").format(date=format_partial(role.valid_to)) if role.valid_to else ""
        contact = _("main contact") if role.is_main_contact else ""
        self._title = " · ".join(part for part in (title, left) if part)
        self._chip, self._tone = _chip(one)
        self._met = _met(one, today)
        self.setObjectName(person.id)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = (self._name, self._title, contact, self._chip, self._met)
        self.setAccessibleName(listed(part for part in said if part))
        self.setToolTip(plain("\n".join(part for part in (self._name, self._title, contact, self._met) if part)))

    def sizeHint(self) -> QSize:
        """Take the room of two lines, or of three with large text."""
        lines = metrics.line("body") + metrics.line("small") + self._third()
        return QSize(240, max(lines, metrics.grown(DISC)) + 10)

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink; texts are then cut."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw monogram, name, title, chip and date."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        if self.is_hot():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("bg_hover"), radius=metrics.radius("sm"))
        side, middle = metrics.grown(DISC), self.height() / 2
        paint.monogram(painter, QRectF(0, middle - side / 2, side, side), self._mark, round_=True)
        left = side + GAP
        line, below, third = metrics.line("body"), metrics.line("small"), self._third()
        top = middle - (line + below + third) / 2
        if third:
            self._paint_below(painter, QRectF(left, top + line + below, self.width() - left, third))
            wide = float(self.width() - left)
        else:
            wide = self._paint_right(painter, middle) - left - GAP
        paint.text(
            painter, QRectF(left, top, wide, line), self._name, fonts.font("body", 500), theme.colour("text_primary")
        )
        paint.text(
            painter,
            QRectF(left, top + line, wide, below),
            self._title,
            fonts.font("small"),
            theme.colour("text_secondary"),
        )
        painter.end()

    def _third(self) -> int:
        return metrics.chip() + 4 if active().text_factor >= BELOW_FROM else 0

    def _paint_below(self, painter: QPainter, rect: QRectF) -> None:
        theme = active()
        left = rect.left()
        if self._chip:
            fill, ink = theme.colour(f"{self._tone}_soft"), theme.colour(f"{self._tone}_text")
            left += paint.chip(painter, QPointF(left, rect.center().y()), self._chip, fill, ink) + GAP
        face = fonts.font("small", numeric=True)
        room = QRectF(left, rect.top(), rect.right() - left, rect.height())
        if paint.text_width(self._met, face) <= room.width():
            paint.text(painter, room, self._met, face, theme.colour("text_tertiary"))

    def _paint_right(self, painter: QPainter, middle: float) -> float:
        theme, face = active(), fonts.font("small", numeric=True)
        column = max(paint.text_width(self._met, face), paint.text_width("00 Sep", face)) + 2
        rect = QRectF(self.width() - column, 0, column, self.height())
        paint.text(painter, rect, self._met, face, theme.colour("text_tertiary"), align=paint.RIGHT, elide=False)
        right = self.width() - column - GAP
        if self._chip:
            fill, ink = theme.colour(f"{self._tone}_soft"), theme.colour(f"{self._tone}_text")
            right -= paint.chip_width(self._chip)
            paint.chip(painter, QPointF(right, middle), self._chip, fill, ink)
        return right


def _chip(one: PersonAtFirm) -> tuple[str, str]:
    if one.last_met is None:
        return _("Not yet met"), "warning"
    words = {code: label for code, label in influences() if code != "unknown"}
    return words.get(one.role.influence, ""), _TONES.get(one.role.influence, "neutral")


def _met(one: PersonAtFirm, today: date) -> str:
    if one.last_met is None:
        return "–"
    same_year = one.last_met.year == today.year
    return format_date(one.last_met, "short") if same_year else str(one.last_met.year)
