"""People and the parts they play in firms; professional facts only (domain reference, 1.6 and 8.2)."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.code_checks import code_problems, future_problems, order_problems
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Attendee
from rmapp.domain.names import fold
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.personal_data import personal_data_in
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients.firms import display_name

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_INFLUENCES = ("decides", "influences", "works_with_us", "unknown")
_FREE_TEXTS = ("name", "record", "remark", "education_field", "school", "talent_programme")
_MOST_YEARS = 80

_MET = """SELECT a.person_id, max(substr(m.starts_at, 1, 10)), count(DISTINCT m.id)
    FROM attendee a CROSS JOIN meeting m ON m.id = a.meeting_id AND m.deleted_at IS NULL AND m.status = 'held'
    WHERE a.deleted_at IS NULL AND a.person_id IN (SELECT value FROM json_each(?)) GROUP BY a.person_id"""


class PersonAtFirm(NamedTuple):
    """A person in one role at a firm; `last_met` None means never, over all firms of the person."""

    person: Person
    role: Role
    last_met: date | None
    meetings: int


class RoleAtFirm(NamedTuple):
    """A role with the name of its firm in the current language."""

    role: Role
    firm_id: str
    firm_name: str


class PersonPage(NamedTuple):
    """A person with all roles, present ones first."""

    person: Person
    roles: tuple[RoleAtFirm, ...]
    last_met: date | None
    meetings: int


class SamePerson(NamedTuple):
    """A person of the book with the same name, and the firms they belong to."""

    person_id: str
    name: str
    firms: tuple[str, ...]


def people(store: Store, firm_id: str, *, former: bool = False) -> list[PersonAtFirm]:
    """Return who is at a firm: main contacts first, then by influence and name; `former` adds who left."""
    today = store.clock.today()
    roles = [role for role in store.all(Role, firm_id=firm_id) if former or not _has_ended(role, today)]
    persons = {person.id: person for person in store.all(Person, id=sorted({role.person_id for role in roles}))}
    met = _met(store, list(persons))
    found = [
        PersonAtFirm(persons[role.person_id], role, *met.get(role.person_id, (None, 0)))
        for role in roles
        if role.person_id in persons
    ]
    return sorted(found, key=lambda one: (_has_ended(one.role, today), *_weight(one.role), one.person.name))


def person_page(store: Store, person_id: str) -> PersonPage:
    """Return a person with all roles. Raises NotFoundError."""
    person = store.get(Person, person_id)
    today = store.clock.today()
    roles = [role for role in store.all(Role, person_id=person_id) if store.find(Firm, role.firm_id) is not None]
    roles.sort(key=lambda role: (_has_ended(role, today), *_weight(role)))
    last_met, meetings = _met(store, [person_id]).get(person_id, (None, 0))
    return PersonPage(
        person,
        tuple(RoleAtFirm(role, role.firm_id, display_name(store, role.firm_id)) for role in roles),
        last_met,
        meetings,
    )


def add_person(store: Store, firm_id: str, name: str, **fields: Any) -> Person:
    """Write a new person with a role at a firm; `fields` are those of `Person` and of `Role`.

    Raises InputError beside the fields, NotFoundError for a firm that is gone.
    """
    store.get(Firm, firm_id)
    own = {key: value for key, value in fields.items() if key not in Role.model_fields}
    person = Person(name=" ".join(name.split()), **own)
    role = Role(
        person_id=person.id,
        firm_id=firm_id,
        **{key: value for key, value in fields.items() if key in Role.model_fields},
    )
    _refuse(check_person(person) | _role_problems(store, role))
    stored = store.add(person)
    store.add(role)
    return stored


def change_person(store: Store, person_id: str, **fields: Any) -> Person:
    """Change some fields of a person. Raises InputError, NotFoundError."""
    changed = store.get(Person, person_id).model_copy(update=fields)
    _refuse({field: sentence for field, sentence in check_person(changed).items() if field in fields})
    return store.change(Person, person_id, **fields)


def remove_person(store: Store, person_id: str) -> None:
    """Take a person out of the book, roles too; in notes the written name and part stay.

    Meetings keep that somebody was there, as the role, not as the person (domain reference, 8.3).
    """
    person = store.get(Person, person_id)
    roles = store.all(Role, person_id=person_id)
    part = next((role.title for role in roles if role.title), "")
    for attendee in store.all(Attendee, person_id=person_id):
        role_text = attendee.role_text or part
        store.change(Attendee, attendee.id, person_id=None, name=_("Former contact"), role_text=role_text)
    for role in roles:
        store.remove(Role, role.id)
    store.remove(Person, person.id)


def add_role(store: Store, person_id: str, firm_id: str, **fields: Any) -> Role:
    """Write that a person also has a role at a firm."""
    store.get(Person, person_id)
    store.get(Firm, firm_id)
    role = Role(person_id=person_id, firm_id=firm_id, **fields)
    _refuse(_role_problems(store, role))
    return store.add(role)


def change_role(store: Store, role_id: str, **fields: Any) -> Role:
    """Change some fields of a role."""
    changed = store.get(Role, role_id).model_copy(update=fields)
    _refuse({field: sentence for field, sentence in _role_problems(store, changed).items() if field in fields})
    return store.change(Role, role_id, **fields)


def end_role(store: Store, role_id: str, on: PartialDate | date) -> Role:
    """Let a role end on a day; it stays in the history."""
    return change_role(store, role_id, valid_to=on if isinstance(on, PartialDate) else PartialDate.of(on))


def check_person(person: Person) -> dict[str, str]:
    """Return a sentence for each field of a person that cannot be accepted."""
    problems = code_problems(person)
    if not person.name.strip():
        problems["name"] = _("Write the person's name.")
    if person.work_email and ("@" not in person.work_email.strip("@") or " " in person.work_email.strip()):
        problems["work_email"] = _("This is not an e-mail address.")
    if person.years_in_field is not None and not 0 <= person.years_in_field <= _MOST_YEARS:
        problems["years_in_field"] = _("Write a number of years between 0 and {n}.").format(n=_MOST_YEARS)
    return problems


def person_warnings(person: Person) -> dict[str, str]:
    """Return a sentence for each free text that holds what must not be kept (domain reference, 8.2)."""
    found = {field: personal_data_in(getattr(person, field)) for field in _FREE_TEXTS}
    return {field: findings[0].sentence for field, findings in found.items() if findings}


def same_person(store: Store, name: str) -> list[SamePerson]:
    """Return the people of the book with this name, to offer before a new one is made."""
    wanted = _plain(name)
    if not wanted:
        return []
    rows = store.rows("SELECT id, name, name_latin FROM person WHERE deleted_at IS NULL")
    found = [(id, shown) for id, shown, latin in rows if wanted in (_plain(shown), _plain(latin))]
    return [
        SamePerson(id, shown, tuple(display_name(store, role.firm_id) for role in store.all(Role, person_id=id)))
        for id, shown in found
    ]


def _plain(name: str) -> str:
    return "".join(fold(name).split())


def _met(store: Store, person_ids: list[str]) -> dict[str, tuple[date, int]]:
    rows = store.rows(_MET, (json.dumps(person_ids),))
    return {id: (date.fromisoformat(day), count) for id, day, count in rows}


def _weight(role: Role) -> tuple[bool, int]:
    return not role.is_main_contact, _INFLUENCES.index(role.influence)


def _has_ended(role: Role, today: date) -> bool:
    return role.valid_to is not None and role.valid_to.last_day() < today


def _role_problems(store: Store, role: Role) -> dict[str, str]:
    problems = code_problems(role) | order_problems(role, (("valid_from", "valid_to"),))
    return problems | future_problems(role, ("valid_from",), store.clock.today())


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)
