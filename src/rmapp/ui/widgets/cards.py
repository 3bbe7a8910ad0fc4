"""Cards: white areas with a title, and the small facts that stand in them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.chips import CountBadge
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.painted import Painted


class IconLabel(Painted):
    """A line icon in the colour of a role; it says nothing to a screen reader."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, role: str = "text_secondary") -> None:
        super().__init__(parent)
        self._icon, self._role = icon, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, role: str | None = None) -> None:
        """Show another icon, in another role where given."""
        self._icon = icon
        self._role = self._role if role is None else role
        self.update()

    def sizeHint(self) -> QSize:
        """Be a square of the icon size."""
        return QSize(metrics.icon(), metrics.icon())

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        icons.paint(painter, self._icon, QRectF(self.rect()), active().colour(self._role))
        painter.end()


class Card(Painted):
    """A white area with a title line; fill `body`."""

    collapsed_changed = Signal(bool)

    def __init__(
        self,
        title: str = "",
        parent: QWidget | None = None,
        *,
        icon: str = "",
        note: str = "",
        count: int | None = None,
        collapsible: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title = PlainLabel(title, role="section")
        self._icon = IconLabel(icon) if icon else None
        self._note = PlainLabel(note, role="small", tone="tertiary")
        self._badge = CountBadge(count or 0)
        self._one_line = PlainLabel("", tone="tertiary", wrap=True)
        self._fold = IconButton("chevron-up", _("Fold"), size=26)
        self._fold.clicked.connect(self._on_fold_clicked)
        self._build()
        self._fold.setVisible(collapsible)
        self.set_count(count)
        self.set_note(note)

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.space(4), 13, metrics.space(4), metrics.space(4))
        column.setSpacing(metrics.space(2))
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        if self._icon is not None:
            row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._badge)
        row.addStretch(1)
        row.addWidget(self._note)
        self._tools = row
        row.addWidget(self._fold)
        column.addWidget(self._head)
        self._head.setVisible(bool(self._title.text()))
        self._one_line.hide()
        column.addWidget(self._one_line)
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(metrics.space(2))
        column.addWidget(self._inner, 1)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._head.setVisible(bool(title))

    def set_note(self, note: str) -> None:
        """Change the words at the right of the title."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def set_count(self, count: int | None) -> None:
        """Change the number beside the title; None takes it away."""
        self._badge.set_count(count or 0)
        self._badge.setVisible(count is not None)

    def set_tools(self, widget: QWidget) -> None:
        """Put a widget at the right end of the title line."""
        self._tools.insertWidget(self._tools.count() - 1, widget)

    def add(self, part: QWidget | QLayout) -> None:
        """Add a widget or a layout to the body."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)

    def set_collapsed_text(self, text: str) -> None:
        """Show one line in place of the body; an empty text brings the body back."""
        self._say(text, "tertiary")

    def set_error(self, text: str) -> None:
        """Say in place of the body that this card failed; an empty text brings the body back."""
        self._say(text, "danger")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with its hairline."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        fill, border = theme.colour("bg_surface"), theme.colour("border_subtle")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("lg"))
        painter.end()

    def _say(self, text: str, tone: str) -> None:
        self._one_line.set_tone(tone)
        self._one_line.setText(text)
        self._one_line.setVisible(bool(text))
        self._inner.setVisible(not text)

    def _on_fold_clicked(self) -> None:
        folded = self._inner.isVisibleTo(self)
        self._inner.setVisible(not folded)
        self._fold.set_icon_name("chevron-down" if folded else "chevron-up")
        self._fold.set_name(_("Unfold") if folded else _("Fold"))
        self.collapsed_changed.emit(folded)


class Divider(Painted):
    """A hairline between parts."""

    def __init__(self, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if vertical else free, free if vertical else fixed)

    def sizeHint(self) -> QSize:
        """Be one pixel wide."""
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), active().colour("divider"))
        painter.end()


class Fact(QWidget):
    """A label, its value in larger type, and a note below: the facts of the client header."""

    def __init__(
        self,
        label: str,
        value: str = "",
        parent: QWidget | None = None,
        *,
        note: str = "",
        tone: str = "primary",
        role: str = "figure",
    ) -> None:
        super().__init__(parent)
        self._label = PlainLabel(label, role="small", tone="tertiary")
        self._value = PlainLabel("", role=role, tone=tone)
        self._note = PlainLabel("", role="small", tone="tertiary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self._label, self._value, self._note):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.set_value(value)
        self.set_note(note)

    def set_value(self, value: str, tone: str | None = None) -> None:
        """Change the value, and its tone where given."""
        self._value.setText(value)
        if tone is not None:
            self._value.set_tone(tone)
        self._speak()

    def set_note(self, note: str, tone: str = "tertiary") -> None:
        """Change the note; an empty one takes no room."""
        self._note.setText(note)
        self._note.set_tone(tone)
        self._note.setVisible(bool(note))
        self._speak()

    def set_label(self, label: str) -> None:
        """Change the label."""
        self._label.setText(label)
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(self._label.text())
        self.setAccessibleDescription("\n".join(filter(None, (self._value.text(), self._note.text()))))


def setting_line(label: str, control: QWidget) -> QHBoxLayout:
    """Return a row of a card with a choice: what it is about at the left, the control at the right."""
    row = QHBoxLayout()
    row.addWidget(PlainLabel(label))
    row.addStretch(1)
    row.addWidget(control)
    return row
