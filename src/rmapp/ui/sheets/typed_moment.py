"""Reading a time of day as people type it in the sheets of visits and notes: 9:30, 930, 9, 2pm, 下午2点半."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from rmapp.domain.import_dates import read_time
from rmapp.errors import InputError
from rmapp.i18n import _

_DIGITS = re.compile(r"(\d{1,2})(\d{2})?")
_HALF_DAY = re.compile(r"(\d{1,2}) ?([ap]m)")


def moment(day: date, text: str, field: str) -> str:
    """Return a day and a time as typed in ISO form, the day alone for no time; raises InputError for `field`."""
    if not text.strip():
        return day.isoformat()
    found = read_time(_spelled_out(unicodedata.normalize("NFKC", text).strip().lower())).value
    if not isinstance(found, time):
        raise InputError({field: _("“{text}” is not a time. Write it like 09:30.").format(text=text.strip())})
    return datetime.combine(day, found).isoformat("T", "minutes")


def _spelled_out(typed: str) -> str:
    """Return short forms with their minutes; what is not one stays as it is."""
    if digits := _DIGITS.fullmatch(typed):
        return f"{digits[1]}:{digits[2] or '00'}"
    if half := _HALF_DAY.fullmatch(typed):
        return f"{half[1]}:00 {half[2]}"
    return re.sub("[点时]半$", "点30", typed).replace(".", ":")
