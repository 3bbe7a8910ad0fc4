"""One cell of an imported table to the value of a field, or to what is wrong with it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from rmapp.domain import import_dates
from rmapp.domain.date_entry import parse_tenor
from rmapp.domain.identifiers import check_lei, check_stock_code, check_uscc, uscc_check_character
from rmapp.domain.import_codes import read_code, read_codes
from rmapp.domain.import_field_lists import FieldKind, ImportField
from rmapp.domain.import_mapping import ColumnUse
from rmapp.domain.import_problem import Choice, Finding
from rmapp.domain.import_sheet import Cell
from rmapp.domain.import_titles import UNITS
from rmapp.domain.money import Money, parse_money, round_half_away
from rmapp.domain.personal_data import personal_data_in
from rmapp.errors import InputError
from rmapp.i18n import _

UNVERIFIED = "?"
"""In front of an identifier: save it although its check fails."""

LONGEST_TEXT = 32_767
_MOST = 2**63 - 1
_EXACT_FLOAT = 10**15
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_YES = frozenset(("yes", "y", "true", "1", "是", "有", "√", "✓", "x", "对"))
_NO = frozenset(("no", "n", "false", "0", "否", "无", "不是", "-", "×"))
_COUNT = re.compile(r"([\d,]+)(?:\.0+)?\s*(?:年|个|人|家|项|years?|months?|个月|月|期)?\+?", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,8})?)\s*([%％]?)")
_QUALIFIER = re.compile(
    r"(?:大约|约|近|逾|超过|不低于|about|approx\.?|nearly|over|more than|[~≈>≥])\s*(?=\S)", re.IGNORECASE
)
_MAYBE_PERSONAL = re.compile(r"\d{17}", re.ASCII)
_PLAIN_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one column are read: field, use, day 0 of day numbers, and the row's currency."""

    field: ImportField
    use: ColumnUse
    serial_base: date
    ccy: str = "CNY"


def _number_text(cell: Cell) -> str | Finding:
    """Return a number as people would type it; a rounded or endless one is a finding."""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return Finding(None, _("Not a number"))
        if cell == int(cell):
            if abs(cell) >= _EXACT_FLOAT:
                return Finding(None, _("The spreadsheet has rounded this number. Format the column as text."))
            return str(int(cell))
        return format(Decimal(repr(cell)), "f")
    return str(cell)


def read_text(cell: Cell, _reading: Reading | None = None) -> Finding:
    """Read free text; characters that cannot be shown are an error with the text without them as fix."""
    if isinstance(cell, datetime):
        text: str | Finding = cell.isoformat(" ", "minutes")
    elif isinstance(cell, date | time):
        text = cell.isoformat()
    elif isinstance(cell, bool):
        text = _("yes") if cell else _("no")
    else:
        text = cell if isinstance(cell, str) else _number_text(cell)
    if isinstance(text, Finding):
        return text
    if len(text) > LONGEST_TEXT:
        return Finding(None, _("Longer than {limit} characters").format(limit=LONGEST_TEXT))
    if _CONTROL.search(text):
        cause = _("Holds characters that cannot be shown")
        return Finding(None, cause, fix=_CONTROL.sub("", text).strip() or None)
    return Finding(unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))


def _free_text(cell: Cell, reading: Reading) -> Finding:
    """Read text in which identity numbers are not kept (domain 8.2)."""
    found = read_text(cell, reading)
    if not isinstance(found.value, str) or not _MAYBE_PERSONAL.search(found.value):
        return found
    numbers = [one for one in personal_data_in(found.value) if one.kind == "identity_number"]
    if not numbers:
        return found
    text = found.value
    for one in reversed(numbers):
        text = text[: one.start] + text[one.end :]
    return Finding(text, numbers[0].sentence, "look", text)


def _money(cell: Cell, reading: Reading) -> Finding:
    text = _number_text(cell)
    if isinstance(text, Finding):
        return text
    unit = UNITS.get(reading.use.unit or "")
    ccy = reading.use.ccy or reading.ccy
    if found := _QUALIFIER.match(text):
        rest = _money(text[found.end() :], reading)
        cause = _("Without “{word}”").format(word=found[0].strip())
        return rest if rest.cause else Finding(rest.value, cause, "look", text[found.end() :])
    try:
        if _PLAIN_AMOUNT.fullmatch(text):
            if unit is None and Decimal(text):
                return Finding(None, _("The unit of this column is not known. Write 1200万 or 12000000元."))
            return Finding(Money.of(Decimal(text) * (unit or 1), ccy))
        if isinstance(cell, date | time | bool):
            return Finding(None, _("Not a number. Write 12000000 or 1,200万"))
        return Finding(parse_money(text, ccy, unit or 1))
    except InputError as error:
        if any(sign.isdecimal() for sign in text):
            return Finding(None, error.message)
    return Finding(None, _("Not a number. Write 12000000 or 1,200万"), fix=_spelled_amount(text))


_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "twenty",
)


