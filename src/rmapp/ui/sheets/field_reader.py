"""Reads controls of a form and remembers what cannot be read, by the path of the field."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from rmapp.domain.date_entry import parse_tenor
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.pricing_text import parse_pricing
from rmapp.domain.problem import Problem
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit, TextArea
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.pick_field import PickField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import Pricing
    from rmapp.domain.money import Money

_SHARE = re.compile(r"(\d+(?:\.\d+)?)(%|bps?|个?基点)?")
_POINTS = ("bp", "bps", "个基点", "基点")
_MOST_BP = 1_000_000


class FieldReader:
    """One reading of a form; `problems` are errors, in the order of reading."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def text(self, control: QWidget) -> str:
        """Return what is typed, without spaces around it."""
        return control.text().strip() if isinstance(control, LineEdit | TextArea) else ""

    def code(self, control: QWidget) -> str | None:
        """Return the chosen code."""
        return control.code() or None if isinstance(control, Choice) else None

    def money(self, path: str, control: QWidget) -> Money | None:
        """Return the amount; None where nothing is typed or it cannot be read."""
        try:
            return control.money() if isinstance(control, MoneyEdit) else None
        except InputError as error:
            self.problems.append(Problem(path, error.message))
            return None

    def day(self, path: str, control: QWidget) -> dt.date | None:
        """Return the day; None where nothing is typed or it cannot be read."""
        try:
            held = control.date() if isinstance(control, DateEdit) else None
        except InputError as error:
            self.problems.append(Problem(path, error.message))
            return None
        return held if isinstance(held, dt.date) else None

    def partial_day(self, path: str, control: QWidget) -> PartialDate | None:
        """Return the day, month or year; None where nothing is typed or it cannot be read."""
        try:
            held = control.date() if isinstance(control, DateEdit) else None
        except InputError as error:
            self.problems.append(Problem(path, error.message))
            return None
        return PartialDate.of(held) if isinstance(held, dt.date) else held

    def share(self, path: str, control: QWidget) -> int | None:
        """Return a share or rate in basis points: 3.5 and 3.5% are 350, 35 bp are 35; None where nothing is typed."""
        typed = unicodedata.normalize("NFKC", self.text(control)).replace(" ", "").casefold()
        found = _SHARE.fullmatch(typed)
        if found is None:
            if typed:
                self.problems.append(Problem(path, _("Write a percentage, for example 30%.")))
            return None
        points = Decimal(found[1]) * (1 if found[2] in _POINTS else 100)
        if points != points.to_integral_value() or points > _MOST_BP:
            self.problems.append(Problem(path, _("Write a percentage with at most two decimals.")))
            return None
        return int(points)

    def number(self, path: str, control: QWidget) -> Decimal | None:
        """Return the number that was typed, a percent sign left out; None where nothing is or it cannot be read."""
        typed = self.text(control).replace(",", "").rstrip("%％ ")
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.problems.append(Problem(path, _("Write a number, for example 12.5.")))
            return None
        return number

    def months(self, path: str, control: QWidget) -> int | None:
        """Return a tenor in months; None where nothing is typed or it cannot be read."""
        typed = self.text(control)
        try:
            return parse_tenor(typed) if typed else None
        except InputError as error:
            self.problems.append(Problem(path, error.message))
            return None

    def picked(self, path: str, control: QWidget) -> str | None:
        """Return the key of what was picked; None where nothing is or it is not known."""
        if not isinstance(control, PickField):
            return None
        if control.unknown_text():
            self.problems.append(Problem(path, _("Choose a client of the book, or leave this empty.")))
        return control.key()

    def pricing(self, path: str, control: QWidget, known: Pricing | None) -> Pricing | None:
        """Return the price; None where nothing is typed or it cannot be read."""
        try:
            return parse_pricing(self.text(control), known)
        except InputError as error:
            self.problems.append(Problem(path, error.message))
            return None


def share_text(bp: int | None) -> str:
    """Return a share as a field shows it: 30%, 3.45%; empty where it is not known."""
    return "" if bp is None else f"{Decimal(bp) / 100:f}%"
