"""What secures the lines: things with value and life left, pledged patents against the maturity, guarantors."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import more, section
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, TINY, VALUE, is_chinese
from rmapp.briefs.typesetting import text_width
from rmapp.briefs.wording import TableUnit, not_disclosed
from rmapp.domain import reference
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_number, format_percent
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_credit import BriefGuarantor, BriefSecurity, SecurityBook

_MOST = 4
_ROW = 23.6
_SHORT_ROW = 14.2
_NAMES_MOST = 3


class _Row(NamedTuple):
    name: str
    value: str
    known: bool
    about: tuple[tuple[str, str], ...]
    """What stands below, most important first, each with its ink."""


def security(book: SecurityBook, width: float) -> Drawing:
    """Return things and guarantors; types that only an approval names stand in one line."""
    drawing = section(width, _("Security"), _aside(book))
    rows = [*(_thing(one) for one in book.things), *(_guarantor(one) for one in book.guarantors)]
    y = SECTION_TOP
    for row in rows[:_MOST]:
        y = _draw(drawing, row, y)
    if len(rows) > _MOST:
        more(drawing, 0, y + 9, len(rows) - _MOST)
        y += 12
    if book.stated:
        y = _stated(drawing, book, y)
    if not rows and not book.stated:
        drawing.text(0, y + 10.5, _("None on file"), SMALL, "text_tertiary")
        y += 15
    drawing.height = y
    return drawing


def security_text(types: Sequence[str]) -> str:
    """Return the types of security of a line in a few words."""
    names = [reference.text("security_type", code) for code in types[:_NAMES_MOST]]
    text = " · ".join(names)
    left_out = len(types) - len(names)
    return f"{text} +{left_out}" if left_out > 0 else text


def _aside(book: SecurityBook) -> str:
    if book.valued is None:
        return _("value {amount}").format(amount=not_disclosed()) if book.things else ""
    unit = TableUnit((book.valued, book.lendable, book.shortfall))
    short = book.shortfall is not None and not book.shortfall.is_zero
    pattern = _("value {value}, {unit}")
    if short:
        pattern = _("value {value}, short by {shortfall}, {unit}")
    elif book.lendable is not None:
        pattern = _("value {value}, lendable {lendable}, {unit}")
    return pattern.format(
        value=unit.number(book.valued),
        lendable=unit.number(book.lendable),
        shortfall=unit.number(book.shortfall),
        unit=unit.name,
    )


def _thing(one: BriefSecurity) -> _Row:
    kind = reference.text("security_type", one.type)
    about = []
    if one.years_left is not None:
        years = _("{years} years left").format(years=format_number(Decimal(one.years_left) / 10, 1))
        if one.outlives is False:
            about.append((_("{life}, ends before the line").format(life=years), "danger_text"))
        elif one.outlives:
            about.append((_("{life}, outlives the line").format(life=years), "text_secondary"))
        else:
            about.append((years, "text_secondary"))
    if one.in_force is False:
        text = _("registration ended {date}") if one.registered_to else _("not registered")
        day = format_date(one.registered_to, "iso") if one.registered_to else ""
        about.append((text.format(date=day), "warning_text"))
    elif one.registered_to is not None:
        about.append((_("registered to {date}").format(date=format_date(one.registered_to, "iso")), ""))
    if one.value is not None and one.valued_on is not None:
        valued = _("valued {date}") if one.is_current else _("valued {date}, due again")
        day = f"{one.valued_on:%Y-%m}"
        about.append((valued.format(date=day), "" if one.is_current else "warning_text"))
    if one.lendable_bp is not None:
        about.append((_("ratio {percent}").format(percent=format_percent(one.lendable_bp, 0)), ""))
    value = format_money(one.value) if one.value is not None else not_disclosed()
    name = one.what or kind
    if one.count > 1:
        name = _("{n} × {thing}").format(n=one.count, thing=name)
    return _Row(name, value, one.value is not None, tuple(about))


def _guarantor(one: BriefGuarantor) -> _Row:
    about = [(reference.text("security_type", one.type), "text_secondary")]
    if one.valid_to is not None:
        about.append((_("valid to {date}").format(date=format_date(one.valid_to, "iso")), ""))
    value = format_money(one.amount) if one.amount is not None else _("whole line")
    return _Row(one.name.told("zh" if is_chinese() else "en") or not_disclosed(), value, known=True, about=tuple(about))


def _draw(drawing: Drawing, row: _Row, y: float) -> float:
    width = drawing.width
    style, ink = (VALUE, "text_primary") if row.known else (SMALL, "text_tertiary")
    taken = drawing.text(width, y + 10.5, row.value, style, ink, align="right", room=width * 0.5)
    drawing.text(0, y + 10.5, row.name, LABEL, room=width - taken - 9)
    x = 0.0
    for at, (text, tone) in enumerate(row.about):
        words = text if at == 0 else f"· {text}"
        if at and x + text_width(words, TINY) > width:
            break
        x += drawing.text(x, y + 20, words, TINY, tone or "text_tertiary", room=width - x) + 3
    return y + (_ROW if row.about else _SHORT_ROW)


def _stated(drawing: Drawing, book: SecurityBook, y: float) -> float:
    names = " · ".join(reference.text("security_type", code) for code in book.stated)
    text = _("As approved: {security}; no details on file").format(security=names)
    drawing.text(0, y + 10.5, text, SMALL, "text_tertiary", room=drawing.width)
    return y + 14.5
