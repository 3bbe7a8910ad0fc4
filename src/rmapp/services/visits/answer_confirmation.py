"""The step between an answer and the fact it changes: what would be written, confirmed by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.call_report import Answer
from rmapp.domain.question_target import target_of, value_kind
from rmapp.errors import InputError, NotFoundError
from rmapp.services.visits.answers import read_value, write_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.question_target import ValueKind
    from rmapp.storage.store import Store


class AnswerToConfirm(NamedTuple):
    """An answer whose question has a field in the book; `kind` is the form in which the value is typed."""

    answer: Answer
    kind: ValueKind


def answers_to_confirm(store: Store, meeting_id: str) -> tuple[AnswerToConfirm, ...]:
    """Return the answers of a report that a fact is still waiting for, in the order of the sheet."""
    found = store.all(Answer, order="rid", meeting_id=meeting_id)
    open_ones = ((one, target_of(one.question, one.firm_id)) for one in found if one.written_on is None)
    return tuple(AnswerToConfirm(one, value_kind(target)) for one, target in open_ones if target)


def proposed_value(store: Store, target: str, answer: str) -> str:
    """Return the answer where it can be read as the value of the fact; empty where a person has to say it."""
    if not target or not answer.strip():
        return ""
    try:
        read_value(store, target, answer)
    except InputError:
        return ""
    return answer.strip()


def write_answers(store: Store, values: Mapping[str, str]) -> int:
    """Write confirmed values, by the id of their answer, to the facts; return how many.

    All or none: raises InputError with a sentence for each id whose value is refused.
    """
    problems = {}
    for answer_id, value in values.items():
        store.change(Answer, answer_id, value=value.strip())
        try:
            write_back(store, answer_id)
        except (InputError, NotFoundError) as error:
            problems[answer_id] = error.message
    if problems:
        raise InputError(problems)
    return len(values)
