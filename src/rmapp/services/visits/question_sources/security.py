"""Questions about what secures credit: values, insurance, and patents whose owner, number or fee is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import patent_rules, security_rules
from rmapp.domain.classes import is_hidden, strictest
from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.facility import Facility
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import WEIGHTS, Question, question_key
from rmapp.services.lines.lendable import OVER, things

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rmapp.domain.question import QuestionKind
    from rmapp.services.lines.lendable import Thing
    from rmapp.storage.store import Store


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield what is missing or too old about the things charged for the firm's lines, and about its rights."""
    lines = {
        one.id
        for one in store.all(Facility, firm_id=firm_id)
        if one.status not in OVER and not is_hidden(one.confidentiality, restricted=restricted)
    }
    charged = {one.collateral_id for one in store.all(Charge, facility_id=sorted(lines), ended_on=None)}
    pledged = set[str]()
    for thing in things(store, charged):
        if thing.charges and not is_hidden(thing.collateral.confidentiality, restricted=restricted):
            pledged |= {thing.right.id} if thing.right else set()
            yield from _of_thing(thing, store.clock.today())
    for right in store.all(IpRight, firm_id=firm_id):
        wanted = right.id in pledged or right.core or right.pledged
        if wanted and (restricted or _may_be_told(store, right)):
            yield from _of_right(right, store.clock.today())


def _may_be_told(store: Store, right: IpRight) -> bool:
    """Tell whether neither a right nor the thing it is in the register is restricted."""
    things_of_it = store.all(Collateral, ip_right_id=right.id)
    classes = (right.confidentiality, *(one.confidentiality for one in things_of_it))
    return not is_hidden(strictest(classes), restricted=False)


def _of_thing(thing: Thing, today: date) -> Iterator[Question]:
    one = thing.collateral
    if thing.valuation is None:
        yield _asked("valuation_missing", "empty", one, None)
    elif security_rules.has_lapsed(thing.valuation, today):
        yield _asked("valuation_stale", "stale", one, thing.valuation.valued_on)
    if one.insured_to is not None and one.insured_to < today:
        yield _asked("insurance_ended", "stale", one, one.insured_to)


def _of_right(right: IpRight, today: date) -> Iterator[Question]:
    if patent_rules.has_ended(right, today):
        return
    missing = {
        "patent_fee": (
            patent_rules.bears_fees(right)
            and patent_rules.is_granted(right) is not False
            and (right.annual_fee_due_on is None or right.annual_fee_due_on < today)
        ),
        "patent_owner": not right.applicant.strip(),
        "patent_number": not right.number.strip(),
    }
    for code, is_missing in missing.items():
        if is_missing:
            is_late = code == "patent_fee" and right.annual_fee_due_on is not None
            yield Question(
                key=question_key(code, right.id),
                kind="stale" if is_late else "empty",
                weight=WEIGHTS[code],
                code=code,
                about=right.ip_type,
                subject=right.title.strip() or right.number.strip(),
            )


def _asked(code: str, kind: QuestionKind, one: Collateral, on: date | None) -> Question:
    return Question(
        key=question_key(code, one.id),
        kind=kind,
        weight=WEIGHTS[code],
        code=code,
        about=one.type,
        subject=one.description,
        on=PartialDate.of(on) if on else None,
    )
