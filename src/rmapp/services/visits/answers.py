"""Answers of the client become facts: written with their source and date once a person has confirmed them.

The answer itself stays, with its meeting, and is the source of the field it was written to. A row that names
no source of its own, by a citation or as the bank's, takes over the answer's source and date as well.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.call_report import Answer
from rmapp.domain.claim import Claim
from rmapp.domain.claim_fields import CLAIM_FIELDS
from rmapp.domain.collateral import Collateral, Valuation
from rmapp.domain.date_entry import parse_date
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.entity import Value
from rmapp.domain.facility import DrawingCondition, Tranche
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money, parse_money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate, parse_partial_date
from rmapp.domain.question_target import ANSWER_SOURCES, target_of, value_kind
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients import facts, figures, firms, people, promises
from rmapp.services.collateral import collateral_register
from rmapp.services.lines import other_lenders
from rmapp.services.origination import draws, facilities
from rmapp.services.visits.since_visit import last_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from rmapp.domain.provenance import Sourced
    from rmapp.storage.store import Store

_YES, _NO = frozenset({"yes", "y", "true", "是", "有"}), frozenset({"no", "n", "false", "否", "无", "没有"})
_MOST_PERCENT = 100_000
_MARKS = ("id", "portfolio_id", "created_at", "created_by", "deleted_at")


class Told(NamedTuple):
    """One value to write: to which field of which row, and who said it when; `value` is already read."""

    field: str
    row_id: str
    value: Any
    source: str
    as_of: PartialDate
    asked: str


class GivenAnswer(Value):
    """An answer as it is typed outside of a report: in words, and as the value of the fact where there is one."""

    question: str
    asked: str
    answer: str = ""
    value: str = ""
    means: str = "said"
    as_of: PartialDate | None = None


def answer_question(store: Store, firm_id: str, given: GivenAnswer) -> Answer:
    """Keep an answer and write its value to the fact at once: whoever saves it confirms it.

    It belongs to the last visit where that was on the day the answer is of. Raises InputError beside the
    fields `answer` and `value`, NotFoundError.
    """
    said = given.answer.strip() or given.value.strip()
    if not said:
        raise InputError({"answer": _("Write what was answered.")})
    target = target_of(given.question, firm_id)
    if target and given.value.strip():
        read_value(store, target, given.value)
    as_of = given.as_of or PartialDate.of(store.clock.today())
    visit = last_visit(store, firm_id)
    answer = store.add(
        Answer(
            meeting_id=visit.id if visit is not None and visit.starts_at[:10] == str(as_of) else "",
            firm_id=firm_id,
            question=given.question,
            asked=given.asked,
            answer=said,
            means=given.means,
            answered_as_of=as_of,
            value=given.value.strip(),
        )
    )
    if target and answer.value:
        write_back(store, answer.id)
    return answer


def unwritten(store: Store, firm_id: str) -> dict[str, Answer]:
    """Return the newest answer to each question that has a value which no fact has got yet."""
    found = store.all(Answer, order="rid", firm_id=firm_id, written_on=None)
    return {one.question: one for one in found if one.value.strip() and target_of(one.question, firm_id)}


def value_text(value: object) -> str:
    """Return a value as it can be typed again: an ISO day, an exact amount with its currency, a number, words."""
    if isinstance(value, Money):
        return f"{value.ccy} {value.amount}"
    return "" if value is None else str(value)


def read_value(store: Store, target: str, text: str) -> date | PartialDate | Money | Decimal | int | str:
    """Return what was typed as the value of a fact: a day, an amount, a number, a percentage, yes or no, or words.

    A percentage is the number before the sign.

    Raises InputError on `value`, with a sentence that says what to type.
    """
    kind, today = value_kind(target), store.clock.today()
    typed = text.strip()
    if not typed:
        raise InputError({"value": _("Write the value that goes into the book.")})
    try:
        if kind == "date":
            return parse_date(typed, today)
        if kind == "partial_date":
            return parse_partial_date(typed, today)
        if kind == "money":
            return parse_money(typed)
    except InputError as error:
        raise InputError({"value": next(iter(error.fields.values()))}) from error
    if kind == "number":
        plain = typed.replace(",", "").replace("，", "")
        if not plain.isdecimal():
            raise InputError({"value": _("Write a whole number, for example 214.")})
        return int(plain)
    if kind == "percent":
        return _percent(typed)
    if kind == "yes_no":
        return _yes_no(typed)
    return typed


def _percent(typed: str) -> Decimal:
    plain = typed.replace("％", "%").removesuffix("%").strip()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > _MOST_PERCENT:
        raise InputError({"value": _("Write a percentage, for example 35 or 12.5%.")})
    return value


def _yes_no(typed: str) -> bool:
    said = typed.casefold()
    if said in _YES or said == _("yes"):
        return True
    if said in _NO or said == _("no"):
        return False
    raise InputError({"value": _("Write yes or no.")})


def write_back(store: Store, answer_id: str) -> None:
    """Write the value of an answer to the fact its question asks for, with source and as-of date.

    Called only after a person confirmed it. Raises InputError on `value` where it cannot be read or is
    refused, RuleError where the question has no fact or the answer was written already, NotFoundError.
    """
    answer = store.get(Answer, answer_id)
    target = target_of(answer.question, answer.firm_id)
    if not target:
        raise RuleError(_("This question has no field in the book. The answer stays in the call report."))
    if answer.written_on is not None:
        raise RuleError(_("This answer has been written to the book already."))
    place, _colon, row_id = target.partition(":")
    table, _dot, field = place.partition(".")
    told = Told(
        field=field,
        row_id=row_id,
        value=read_value(store, target, answer.value),
        source=ANSWER_SOURCES[answer.means],
        as_of=answer.answered_as_of or _day_of(store, answer),
        asked=answer.asked,
    )
    try:
        _WRITERS[table](store, told)
    except InputError as error:
        raise InputError({"value": next(iter(error.fields.values()))}) from error
    store.change(Answer, answer_id, written_on=store.clock.today())


def _day_of(store: Store, answer: Answer) -> PartialDate:
    """Return the day of the meeting an answer was given in, else that on which it was written down."""
    meeting = store.find(Meeting, answer.meeting_id) if answer.meeting_id else None
    return PartialDate(meeting.starts_at[:10] if meeting else answer.created_at[:10])


def _line(store: Store, told: Told) -> None:
    if told.field == "limit":
        facilities.change_limit(store, told.row_id, told.value, told.asked, told.as_of)
    else:
        facilities.change_maturity(store, told.row_id, told.value)


def _tranche(store: Store, told: Told) -> None:
    store.change(Tranche, told.row_id, condition_due_on=told.value)


def _condition(store: Store, told: Told) -> None:
    store.change(DrawingCondition, told.row_id, due_on=told.value)


def _draw(store: Store, told: Told) -> None:
    draws.record_check(store, told.row_id, _day(store, told.as_of), told.value)


def _promise(store: Store, told: Told) -> None:
    promises.move_promise(store, told.row_id, told.value)


def _thing(store: Store, told: Told) -> None:
    thing = store.get(Collateral, told.row_id)
    collateral_register.change_collateral(store, thing.id, insured_to=told.value, **_provenance(thing, told))


def _valuation(store: Store, told: Told) -> None:
    thing = store.get(Collateral, told.row_id)
    collateral_register.add_valuation(
        store,
        Valuation(
            collateral_id=thing.id,
            value=told.value,
            valued_on=_day(store, told.as_of),
            source=told.source,
            as_of=told.as_of,
            confidentiality=thing.confidentiality,
        ),
    )


def _right(store: Store, told: Told) -> None:
    right = store.get(IpRight, told.row_id)
    facts.change_fact(store, IpRight, right.id, **{told.field: told.value}, **_provenance(right, told))


def _designation(store: Store, told: Told) -> None:
    holding = store.get(DesignationHolding, told.row_id)
    known = {told.field: told.value, **_provenance(holding, told)}
    facts.change_fact(store, DesignationHolding, holding.id, **known)


def _figure(store: Store, told: Told) -> None:
    figures.change_snapshot(store, told.row_id, **{told.field: told.value})


def _other_line(store: Store, told: Told) -> None:
    """Write a new statement about the same line: the former one stays as the history."""
    before = store.get(OtherLine, told.row_id)
    kept = {name: value for name, value in dict(before).items() if name not in _MARKS}
    now = {"outstanding": told.value, "ccy": told.value.ccy, "source": told.source, "as_of": told.as_of, "citation": ""}
    other_lenders.add_other_line(store, OtherLine.model_validate(kept | now))


def _claim(store: Store, told: Told) -> None:
    """Add a claim: the value where rules read it, and in words where they do not."""
    field = CLAIM_FIELDS.get(told.field)
    if field is None:
        said = {"text": told.value}
    elif field.form == "share":
        said = {"share_bp": int((told.value * 100).to_integral_value())}
    else:
        said = {field.form: told.value}
    facts.add_fact(store, Claim(firm_id=told.row_id, kind=told.field, source=told.source, as_of=told.as_of, **said))


def _firm(store: Store, told: Told) -> None:
    firms.change_firm(store, told.row_id, confirmed=True, **{told.field: told.value})


def _role(store: Store, told: Told) -> None:
    people.change_role(store, told.row_id, **{told.field: told.value})


def _person(store: Store, told: Told) -> None:
    people.change_person(store, told.row_id, **{told.field: told.value})


_WRITERS: Mapping[str, Callable[[Store, Told], None]] = {
    "facility": _line,
    "tranche": _tranche,
    "drawing_condition": _condition,
    "drawdown": _draw,
    "promise": _promise,
    "collateral": _thing,
    "valuation": _valuation,
    "ip_right": _right,
    "designation_holding": _designation,
    "financial_snapshot": _figure,
    "other_line": _other_line,
    "claim": _claim,
    "firm": _firm,
    "role": _role,
    "person": _person,
}


def _provenance(row: Sourced, told: Told) -> dict[str, Any]:
    """Return source and date for a row that cites nothing; a cited row keeps what it cites."""
    if row.citation.strip() or row.source == "bank_system":
        return {}
    return {"source": told.source, "as_of": told.as_of}


def _day(store: Store, as_of: PartialDate) -> date:
    """Return the last day that an as-of date can mean, never one to come."""
    return min(as_of.last_day(), store.clock.today())
