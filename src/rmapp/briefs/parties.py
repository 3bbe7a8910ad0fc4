"""People to meet and the firms of the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import bar, empty_section, more, section
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, is_chinese
from rmapp.briefs.typesetting import Style, text_width
from rmapp.briefs.wording import TableUnit
from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief import BriefGroupFirm, BriefPerson

_MOST_PEOPLE = 3
_MOST_FIRMS = 6
_NAME = Style(8.9, "semibold")
_INITIAL = Style(8.7, "semibold")
_AMOUNT = Style(8.4, "medium")
_PERSON_ROW = 25.0


def people_to_meet(people: Sequence[BriefPerson], width: float) -> Drawing:
    """Return whom one will meet: both names, role, influence, and when they were met last."""
    if not people:
        return empty_section(width, _("People you will meet"))
    drawing = section(width, _("People you will meet"), _("last met"))
    y = SECTION_TOP + 4.5
    for person in people[:_MOST_PEOPLE]:
        _person(drawing, person, y)
        y += _PERSON_ROW
    more(drawing, 27, y + 8, len(people) - _MOST_PEOPLE)
    drawing.height = y + (13 if len(people) > _MOST_PEOPLE else -4)
    return drawing


def roles_to_meet(roles: Sequence[str], width: float) -> Drawing:
    """Return the roles on the client's side, without names."""
    drawing = section(width, _("Contacts by role"))
    texts = [reference.text("person_role", role) for role in roles]
    for at, text in enumerate(texts):
        column, row = at % 2, at // 2
        drawing.text(column * width / 2, SECTION_TOP + 11 + row * 15.3, text, LABEL, room=width / 2 - 8)
    drawing.height = SECTION_TOP + 15.3 * -(-len(texts) // 2)
    return drawing


def group_firms(firms: Sequence[BriefGroupFirm], width: float) -> Drawing:
    """Return the firms of the group with the share held and drawn of limit."""
    unit = TableUnit(amount for firm in firms for amount in (firm.drawn, firm.limit))
    aside = _("drawn of limit, {unit}").format(unit=unit.name)
    drawing = section(width, _("Group"), aside)
    y = SECTION_TOP + 11
    for firm in firms[:_MOST_FIRMS]:
        _firm(drawing, firm, unit, y)
        y += 14.6
    more(drawing, 0, y, len(firms) - _MOST_FIRMS)
    drawing.height = y - 6 + (12 if len(firms) > _MOST_FIRMS else 0)
    return drawing


def _person(drawing: Drawing, person: BriefPerson, y: float) -> None:
    language = "zh" if is_chinese() else "en"
    drawing.circle((9, y + 9.2), 9.5, fill="accent_soft")
    initial = (person.names.zh or person.names.en).strip()[:1]
    drawing.text(9, y + 12.3, initial, _INITIAL, "accent_text", align="centre")
    met = format_date(person.last_met, "short") if person.last_met else "–"
    taken = drawing.text(drawing.width, y + 6.5, met, SMALL, "text_tertiary", align="right")
    names = " ".join(name for name in (person.names.first(language), person.names.second(language)) if name)
    if is_chinese():
        names = person.names.first(language)
    drawing.text(26.5, y + 6.5, names, _NAME, room=drawing.width - taken - 36)
    drawing.text(26.5, y + 17.5, _about(person), SMALL, "text_secondary", room=drawing.width - 26.5)


def _about(person: BriefPerson) -> str:
    title = person.title or _listed([reference.text("person_role", role) for role in person.roles])
    influence = {
        "decides": _("decides"),
        "influences": _("influences"),
        "works_with_us": _("works with us"),
        "unknown": "",
    }[person.influence]
    texts = [title, influence, "" if person.last_met else _("not yet met"), person.remark]
    return _listed(texts)


def _listed(texts: list[str]) -> str:
    return ("，" if is_chinese() else ", ").join(text for text in texts if text)


def _firm(drawing: Drawing, firm: BriefGroupFirm, unit: TableUnit, y: float) -> None:
    width = drawing.width
    text = _("{drawn} of {limit}") if firm.limit is not None else "{drawn}"
    amount = text.format(drawn=unit.number(firm.drawn), limit=unit.number(firm.limit))
    if firm.limit is None and firm.drawn is None:
        amount = _("no line")
    drawing.text(width, y, amount, _AMOUNT, align="right")
    edge = width - max(58.0, text_width(amount, _AMOUNT) + 10)
    if firm.limit is not None and firm.drawn is not None and firm.limit.minor > 0:
        share = firm.drawn.minor / firm.limit.minor if firm.drawn.ccy == firm.limit.ccy else 0.0
        bar(drawing, edge - 37, y - 5, 36.5, share)
    owned = format_percent(firm.ownership_bp, places=0) if firm.ownership_bp is not None else "–"
    taken = drawing.text(edge - 44, y, owned, SMALL, "text_tertiary", align="right")
    name = firm.names.first("zh" if is_chinese() else "en")
    drawing.text(0, y, name, LABEL, room=edge - 44 - taken - 4)
