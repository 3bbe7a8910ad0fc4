"""Questions about our lines: maturity, limits, conditions, proofs that are due, how the money was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.classes import is_hidden
from rmapp.domain.exposure import is_ours, is_umbrella
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, Tranche
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import WEIGHTS, Question, question_key
from rmapp.services.clients.promises import open_promises
from rmapp.services.lines.covenant_watch import tests_due
from rmapp.services.lines.line_views import is_counted, is_paid_out, use_of
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rmapp.domain.question import QuestionKind
    from rmapp.storage.store import Store


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield what repayment and drawing depend on and the book does not know."""
    banks = bank_names(store)
    lines = {
        one.id: one
        for one in store.all(Facility, firm_id=firm_id)
        if is_counted(one.status)
        and is_ours(one.lender, banks)
        and not is_hidden(one.confidentiality, restricted=restricted)
    }
    for line in lines.values():
        yield from _terms(line)
    yield from _conditions(store, lines)
    yield from _uses(store, lines)
    for test in tests_due(store, store.clock.today(), firm_id):
        if test.facility_id in lines and test.state != "waived":
            yield Question(
                key=question_key("covenant_proof", test.covenant.id, test.test_on.isoformat()),
                kind="stale" if test.is_late else "empty",
                weight=WEIGHTS["covenant_proof"],
                code="covenant_proof",
                covenant=test.covenant,
                on=PartialDate.of(test.test_on),
            )
    yield from _late_promises(store, firm_id, restricted=restricted)


def _terms(line: Facility) -> Iterator[Question]:
    """Yield what a line in use or approved lacks; reported lines are asked about as well."""
    missing = {"line_limit": line.limit is None and not is_umbrella(line.facility_type)}
    missing["line_maturity"] = line.maturity_on is None and use_of(line.status) == "in_use"
    for code in ("line_maturity", "line_limit"):
        if missing[code]:
            yield Question(
                key=question_key(code, line.id),
                kind="empty",
                weight=WEIGHTS[code],
                code=code,
                about=line.facility_type,
                subject=line.reference_no,
            )


def _conditions(store: Store, lines: dict[str, Facility]) -> Iterator[Question]:
    ids = list(lines)
    today = store.clock.today()
    for tranche in store.all(Tranche, facility_id=ids):
        if tranche.waits:
            yield from _condition(tranche.condition, tranche.condition_due_on, ("tranche", tranche.id), today)
    for condition in store.all(DrawingCondition, facility_id=ids):
        if condition.waits:
            yield from _condition(condition.text, condition.due_on, ("drawing_condition", condition.id), today)


def _condition(text: str, due: date | None, row: tuple[str, str], today: date) -> Iterator[Question]:
    if due is not None and due >= today:
        return
    if due is None:
        yield _dated("condition_date", "empty", row, text, due)
    else:
        yield _dated("condition_late", "stale", row, text, due)


def _uses(store: Store, lines: dict[str, Facility]) -> Iterator[Question]:
    """Yield the draw-downs whose use is to be looked at by today and was not."""
    today = store.clock.today()
    for draw in store.all(Drawdown, facility_id=list(lines)):
        if draw.first_check_on is None or draw.first_check_on > today or draw.checked_on is not None:
            continue
        if is_paid_out(draw):
            line = lines[draw.facility_id]
            yield Question(
                key=question_key("use_check", draw.id),
                kind="empty",
                weight=WEIGHTS["use_check"],
                code="use_check",
                about=line.facility_type,
                subject=line.reference_no,
                money=draw.amount,
                on=PartialDate.of(draw.first_check_on),
            )


def _late_promises(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    for one in open_promises(store, firm_id, restricted=restricted):
        if one.side == "theirs" and one.is_overdue(store.clock.today()):
            yield _dated("promise_late", "stale", (one.id,), one.text, one.due_on)


def _dated(code: str, kind: QuestionKind, row: tuple[str, ...], text: str, on: date | None) -> Question:
    return Question(
        key=question_key(code, *row),
        kind=kind,
        weight=WEIGHTS[code],
        code=code,
        subject=text,
        on=PartialDate.of(on) if on else None,
    )
