"""The three tests of a meeting as they were answered: yes, no or unknown with comments (domain reference, 5.5)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.assessment import TestAnswer, ThreeTests
from rmapp.domain.firm import Firm
from rmapp.domain.reference_items import Coded
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from rmapp.storage.store import Store


class Test(Coded):
    """One of the three tests with its questions."""

    lines: tuple[Coded, ...]


@cache
def tests() -> tuple[Test, ...]:
    """Return the tests in their order."""
    return reference.read(Test, "lifecycle_lists", "three_tests")


def firm_tests(store: Store, firm_id: str) -> list[ThreeTests]:
    """Return the answered checklists of a firm, newest first."""
    return sorted(store.all(ThreeTests, firm_id=firm_id), key=_when, reverse=True)


def tests_of(store: Store, tests_id: str) -> ThreeTests:
    """Return one checklist. Raises NotFoundError."""
    return store.get(ThreeTests, tests_id)


def add_tests(
    store: Store, firm_id: str, answered_on: date, answers: tuple[TestAnswer, ...], note: str = ""
) -> ThreeTests:
    """Keep a checklist. Raises InputError beside the fields."""
    store.get(Firm, firm_id)
    _check(store, answered_on, answers)
    return store.add(ThreeTests(firm_id=firm_id, answered_on=answered_on, answers=answers, note=note.strip()))


def change_tests(
    store: Store, tests_id: str, answered_on: date, answers: tuple[TestAnswer, ...], note: str = ""
) -> ThreeTests:
    """Change a checklist. Raises InputError beside the fields, NotFoundError."""
    _check(store, answered_on, answers)
    return store.change(ThreeTests, tests_id, answered_on=answered_on, answers=answers, note=note.strip())


def remove_tests(store: Store, tests_id: str) -> None:
    """Take a checklist out of the book. Raises NotFoundError."""
    store.remove(ThreeTests, tests_id)


def _check(store: Store, answered_on: date, answers: tuple[TestAnswer, ...]) -> None:
    problems = {}
    if answered_on > store.clock.today():
        problems["answered_on"] = _("This day is still to come.")
    if all(one.answer == "unknown" and not one.comment for one in answers):
        problems[""] = _("Answer at least one question.")
    known = {line.code for test in tests() for line in test.lines}
    strange = [one.code for one in answers if one.code not in known]
    if strange:
        problems[""] = _("“{code}” is not on the list. Choose one of the list.").format(code=strange[0])
    if problems:
        raise InputError(problems)


def _when(one: ThreeTests) -> tuple[date, str]:
    return one.answered_on, one.id
