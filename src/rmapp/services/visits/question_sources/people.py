"""Questions about people, owners, other lenders and designations: who decides, who owns, who lends besides us."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain.classes import is_hidden
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.question import WEIGHTS, Question, question_key
from rmapp.services.clients.people import people
from rmapp.services.lines import other_lenders
from rmapp.services.lines.line_views import is_counted
from rmapp.services.visits.agenda import DESIGNATION_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.question import QuestionKind
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.storage.store import Store

OTHER_LINE_DAYS = 365
"""What was told of another lender longer ago than this is asked again."""

LAPSE_DAYS = 365
"""A designation that ended longer ago than this is not asked about any more."""


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield what is not known of the people, the owners, the other lenders and the designations."""
    here = people(store, firm_id)
    if not any(one.role.influence == "decides" for one in here):
        yield _plain("decider")
    for one in here:
        if not is_hidden(one.person.confidentiality, restricted=restricted):
            yield from _of_person(one)
    controlled = any(one.role.is_actual_controller for one in here)
    if not controlled and not store.count(OwnershipLink, child_id=firm_id):
        yield _plain("owners")
    yield from _other_lenders(store, firm_id, restricted=restricted)
    yield from _designations(store, firm_id, restricted=restricted)


def _of_person(one: PersonAtFirm) -> Iterator[Question]:
    person, role = one.person, one.role
    name = (person.name, person.name_latin)
    if role.role == "other" and not role.title.strip():
        yield _named("person_role", "empty", role.id, name)
    if role.influence == "decides" and one.last_met is None:
        yield _named("person_not_met", "empty", person.id, name)
    if role.is_main_contact and not person.work_phone.strip() and not person.work_email.strip():
        yield _named("person_contact", "empty", person.id, name)


def _other_lenders(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    lines = other_lenders.newest_statements(store, firm_id, restricted=restricted)
    borrows = any(is_counted(one.status) for one in store.all(Facility, firm_id=firm_id))
    if not lines:
        if borrows and not other_lenders.newest_statements(store, firm_id):
            yield _plain("other_lenders")
        return
    oldest = store.clock.today() - timedelta(days=OTHER_LINE_DAYS)
    for line in lines:
        ended = line.matures_on is not None and line.matures_on < oldest
        if not ended and (line.as_of is None or line.as_of.last_day() < oldest):
            yield _named("other_line_stale", "stale", line.id, (line.lender, ""), on=line.as_of)


def _designations(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield the designations that end soon, ended of late without a newer one, or of which the start is unknown."""
    today = store.clock.today()
    held = [
        one
        for one in store.all(DesignationHolding, order="expires_on, rid", firm_id=firm_id)
        if one.revoked_on is None and not is_hidden(one.confidentiality, restricted=restricted)
    ]
    newest = {one.designation: one for one in held}
    for one in newest.values():
        ends = one.expires_on.last_day() if one.expires_on else None
        if ends is not None and today - timedelta(days=LAPSE_DAYS) <= ends < today:
            yield _named("designation_lapsed", "stale", one.id, about=one.designation, on=one.expires_on)
        elif ends is not None and today <= ends <= today + timedelta(days=DESIGNATION_DAYS):
            yield _named("designation_ending", "empty", one.id, about=one.designation, on=one.expires_on)
        if one.granted_on is None and (ends is None or ends >= today):
            yield _named("designation_date", "empty", one.id, about=one.designation)


def _plain(code: str) -> Question:
    return Question(key=question_key(code), kind="empty", weight=WEIGHTS[code], code=code)


def _named(
    code: str,
    kind: QuestionKind,
    row_id: str,
    name: tuple[str, str] = ("", ""),
    *,
    about: str = "",
    on: PartialDate | None = None,
) -> Question:
    return Question(
        key=question_key(code, row_id),
        kind=kind,
        weight=WEIGHTS[code],
        code=code,
        subject=name[0],
        latin=name[1],
        about=about,
        on=on,
    )
