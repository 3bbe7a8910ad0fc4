"""A field for an amount: it takes what people type and says the amount in the other notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from rmapp import i18n
from rmapp.errors import InputError
from rmapp.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.money import Money


class MoneyEdit(LineEdit):
    """An amount in one currency; 12000000, 12m, 1200万 and 1.2亿 are all understood.

    `unit` is the unit of plain digits, for example 10000 where the column says 万元.
    """

    changed = Signal()
    echoed = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str, ccy: str = "CNY", unit: int = 1) -> None:
        super().__init__(parent, name=name, suffix=ccy, numeric=True)
        self._ccy, self._unit = ccy, unit
        self.textEdited.connect(self._on_edited)

    def money(self) -> Money | None:
        """Return the amount, None when the field is empty; raises InputError when it cannot be read."""
        from rmapp.domain.money import parse_money

        text = self.text().strip()
        return parse_money(text, self._ccy, self._unit) if text else None

    def set_money(self, money: Money | None) -> None:
        """Show an amount with all its digits."""
        if money is not None and money.ccy != self._ccy:
            self.set_ccy(money.ccy)
        self.setText("" if money is None else self._digits(money.amount))
        self._echo(money)

    def set_ccy(self, ccy: str) -> None:
        """Take amounts in another currency."""
        self._ccy = ccy
        self.set_suffix(ccy)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the amount out, or say why it cannot be read."""
        super().focusOutEvent(event)
        try:
            money = self.money()
        except InputError as error:
            self.failed.emit(error.message)
            return
        if money is not None and not self.isReadOnly():
            # Typing has said what was understood; a form may have answered since, with a link that is being clicked.
            self.setText(self._digits(money.amount))

    def _on_edited(self, _text: str) -> None:
        try:
            money = self.money()
        except InputError:
            money = None
        self._echo(money)
        self.changed.emit()

    def _echo(self, money: Money | None) -> None:
        from rmapp.domain.money import format_compact

        other = "en" if i18n.current() == "zh_CN" else "zh_CN"
        self.echoed.emit("" if money is None else format_compact(money, other))

    def _digits(self, amount: Decimal) -> str:
        value = amount / self._unit
        written = f"{value:,f}"
        return written.rstrip("0").rstrip(".") if "." in written else written
