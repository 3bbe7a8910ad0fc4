"""Dates as reported: a year, a month or a day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from rmapp.domain.date_entry import month_number, parse_date
from rmapp.errors import InputError
from rmapp.i18n import _

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_TYPED_YEAR = re.compile(r"(\d{4}) ?年?")
_TYPED_MONTH = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?月?")
_TYPED_MONTH_FIRST = re.compile(r"(?:(\d{1,2})[-/.]|([a-z]{3,9})[ ,]+)(\d{4})")


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """A date of which the day, or month and day, may be unknown: `2024`, `2024-05`, `2024-05-06`.

    Ordered by first day; of two with the same first day the less exact comes first. ValueError for
    any other text.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what is not a year, month or day of the calendar."""
        shape = _SHAPE.fullmatch(self.text)
        if shape is None:
            raise ValueError(self.text)
        year, month, day = (int(part or 1) for part in shape.groups())
        date(year, month, day)

    @classmethod
    def of(cls, year: int | date, month: int | None = None, day: int | None = None) -> PartialDate:
        """Return the partial date of a day, or of a year and what is known beyond it."""
        if isinstance(year, date):
            return cls(year.strftime("%Y-%m-%d").rjust(10, "0"))
        parts = [f"{year:04d}"] + [f"{part:02d}" for part in (month, day) if part is not None]
        return cls("-".join(parts))

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """Return how much is known."""
        lengths: dict[int, Literal["year", "month", "day"]] = {4: "year", 7: "month"}
        return lengths.get(len(self.text), "day")

    def first_day(self) -> date:
        """Return the earliest day it can mean."""
        return date.fromisoformat((self.text + "-01-01")[:10])

    def last_day(self) -> date:
        """Return the latest day it can mean."""
        first = self.first_day()
        if self.precision == "day":
            return first
        month = 12 if self.precision == "year" else first.month
        return date(first.year, month, calendar.monthrange(first.year, month)[1])

    def __str__(self) -> str:
        """Return the ISO form."""
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept a PartialDate, a day or ISO text; serialise as ISO text."""
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.to_string_ser_schema(when_used="always")
        )


def parse_partial_date(text: str, today: date) -> PartialDate:
    """Return the year, month or day of a reported fact as typed: 2024, 2024年5月, May 2024.

    A day without a year is the nearest one behind. Raises InputError on the field `date`.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    try:
        if found := _TYPED_YEAR.fullmatch(typed):
            return PartialDate.of(int(found[1]))
        if found := _TYPED_MONTH.fullmatch(typed):
            return PartialDate.of(int(found[1]), int(found[2]))
        if found := _TYPED_MONTH_FIRST.fullmatch(typed):
            month = int(found[1]) if found[1] else month_number(found[2])
            if month is not None:
                return PartialDate.of(int(found[3]), month)
    except ValueError as error:
        sentence = _("“{text}” is not a date. Type for example 2024, 2024-05 or 2024-05-06.").format(text=typed)
        raise InputError({"date": sentence}) from error
    return PartialDate.of(parse_date(text, today, future=False))


def _validate(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate.of(value)
    if isinstance(value, str):
        return PartialDate(value)
    message = "a partial date is text such as 2024, 2024-05 or 2024-05-06"
    raise ValueError(message)
