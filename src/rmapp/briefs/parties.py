"""People to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import empty_section, more, section
from rmapp.briefs.styles import LABEL, SECTION, SECTION_TOP, SMALL, is_chinese
from rmapp.briefs.typesetting import Style, text_width
from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, clauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief import BriefPerson

_NAME = Style(8.9, "semibold")
_INITIAL = Style(8.7, "semibold")
_PERSON_ROW = 25.0


def people_to_meet(people: Sequence[BriefPerson], most: int, width: float) -> Drawing:
    """Return whom one will meet: both names, role, influence, and when they were met last."""
    if not people:
        return empty_section(width, _("People you will meet"))
    title = _("People you will meet")
    drawing = section(width, title, _("last met"))
    more(drawing, text_width(title, SECTION) + 9, 8.2, len(people) - most)
    y = SECTION_TOP + 4.5
    for person in people[:most]:
        _person(drawing, person, y)
        y += _PERSON_ROW
    drawing.height = y - 4
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


def person_words(person: BriefPerson) -> tuple[str, str]:
    """Return somebody's name and title, without anything we remark on them: the sheet lies on the client's table."""
    name = person.names.first("zh" if is_chinese() else "en")
    return name, _title(person)


def _title(person: BriefPerson) -> str:
    return person.title or clauses([reference.text("person_role", role) for role in person.roles])


def _about(person: BriefPerson) -> str:
    title = _title(person)
    influence = {
        "decides": _("decides"),
        "influences": _("influences"),
        "works_with_us": _("works with us"),
        "unknown": "",
    }[person.influence]
    texts = [title, influence, "" if person.last_met else _("not yet met"), person.remark]
    return clauses(texts)
