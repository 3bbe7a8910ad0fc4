"""The ask-list of a firm: its open questions, those on which most depends first; and questions that rest."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmapp.domain.call_report import Answer
from rmapp.domain.classes import is_hidden
from rmapp.domain.decision import QuestionRest
from rmapp.domain.meeting import Meeting
from rmapp.domain.question import WEIGHTS, Question, question_key, told_once
from rmapp.domain.question_target import target_of
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.visits.agenda import next_visit
from rmapp.services.visits.question_sources import credit, figures, partners, people, register, score, security, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.storage.store import Store

ANSWER_DAYS = 180
"""For so long a question that changes no field of the book counts as answered."""

LIGHTER = 8
"""What each further question of a kind weighs less than the one before."""

_SOURCES = (
    credit.questions,
    security.questions,
    figures.questions,
    people.questions,
    register.questions,
    values.questions,
    score.questions,
    partners.questions,
)


def ask_list(
    store: Store, firm_id: str, *, restricted: bool = True, most: int | None = None, visit: Meeting | None = None
) -> tuple[Question, ...]:
    """Return the open questions, the heaviest first; at most so many, all with None. Same words are asked once.

    `visit` is the planned meeting whose own questions come first, without it the next one. What rests or was
    answered is left out; without `restricted` nothing of that class is asked about. Raises NotFoundError.
    """
    visit = visit or next_visit(store, firm_id, restricted=restricted)
    silent = {rest.question for rest in resting(store, firm_id)} | _answered(store, firm_id)
    found: dict[str, Question] = {}
    for question in (*_own(visit, restricted=restricted), *_computed(store, firm_id, restricted=restricted)):
        if question.key not in silent:
            target = target_of(question.key, firm_id)
            found.setdefault(question.key, question.model_copy(update={"target": target}))
    ranked = _ranked(told_once(found.values()))
    return tuple(ranked if most is None else ranked[:most])


def resting(store: Store, firm_id: str) -> tuple[QuestionRest, ...]:
    """Return the questions that are not asked for now, in the order they were put to rest."""
    today = store.clock.today()
    rests = store.all(QuestionRest, firm_id=firm_id)
    return tuple(rest for rest in rests if rest.until is None or rest.until > today)


def rest_question(store: Store, firm_id: str, key: str, until: date | None, reason: str) -> QuestionRest:
    """Let a question rest until a day, or for good, and those in the same words with it; the reason stays.

    Raises InputError beside the fields.
    """
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Say why it is not asked for now.")
    if until is not None and until <= store.clock.today():
        problems["until"] = _("Choose a day that is still to come.")
    if problems:
        raise InputError(problems)
    asked = next((one for one in ask_list(store, firm_id) if one.key == key), None)
    keys = (key, *asked.also) if asked is not None else (key,)
    for rest in resting(store, firm_id):
        if rest.question in keys:
            store.remove(QuestionRest, rest.id)
    rests = [store.add(QuestionRest(firm_id=firm_id, question=one, until=until, reason=reason.strip())) for one in keys]
    return rests[0]


def wake_question(store: Store, rest_id: str) -> None:
    """Ask a question again that was put to rest. Raises NotFoundError."""
    store.remove(QuestionRest, rest_id)


def _own(visit: Meeting | None, *, restricted: bool) -> Iterator[Question]:
    """Yield what the user wrote down to ask at a visit, in the order of writing."""
    if visit is None or is_hidden(visit.confidentiality, restricted=restricted):
        return
    for text in visit.questions:
        if text.strip():
            yield Question(
                key=question_key("own", " ".join(text.split())),
                kind="own",
                weight=WEIGHTS["own"],
                code="own",
                subject=" ".join(text.split()),
            )


def _computed(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    for source in _SOURCES:
        yield from source(store, firm_id, restricted=restricted)


def _answered(store: Store, firm_id: str) -> set[str]:
    """Return the keys of questions that were answered of late and have no fact of their own to ask again.

    An answer that is still to be written to its fact leaves the question open: the fact is still unknown.
    """
    since = store.clock.today() - timedelta(days=ANSWER_DAYS)
    answers = [
        one
        for one in store.all(Answer, firm_id=firm_id)
        if one.answer.strip() and (one.written_on is not None or not target_of(one.question, firm_id))
    ]
    held = {one.id: one.starts_at for one in store.all(Meeting, id=[one.meeting_id for one in answers], status="held")}
    days = ((one.question, held.get(one.meeting_id, "" if one.meeting_id else one.created_at)) for one in answers)
    return {question for question, moment in days if moment and date.fromisoformat(moment[:10]) >= since}


def _ranked(questions: Iterable[Question]) -> list[Question]:
    """Return questions by weight; each further one of a kind weighs less, so that one kind does not fill the list."""
    seen = Counter[str]()
    weighed = []
    for question in sorted(questions, key=_heaviest_first):
        less = 0 if question.kind == "own" else LIGHTER * seen[question.code]
        seen[question.code] += 1
        weighed.append(question.model_copy(update={"weight": max(question.weight - less, 1)}))
    return sorted(weighed, key=_heaviest_first)


def _heaviest_first(question: Question) -> tuple[int, str, str]:
    return -question.weight, str(question.on or ""), "" if question.kind == "own" else question.key
