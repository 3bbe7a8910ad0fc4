"""What an indicator is scored by, as a field: a number, an amount, an option or a judged score, and back as text.

The text is `IndicatorScore.raw`: ratios are fractions, amounts are yuan, an option is its code, a judgement is empty.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from rmapp.domain.money import Money
from rmapp.domain.scoring import numeric_score
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.indicator_words import MONEY, RATIO, YUAN, judgement_options
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.scorecard_items import Indicator

_HUNDRED = 100


def value_control(indicator: Indicator, name: str) -> QWidget:
    """Return the field that takes what the indicator is scored by."""
    if indicator.kind == "judgement":
        return Choice(judgement_options(indicator), name=name, empty=_("not known"))
    if indicator.kind == "choice":
        options = [(one.code, one.label.text()) for one in indicator.options]
        return Choice(options, name=name, empty=_("not known"))
    if indicator.unit == MONEY:
        return MoneyEdit(name=name, ccy=YUAN)
    return LineEdit(name=name, numeric=True, suffix=_suffix(indicator))


def put_value(indicator: Indicator, control: QWidget, raw: str, score: int | None) -> None:
    """Show what was scored in its field."""
    if isinstance(control, Choice):
        code = raw if indicator.kind == "choice" else "" if score is None else str(score)
        control.set_code(code or None)
    elif isinstance(control, MoneyEdit):
        control.set_money(Money.of(Decimal(raw), YUAN) if raw else None)
    elif isinstance(control, LineEdit):
        control.setText(_written(indicator, raw))


def read_value(indicator: Indicator, control: QWidget) -> tuple[str, int | None]:
    """Return the raw text and the score; `("", None)` where nothing is entered.

    Raises InputError with the field "" where it cannot be read.
    """
    if isinstance(control, Choice):
        code = control.code() or ""
        if indicator.kind == "judgement":
            return "", int(code) if code else None
        option = indicator.option(code)
        return code, option.score if option else None
    if isinstance(control, MoneyEdit):
        money = control.money()
        number = None if money is None else money.amount
    else:
        number = _number(indicator, control.text() if isinstance(control, LineEdit) else "")
    return ("", None) if number is None else (f"{number:f}", numeric_score(indicator, number))


def _suffix(indicator: Indicator) -> str:
    return {
        RATIO: "%",
        "years": _("years"),
        "months": _("months"),
        "days": _("days"),
    }.get(indicator.unit, "")


def _written(indicator: Indicator, raw: str) -> str:
    if not raw:
        return ""
    number = Decimal(raw) * (_HUNDRED if indicator.unit == RATIO else 1)
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(indicator: Indicator, text: str) -> Decimal | None:
    digits = text.strip().rstrip("%％").replace(",", "").replace("，", "").replace(" ", "")
    if not digits:
        return None
    try:
        number = Decimal(digits)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InputError({"": _("Write a number, for example 12.5.")})
    return number / _HUNDRED if indicator.unit == RATIO else number
