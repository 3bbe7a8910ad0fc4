"""Reads controls of a form and remembers what cannot be read, by the path of the field."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rmapp.domain.facility_checks import Problem
from rmapp.domain.pricing_text import parse_pricing
from rmapp.errors import InputError
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit, TextArea
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import Pricing
    from rmapp.domain.money import Money


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

    def pricing(self, path: str, control: QWidget, known: Pricing | None) -> Pricing | None:
        """Return the price; None where nothing is typed or it cannot be read."""
        try:
            return parse_pricing(self.text(control), known)
        except InputError as error:
            self.problems.append(Problem(path, error.message))
            return None
