"""Sheets: a side sheet or a centred dialog over the window, on a scrim.

A sheet keeps the focus while it is open and gives it back when it goes; Esc closes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import shiboken6
from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["side", "dialog"]
SCRIM_ALPHA = 0.40
MARGIN = 40


class Sheet(QWidget):
    """The scrim over a window with a panel; fill `body`, `footer` and `header`, then `open`."""

    opened = Signal()
    dismissed = Signal()

    def __init__(
        self, window: QWidget, title: str, *, subtitle: str = "", kind: Kind = "side", width: int = metrics.SHEET
    ) -> None:
        super().__init__(window.window())
        self._kind, self._wide = kind, width
        self._guard: Callable[[], bool] | None = None
        self._giver: QWidget | None = None
        self._problem: Banner | None = None
        self._is_going = False
        self.setAccessibleName(title)
        self.panel = _Panel(self, kind)
        self._title = ElidedLabel(title, role="title" if kind == "side" else "subtitle")
        self._subtitle = ElidedLabel(subtitle, role="small", tone="tertiary")
        self._build()
        self._subtitle.setVisible(bool(subtitle))
        self._slide = QPropertyAnimation(self.panel, b"pos", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._on_slid)
        window.window().installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        outer = QVBoxLayout(self.panel)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        side, top = metrics.space(6), metrics.space(4)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(side, top, metrics.space(5), top)
        self.header.setSpacing(metrics.space(2))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self.header.addLayout(words, 1)
        self._closer = IconButton("x", _("Close"), key="Esc")
        self._closer.clicked.connect(self.dismiss)
        self.header.addWidget(self._closer)
        outer.addLayout(self.header)
        self._header_line = _Line()
        outer.addWidget(self._header_line)
        self._header_line.setVisible(self._kind == "dialog")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(side, 0 if self._kind == "side" else top, side, top)
        self.body.setSpacing(metrics.space(3))
        outer.addLayout(self.body, 1)
        self._footer_line = _Line()
        outer.addWidget(self._footer_line)
        self._foot = QWidget()
        self.footer = QHBoxLayout(self._foot)
        self.footer.setContentsMargins(side, metrics.space(3), metrics.space(5), metrics.space(3))
        self.footer.setSpacing(metrics.space(2))
        self.footer.addStretch(1)
        self._lefts = 0
        outer.addWidget(self._foot)
        self._show_foot()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change title and subtitle."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def show_problem(self, text: str) -> None:
        """Say above the body what hindered the sheet; an empty text takes it away."""
        if self._problem is None:
            self._problem = Banner("danger", "")
            self.body.insertWidget(0, self._problem)
        self._problem.set_text(text)
        self._problem.setVisible(bool(text))
        self._place()

    def add_tool(self, widget: QWidget) -> None:
        """Put a widget into the header, left of the cross."""
        self.header.insertWidget(self.header.count() - 1, widget)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget at the left of the footer."""
        self.footer.insertWidget(self._lefts, widget)
        self._lefts += 1
        self._show_foot()

    def add_right(self, widget: QWidget) -> None:
        """Put a widget at the right of the footer; the last one is the main action."""
        self.footer.addWidget(widget)
        self._show_foot()

    def set_guard(self, guard: Callable[[], bool]) -> None:
        """Ask `guard` before each closing; False keeps the sheet open."""
        self._guard = guard

    def open(self, first: QWidget | None = None) -> None:
        """Show the sheet and put the focus on `first`, else on its first field."""
        self._giver = QApplication.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        self.panel.show()
        self._move_in()
        (first or self._first_field() or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        self.opened.emit()

    def dismiss(self) -> None:
        """Close the sheet, unless its guard says no; it deletes itself."""
        if self._is_going or (self._guard is not None and not self._guard()):
            return
        self._is_going = True
        QApplication.instance().focusChanged.disconnect(self._on_focus_changed)  # type: ignore[union-attr]
        self.window().removeEventFilter(self)
        # What was clicked may be gone: its page was filled anew by what the sheet wrote.
        if self._giver is not None and shiboken6.isValid(self._giver) and self._giver.isVisible():
            self._giver.setFocus(Qt.FocusReason.OtherFocusReason)
        self.dismissed.emit()
        duration = active().motion("slow")
        if self._kind == "dialog" or duration == 0:
            self._leave()
            return
        self._slide.setDuration(duration)
        self._slide.setStartValue(self.panel.pos())
        self._slide.setEndValue(QPoint(self.width(), 0))
        self._slide.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def is_open(self) -> bool:
        """Whether the sheet is on screen and not on its way out."""
        return self.isVisible() and not self._is_going

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; keep every other key from the window below."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go round inside the sheet."""
        stops = self._tab_stops()
        if not stops:
            return True
        held = QApplication.focusWidget()
        index = stops.index(held) if held in stops else (-1 if forward else 0)
        stops[(index + (1 if forward else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep clicks on the scrim from the window below."""
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the panel anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scrim and the shadow of the panel."""
        painter = QPainter(self)
        colour = active().colour("scrim")
        colour.setAlphaF(SCRIM_ALPHA)
        painter.fillRect(self.rect(), colour)
        _paint_shadow(painter, QRectF(self.panel.geometry()))
        painter.end()

    def _cover(self) -> None:
        self.setGeometry(QRect(QPoint(0, 0), self.window().size()))
        self._place()

    def _place(self) -> None:
        room = self.size()
        wide = min(round(self._wide * (1 + (active().text_factor - 1) / 2)), room.width() - MARGIN)
        if self._kind == "side":
            self.panel.setGeometry(room.width() - wide, 0, wide, room.height())
            return
        self.panel.setFixedWidth(wide)
        wanted = self.panel.sizeHint().height()
        layout = self.panel.layout()
        if layout is not None and layout.hasHeightForWidth():
            wanted = max(wanted, layout.heightForWidth(wide))
        high = min(wanted, room.height() - MARGIN)
        self.panel.setGeometry((room.width() - wide) // 2, max(0, (room.height() - high) // 2), wide, high)

    def _move_in(self) -> None:
        duration = active().motion("slow")
        if self._kind == "dialog" or duration == 0:
            return
        home = self.panel.pos()
        self.panel.move(self.width(), 0)
        self._slide.setDuration(duration)
        self._slide.setStartValue(self.panel.pos())
        self._slide.setEndValue(home)
        self._slide.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def _on_slid(self) -> None:
        if self._is_going:
            self._leave()

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or self._is_going or self.isAncestorOf(now) or not self._is_topmost():
            return
        if now.window() is self.window():
            (self._first_field() or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_topmost(self) -> bool:
        sheets = [sheet for sheet in self.window().findChildren(Sheet) if sheet.is_open()]
        return bool(sheets) and sheets[-1] is self

    def _tab_stops(self) -> list[QWidget]:
        return [child for child in _in_focus_order(self) if child.isVisible() and child.isEnabled()]

    def _first_field(self) -> QWidget | None:
        stops = [stop for stop in self._tab_stops() if stop is not self._closer]
        return stops[0] if stops else None

    def _show_foot(self) -> None:
        shown = self.footer.count() > 1
        self._foot.setVisible(shown)
        self._footer_line.setVisible(shown)


class _Panel(QFrame):
    """The white sheet itself; it paints its own ground, so that rounded corners stay round."""

    def __init__(self, parent: QWidget, kind: Kind) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        radius = metrics.radius("xl") if self._kind == "dialog" else 0
        rect = QRectF(self.rect())
        paint.box(painter, rect, fill=theme.colour("bg_raised"), border=theme.colour("border_subtle"), radius=radius)
        painter.end()


class _Line(QWidget):
    """The hairline between header, body and footer."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), active().colour("border_subtle"))
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(1, 1)


def is_covered(window: QWidget) -> bool:
    """Tell whether a sheet is open over a window, wherever the focus is."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return any(sheet.is_open() for sheet in window.findChildren(Sheet, options=direct))


def ask(
    window: QWidget, title: str, text: str, *, confirm: str, on_yes: Callable[[], object], danger: bool = False
) -> Sheet:
    """Ask before something that cannot be undone; name the thing in title and button."""
    sheet = Sheet(window, title, kind="dialog", width=440)
    sheet.body.addWidget(PlainLabel(text, tone="secondary", wrap=True))
    cancel = Button(_("Cancel"), key="Esc")
    cancel.clicked.connect(sheet.dismiss)
    yes = Button(confirm, kind="danger" if danger else "primary")
    yes.clicked.connect(sheet.dismiss)
    yes.clicked.connect(on_yes)
    sheet.add_right(cancel)
    sheet.add_right(yes)
    sheet.open(first=cancel if danger else yes)
    return sheet


def _in_focus_order(root: QWidget) -> list[QWidget]:
    """Return the descendants that Tab stops at, in the order of the focus chain."""
    found: list[QWidget] = []
    step = root.nextInFocusChain()
    while step is not None and step is not root:
        if root.isAncestorOf(step) and step.focusPolicy() & Qt.FocusPolicy.TabFocus and step.focusProxy() is None:
            found.append(step)
        step = step.nextInFocusChain()
    return found


def _paint_shadow(painter: QPainter, rect: QRectF) -> None:
    paint.smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    theme = active()
    strength = 0.35 if theme.dark else 0.10
    rings = 7
    for ring in range(rings):
        grow = 4 * (ring + 1)
        colour = QColor(theme.colour("shadow"))
        colour.setAlphaF(strength * (1 - ring / rings) / 2.5)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect.adjusted(-grow, 8 - grow, grow, 8 + grow), 14 + grow, 14 + grow)
