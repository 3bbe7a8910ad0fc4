"""What is known of a person's background, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.i18n import _, clauses, ngettext

if TYPE_CHECKING:
    from rmapp.domain.person import Person


def background(person: Person) -> str:
    """Return education, years in the field, senior title, record as a founder and talent programme; empty for none."""
    degree = reference.text("degree", person.degree) if person.degree else person.education_level.strip()
    years = person.years_in_field
    level = person.talent_level if person.talent_level != "none" else None
    programme = person.talent_programme.strip() or (_("talent programme") if level else "")
    return clauses(
        (
            degree,
            person.education_field.strip(),
            person.school.strip(),
            _("senior technical title") if person.senior_title else "",
            ngettext("{n} year in the field", "{n} years in the field", years).format(n=years) if years else "",
            reference.text("venture_record", person.venture_record) if person.venture_record else "",
            _("{programme}: {level}").format(programme=programme, level=reference.text("talent_level", level))
            if level
            else programme,
        )
    )
