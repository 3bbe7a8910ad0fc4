"""What secures the lines: things with value and life left, pledged patents against the maturity, guarantors."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import more, section
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, TINY, VALUE, is_chinese
from rmapp.briefs.typesetting import text_width
from rmapp.briefs.wording import TableUnit, not_disclosed
from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_number, format_percent
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_credit import BriefGuarantor, BriefSecurity, SecurityBook
    from rmapp.domain.money import Money

_MOST = 4
_ROW = 23.6
_SHORT_ROW = 14.2
_NAMES_MOST = 3
_WRONG = frozenset({"danger_text", "warning_text"})


class _Row(NamedTuple):
    name: str
    value: str
    valued: str
    known: bool
    about: tuple[tuple[str, str], ...]
    """What stands below, most important first, each with its ink."""


def security(book: SecurityBook, width: float, *, tight: bool = False) -> Drawing:
    """Return things and guarantors; types that only an approval names stand in one line.

    With `tight` only what is wrong with a thing stands below it.
    """
    unit = TableUnit(_amounts(book))
    drawing = section(width, _("Security"), _aside(book, unit))
    rows = [*(_thing(one, unit) for one in book.things), *(_guarantor(one, unit) for one in book.guarantors)]
    if tight:
        rows = [row._replace(about=tuple(one for one in row.about if one[1] in _WRONG)) for row in rows]
    y = SECTION_TOP
    for row in rows[:_MOST]:
        y = _draw(drawing, row, y)
    if len(rows) > _MOST:
        more(drawing, 0, y + 9, len(rows) - _MOST)
        y += 12
    if book.stated:
        y = _stated(drawing, book, y)
    drawing.height = y
    return drawing


def security_text(types: Sequence[str]) -> str:
    """Return the types of security of a line in a few words."""
    names = [reference.text("security_type", code) for code in types[:_NAMES_MOST]]
    text = " · ".join(names)
    left_out = len(types) - len(names)
    return f"{text} +{left_out}" if left_out > 0 else text


def _amounts(book: SecurityBook) -> list[Money | None]:
    found = [book.valued, book.lendable, book.shortfall]
    found += [one.value for one in book.things]
    return [*found, *(one.amount for one in book.guarantors)]


def _aside(book: SecurityBook, unit: TableUnit) -> str:
    if book.valued is None:
        return unit.name if any(_amounts(book)) else ""
    short = book.shortfall is not None and not book.shortfall.is_zero
    pattern = _("value {value}, {unit}")
    if short:
        pattern = _("value {value}, lendable {lendable}, short by {shortfall}, {unit}")
    elif book.lendable is not None:
        pattern = _("value {value}, lendable {lendable}, {unit}")
    return pattern.format(
        value=unit.number(book.valued),
        lendable=unit.number(book.lendable),
        shortfall=unit.number(book.shortfall),
        unit=unit.name,
    )


def _thing(one: BriefSecurity, unit: TableUnit) -> _Row:
    kind = reference.text("security_type", one.type)
    about = []
    if one.years_left is not None:
        number = format_number(Decimal(one.years_left) / 10, 1)
        if one.outlives is False:
            about.append((_("{years} years, ends before the line").format(years=number), "danger_text"))
        elif one.outlives:
            about.append((_("{years} years, outlives the line").format(years=number), "text_secondary"))
        else:
            about.append((_("{years} years left").format(years=number), "text_secondary"))
    if one.in_force is False:
        text = _("registration ended {date}") if one.registered_to else _("not registered")
        day = format_date(one.registered_to, "iso") if one.registered_to else ""
        about.append((text.format(date=day), "warning_text"))
    elif one.registered_to is not None:
        about.append((_("registered to {date}").format(date=format_date(one.registered_to, "iso")), ""))
    if not one.is_current:
        about.insert(0, (_("valuation due"), "warning_text"))
    if one.lendable_bp is not None:
        about.append((_("ratio {percent}").format(percent=format_percent(one.lendable_bp, 0)), ""))
    value = unit.number(one.value) if one.value is not None else not_disclosed()
    valued = f"{one.valued_on:%Y-%m}" if one.value is not None and one.valued_on is not None else ""
    name = one.what or kind
    if one.count > 1:
        name = _("{n} × {thing}").format(n=one.count, thing=name)
    return _Row(name, value, valued, one.value is not None, tuple(about))


def _guarantor(one: BriefGuarantor, unit: TableUnit) -> _Row:
    about = [(reference.text("security_type", one.type), "text_secondary")]
    if one.valid_to is not None:
        about.append((_("valid to {date}").format(date=format_date(one.valid_to, "iso")), ""))
    value = unit.number(one.amount) if one.amount is not None else _("whole line")
    return _Row(
        one.name.told("zh" if is_chinese() else "en") or not_disclosed(), value, "", known=True, about=tuple(about)
    )


def _draw(drawing: Drawing, row: _Row, y: float) -> float:
    width = drawing.width
    style, ink = (VALUE, "text_primary") if row.known else (SMALL, "text_tertiary")
    taken = drawing.text(width, y + 10.5, row.value, style, ink, align="right", room=width * 0.5)
    if row.valued:
        valued = _("of {date}").format(date=row.valued)
        taken += 5 + drawing.text(width - taken - 5, y + 10.5, valued, TINY, "text_tertiary", align="right")
    drawing.text(0, y + 10.5, row.name, LABEL, room=width - taken - 9)
    x = 0.0
    for at, (text, tone) in enumerate(row.about):
        words = text if at == 0 else f"· {text}"
        if at and x + text_width(words, TINY) > width:
            continue
        x += drawing.text(x, y + 20, words, TINY, tone or "text_tertiary", room=width - x) + 3
    return y + (_ROW if row.about else _SHORT_ROW)


def _stated(drawing: Drawing, book: SecurityBook, y: float) -> float:
    names = " · ".join(reference.text("security_type", code) for code in book.stated)
    text = _("As approved: {security}; no details on file").format(security=names)
    style = SMALL if text_width(text, SMALL) <= drawing.width else TINY
    drawing.text(0, y + 10.5, text, style, "text_tertiary", room=drawing.width)
    return y + 14.5
