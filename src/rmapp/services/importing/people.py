"""Rows of a table of people: who of the book each is, at which firm, and what changes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from rmapp.domain.degrees import degree_in
from rmapp.domain.import_codes import find_code
from rmapp.domain.import_problem import RowProblem
from rmapp.domain.person import Person, Role
from rmapp.i18n import _
from rmapp.services.importing.firm_link import FirmLinker
from rmapp.services.importing.plan import PlannedRow, action_of, compare, open_problems, pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmapp.domain.import_check import CheckedRow
    from rmapp.services.importing.plan import ImportOptions
    from rmapp.storage.store import Store

_PERSON = (
    "name_latin",
    "education_level",
    "education_field",
    "school",
    "years_in_field",
    "record",
    "senior_title",
    "talent_programme",
    "talent_level",
    "venture_record",
    "work_phone",
    "work_email",
    "remark",
)
_ROLE = ("role", "title", "is_main_contact", "is_actual_controller")


class PersonPlanner:
    """Plans the rows of one table of people."""

    def __init__(self, store: Store, options: ImportOptions, columns: Mapping[str, str]) -> None:
        self._options = options
        self._columns = columns
        self._firms = FirmLinker(store, options, columns)
        self._people = {person.id: person for person in store.all(Person)}
        self._roles: dict[tuple[str, str], list[Role]] = defaultdict(list)
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self._people.values():
            self._by_name[_key(person.name)].append(person)
        for role in store.all(Role):
            if role.person_id in self._people:
                self._roles[_key(self._people[role.person_id].name), role.firm_id].append(role)
        self._seen: dict[tuple[str, str], int] = {}

    def plan(self, rows: list[CheckedRow]) -> Iterator[PlannedRow]:
        """Yield the plan of each row."""
        for row in rows:
            yield self._plan_row(row)

    def _plan_row(self, row: CheckedRow) -> PlannedRow:
        name = str(row.values.get("name", ""))
        if row.failed:
            return PlannedRow(row.row, "error", name, row.problems)
        firm_id, problem = self._firms.link(row)
        problems = [*row.problems, *filter(None, (problem,))]
        if firm_id is None:
            return PlannedRow(row.row, "error", name, tuple(problems))
        problems += filter(None, (self._repeated(row, firm_id),))
        left = open_problems(problems, self._options)
        person_fields = _with_degree(pick(row.values, *_PERSON))
        roles = self._roles.get((_key(name), firm_id), [])
        if roles:
            return self._update(row, roles[0], person_fields, left)
        known = self._same_contact(row)
        role_fields = {"firm_id": firm_id, "role": self._role_code(row), **pick(row.values, *_ROLE)}
        if known is None:
            person = Person.model_validate({"name": name, "source": "bank_system", **person_fields})
            role = Role.model_validate({"person_id": person.id, **role_fields})
            return PlannedRow(row.row, action_of(left, "add"), name, left, new=(person, role))
        edits, changes = compare(known, person_fields, "people")
        role = Role.model_validate({"person_id": known.id, **role_fields})
        how = _("name and phone or e-mail")
        return PlannedRow(row.row, action_of(left, "update"), name, left, known.id, how, changes, (role,), edits)

    def _update(
        self, row: CheckedRow, role: Role, person_fields: dict[str, object], left: tuple[RowProblem, ...]
    ) -> PlannedRow:
        person = self._people[role.person_id]
        edits, changes = compare(person, person_fields, "people")
        more, further = compare(role, pick(row.values, *_ROLE), "people")
        action = action_of(left, "update" if edits or more else "same")
        how = _("name and firm")
        return PlannedRow(
            row.row, action, person.name, left, person.id, how, (*changes, *further), edits=(*edits, *more)
        )

    def _same_contact(self, row: CheckedRow) -> Person | None:
        """Return the person of the book with this name and the same phone or e-mail, at another firm."""
        for person in self._by_name.get(_key(str(row.values["name"])), ()):
            for field in ("work_phone", "work_email"):
                told, held = row.values.get(field), getattr(person, field)
                if told and held and _key(str(told)) == _key(held):
                    return person
        return None

    def _role_code(self, row: CheckedRow) -> str:
        title = row.values.get("title")
        return (find_code("person_role", title) if isinstance(title, str) else None) or "other"

    def _repeated(self, row: CheckedRow, firm_id: str) -> RowProblem | None:
        key = (_key(cast("str", row.values["name"])), firm_id)
        earlier = self._seen.setdefault(key, row.row)
        if earlier == row.row:
            return None
        cause = _("The same person stands in row {row} already").format(row=earlier)
        return RowProblem(row.row, self._columns["name"], str(row.values["name"]), cause, about="row")


def _with_degree(fields: dict[str, object]) -> dict[str, object]:
    """Return the fields with the degree that the education names: tables write it in many words."""
    degree = degree_in(str(fields.get("education_level") or ""))
    return fields if degree is None else {**fields, "degree": degree}


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign not in " -()+·.")
