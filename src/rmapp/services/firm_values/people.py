"""Values from the founders and those who control the firm: their degree, record, years and programme."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.services.firm_values.knowing import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rmapp.domain.known import Known
    from rmapp.domain.person import Person
    from rmapp.services.firm_values.facts import FirmFacts

_FOUNDERS = ("founder", "actual_controller")


def people(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield what is known of the founders; "no" only where it is known of each of them."""
    founders = _founders(facts)
    for code, test in (
        ("founder_phd_or_senior", _is_senior),
        ("founder_serial", _is_serial),
        ("talent_programme", _is_in_programme),
    ):
        known = _any(founders, test)
        if known is not None:
            yield code, known
    years = [(one, one.years_in_field) for one in founders if one.years_in_field is not None]
    if years:
        person, most = max(years, key=lambda pair: pair[1])
        yield "founder_domain_years", said(person, Decimal(most))
    for code, attribute, choices in (
        ("founder_record", "venture_record", "venture_record"),
        ("talent_level", "talent_level", "talent_level"),
    ):
        best = _best(founders, attribute, tuple(reference.labels(choices)))
        if best is not None:
            yield code, best


def _founders(facts: FirmFacts) -> list[Person]:
    ids = [
        role.person_id
        for role in facts.roles
        if (role.role in _FOUNDERS or role.is_actual_controller)
        and (role.valid_to is None or role.valid_to.last_day() >= facts.today)
    ]
    return [facts.people[id] for id in dict.fromkeys(ids) if id in facts.people]


def _any(founders: Sequence[Person], test: Callable[[Person], bool | None]) -> Known | None:
    answers = [(one, test(one)) for one in founders]
    for person, answer in answers:
        if answer:
            return said(person, value=True)
    if not answers or any(answer is None for _person, answer in answers):
        return None
    return said(answers[0][0], value=False)


def _is_senior(person: Person) -> bool | None:
    if person.degree == "doctor" or person.senior_title:
        return True
    return None if person.degree is None or person.senior_title is None else False


def _is_serial(person: Person) -> bool | None:
    return None if person.venture_record is None else person.venture_record == "serial_success"


def _is_in_programme(person: Person) -> bool | None:
    if person.talent_level is None:
        return True if person.talent_programme.strip() else None
    return person.talent_level != "none"


def _best(founders: Sequence[Person], attribute: str, order: tuple[str, ...]) -> Known | None:
    """Return the best of the founders' codes; the lists have the best first."""
    known = [one for one in founders if getattr(one, attribute) in order]
    best = min(known, key=lambda one: order.index(getattr(one, attribute)), default=None)
    return None if best is None else said(best, getattr(best, attribute))
