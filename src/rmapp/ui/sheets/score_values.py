"""What an indicator is scored by, as a field: a number, an amount, an option or a judged score, and back as text.

The text is `IndicatorScore.raw`: ratios are fractions, amounts are yuan, an option is its code, a judgement is empty.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from rmapp.domain.money import Money, format_compact
from rmapp.domain.scoring import numeric_score
from rmapp.domain.wording import format_number, format_percent
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.scorecard import Indicator

YUAN = "CNY"
RATIO = "ratio"
MONEY = "CNY major"
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


def judgement_options(indicator: Indicator) -> list[tuple[str, str]]:
    """Return the scores that can be judged, best first, each with what the scorecard says of it."""
    anchors = {score: label.text() for score, label in indicator.anchors.items()}
    found = []
    for score in range(5, -1, -1):
        said = anchors.get(score)
        if said is None:
            above = any(other > score for other in anchors)
            below = any(other < score for other in anchors)
            said = _("between the two") if above and below else _("worse than that") if above else _("better than that")
        found.append((str(score), _("{score}: {meaning}").format(score=score, meaning=said)))
    return found


def anchor_words(indicator: Indicator) -> str:
    """Return what the scorecard says of the scores that it describes, best first."""
    said = sorted(indicator.anchors.items(), reverse=True)
    return " · ".join(_("{score}: {meaning}").format(score=score, meaning=label.text()) for score, label in said)


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


def value_words(indicator: Indicator, raw: str, score: int | None = None) -> str:
    """Return what was scored in words: `14.6%`, `¥30.0m`, `little giant`; empty where nothing was."""
    if indicator.kind == "judgement":
        return "" if score is None else dict(judgement_options(indicator))[str(score)]
    if not raw:
        return ""
    if indicator.kind == "choice":
        option = indicator.option(raw)
        return raw if option is None else option.label.text()
    return number_words(indicator, Decimal(raw))


def number_words(indicator: Indicator, number: Decimal) -> str:
    """Return the number of an indicator with its unit."""
    if indicator.unit == MONEY:
        return format_compact(Money.of(number, YUAN))
    if indicator.unit == RATIO:
        return format_percent(number)
    written = format_number(number, 0 if number == number.to_integral_value() else 1)
    if indicator.unit == "years":
        return ngettext("{n} year", "{n} years", int(number)).format(n=written)
    if indicator.unit == "months":
        return ngettext("{n} month", "{n} months", int(number)).format(n=written)
    if indicator.unit == "days":
        return ngettext("{n} day", "{n} days", int(number)).format(n=written)
    return _("level {n}").format(n=written) if indicator.unit == "level" else written


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
