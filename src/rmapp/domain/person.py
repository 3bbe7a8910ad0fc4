"""People and the parts they play in firms; professional facts only (domain reference, 1.6 and 8.2)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp import i18n
from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced

Influence = Literal["decides", "influences", "works_with_us", "unknown"]


class Person(Sourced):
    """A person at one or more firms; no identity numbers, birthdays, private addresses or family.

    `senior_title` is a senior technical title; `talent_level` that of the talent programme, `venture_record` what
    a founder has built before: the options of the scorecard's indicators.
    """

    name: str
    name_latin: str = ""
    education_level: str = ""
    degree: Annotated[str | None, CodeOf("degree")] = None
    senior_title: bool | None = None
    education_field: str = ""
    school: str = ""
    years_in_field: int | None = None
    record: str = ""
    talent_programme: str = ""
    talent_level: Annotated[str | None, CodeOf("talent_level")] = None
    venture_record: Annotated[str | None, CodeOf("venture_record")] = None
    work_phone: str = ""
    work_email: str = ""
    legal_basis: Annotated[str, CodeOf("legal_basis")] = "contract"
    review_on: date | None = None
    remark: str = ""

    def called(self) -> str:
        """Return the name that readers of the current language read."""
        return self.name_latin if self.name_latin and i18n.current() == "en" else self.name


class Role(Entity):
    """What a person is at a firm: role code, title in words, influence on decisions, from and to."""

    person_id: str
    firm_id: str
    role: Annotated[str, CodeOf("person_role")] = "other"
    title: str = ""
    influence: Influence = "unknown"
    is_actual_controller: bool = False
    is_main_contact: bool = False
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