def _spelled_amount(text: str) -> str | None:
    """Return digits for an amount in a few English words (“twelve million”), to be proposed."""
    words = text.casefold().replace("-", " ").split()
    if len(words) == 2 and words[0] in _SMALL and words[1] in ("thousand", "million", "billion"):
        scale = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[words[1]]
        return f"{_SMALL.index(words[0]) * scale:,}元"
    return None


def _count(cell: Cell, reading: Reading) -> Finding:
    text = _number_text(cell)
    if isinstance(text, Finding):
        return text
    if reading.field.code == "tenor_months":
        try:
            return Finding(parse_tenor(text))
        except InputError as error:
            return Finding(None, error.message)
    found = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    digits = found[1].replace(",", "") if found else ""
    if not digits or len(digits) > 19 or int(digits) > _MOST:
        return Finding(None, _("Not a whole number. Write 12."))
    return Finding(int(digits))


def _share(cell: Cell, _reading: Reading) -> Finding:
    """Read a percentage as basis points; a bare number below 0.3 is a cell formatted as percent."""
    text = _number_text(cell)
    if isinstance(text, Finding):
        return text
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        return Finding(None, _("Not a rate. Write 3.45%."))
    percent = Fraction(found[1])
    if not found[2] and percent < Fraction(3, 10):
        percent *= 100
    if percent > 100:
        return Finding(None, _("Above 100%. Write 3.45%."))
    return Finding(round_half_away(percent * 100))


def _flag(cell: Cell, _reading: Reading) -> Finding:
    text = unicodedata.normalize("NFKC", str(cell)).strip().casefold().removesuffix(".0")
    if text in _YES:
        return Finding(value=True)
    if text in _NO:
        return Finding(value=False)
    return Finding(None, _("Write yes or no"), choices=(Choice("yes", _("yes")), Choice("no", _("no"))))


def _uscc(cell: Cell, _reading: Reading) -> Finding:
    text = read_text(cell)
    if not isinstance(text.value, str):
        return text
    check = check_uscc(text.value.removeprefix(UNVERIFIED))
    if check.problem is None or text.value.startswith(UNVERIFIED):
        return Finding(check.normal if check.problem is None else UNVERIFIED + check.normal)
    cause = check.problem
    if len(check.normal) == 18 and re.fullmatch(r"[1-9ANY][0-9A-HJ-NPQRTUWXY]{17}", check.normal):
        right = uscc_check_character(check.normal)
        if right != check.normal[17]:
            cause = _("Check character is wrong: last one should be {right}").format(right=right)
    keep = Choice(UNVERIFIED + check.normal, _("Save as unverified"))
    return Finding(None, cause, choices=(keep,))


def _lei(cell: Cell, _reading: Reading) -> Finding:
    text = read_text(cell)
    if not isinstance(text.value, str):
        return text
    check = check_lei(text.value.removeprefix(UNVERIFIED))
    if check.problem is None or text.value.startswith(UNVERIFIED):
        return Finding(check.normal if check.problem is None else UNVERIFIED + check.normal)
    keep = Choice(UNVERIFIED + check.normal, _("Save as unverified"))
    return Finding(None, check.problem, choices=(keep,))


def _stock(cell: Cell, _reading: Reading) -> Finding:
    text = read_text(cell)
    if not isinstance(text.value, str):
        return text
    check = check_stock_code(text.value)
    return Finding(check.normal) if check.problem is None else Finding(None, check.problem)


def _code(cell: Cell, reading: Reading) -> Finding:
    text = read_text(cell)
    return read_code(reading.field.codes, text.value) if isinstance(text.value, str) else text


def _codes(cell: Cell, reading: Reading) -> Finding:
    text = read_text(cell)
    return read_codes(reading.field.codes, text.value) if isinstance(text.value, str) else text


def _day(cell: Cell, reading: Reading) -> Finding:
    return import_dates.read_day(cell, reading.use.dates, reading.serial_base)


def _partial(cell: Cell, reading: Reading) -> Finding:
    return import_dates.read_partial(cell, reading.use.dates, reading.serial_base)


def _moment(cell: Cell, reading: Reading) -> Finding:
    return import_dates.read_moment(cell, reading.use.dates, reading.serial_base)


def _time(cell: Cell, _reading: Reading) -> Finding:
    return import_dates.read_time(cell)


_READERS: dict[FieldKind, Callable[[Cell, Reading], Finding]] = {
    "text": _free_text,
    "day": _day,
    "partial": _partial,
    "moment": _moment,
    "time": _time,
    "money": _money,
    "count": _count,
    "share": _share,
    "flag": _flag,
    "code": _code,
    "codes": _codes,
    "uscc": _uscc,
    "lei": _lei,
    "stock": _stock,
}


def read_cell(cell: Cell, reading: Reading) -> Finding:
    """Return the value of a filled cell, or what is wrong with it; never raises."""
    if isinstance(cell, str) and _SHEET_ERROR.fullmatch(cell):
        return Finding(None, _("The spreadsheet shows an error here"))
    return _READERS[reading.field.kind](cell, reading)
