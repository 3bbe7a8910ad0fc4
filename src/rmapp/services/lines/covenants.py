"""Covenants: agreed, tested by a person's word, waived and cured (domain reference, 3.9).

Tests and waivers are only added. How covenants are read stands in `covenant_views`, over many firms in
`covenant_watch`, and what more debt would do to them in `covenant_effect`; their verbs are known here too.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import ValidationError

from rmapp.domain import covenant_rules as rules
from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver
from rmapp.domain.covenant_rules import Reading, covenant_problems
from rmapp.domain.covenant_wording import state_text
from rmapp.domain.facility import Facility
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.wording import format_date
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.i18n import _
from rmapp.services.lines.covenant_effect import BreakWarning, debt_ratio_with, would_break
from rmapp.services.lines.covenant_views import (
    CovenantView,
    RecordedTest,
    covenant_view,
    covenant_views,
    firm_covenants,
    line_covenants,
)
from rmapp.services.lines.covenant_watch import Breach, DueTest, breaches, late_information, tests_due
from rmapp.services.lines.credit import resolve_line
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from datetime import date

    from rmapp.storage.store import Store

__all__ = [
    "Breach",
    "BreakWarning",
    "CovenantView",
    "DueTest",
    "ProposedTest",
    "RecordedTest",
    "add_covenant",
    "breaches",
    "change_covenant",
    "covenant_names",
    "covenant_problems",
    "covenant_view",
    "covenant_views",
    "cure",
    "debt_ratio_with",
    "firm_covenants",
    "known_value",
    "late_information",
    "line_covenants",
    "propose_test",
    "record_test",
    "remove_covenant",
    "resolve_covenant",
    "tests_due",
    "waive",
    "would_break",
]

Result = Literal["passed", "failed", "not_tested"]

_RESULTS = ("passed", "failed", "not_tested")
_PLACES = Decimal("0.0001")
_TIDIED = ("name", "consequence", "metric", "threshold")
_MOST_DIGITS = 15
_MEANING = ("type", "metric", "operator", "ccy")


class ProposedTest(NamedTuple):
    """A test as the firm's statements propose it; a person confirms or changes it.

    `reading` names the value and the statement it comes from; unknown where no statement ends on that day.
    `is_again` says that the period has a test already, which would be superseded.
    """

    covenant: Covenant
    test_on: date | None
    due_on: date | None
    grace_to: date | None
    reading: Reading
    result: Result
    headroom_bp: int | None
    is_again: bool = False


def add_covenant(store: Store, covenant: Covenant) -> Covenant:
    """Write a covenant of a line. Raises InputError beside the fields, NotFoundError for a line that is gone."""
    store.get(Facility, covenant.facility_id)
    _refuse(covenant_problems(covenant))
    return store.add(_tidied(covenant))


def change_covenant(store: Store, covenant_id: str, **fields: Any) -> Covenant:
    """Change some terms of a covenant; tests that were made keep the days and the threshold they were made with.

    What is tested, and how it is compared, stays once there is a test: RuleError; end it and add another.
    """
    before = store.get(Covenant, covenant_id)
    try:
        after = Covenant.model_validate({**dict(before), **fields})
    except ValidationError as error:
        raise refused(error) from error
    _refuse(covenant_problems(after))
    is_other = any(getattr(before, name) != getattr(after, name) for name in _MEANING)
    if is_other and store.count(CovenantTest, covenant_id=covenant_id):
        raise RuleError(_("This covenant has been tested, so what it tests stays. End it and add another one."))
    changed = _tidied(after)
    return store.change(Covenant, covenant_id, **{name: getattr(changed, name) for name in {*fields, *_TIDIED}})


def remove_covenant(store: Store, covenant_id: str) -> None:
    """Take a covenant that was written by mistake out of the book. Raises NotFoundError."""
    store.remove(Covenant, covenant_id)


def known_value(store: Store, covenant: Covenant) -> Reading:
    """Return what the newest statement of the borrower says of a covenant that may not be written yet."""
    line = store.find(Facility, covenant.facility_id)
    if line is None or covenant.type != "financial":
        return rules.UNKNOWN
    return rules.read_latest(covenant, store.all(FinancialSnapshot, firm_id=line.firm_id))


def resolve_covenant(store: Store, text: str) -> Covenant:
    """Return the covenant with this id, or the numbered one of a line: `SX-001/2` is the second of SX-001.

    Raises NotFoundError, and InputError where several lines have the reference number.
    """
    found = store.find(Covenant, text)
    if found is not None:
        return found
    name, _slash, number = text.rpartition("/")
    if name and number.isdecimal():
        own = store.all(Covenant, facility_id=resolve_line(store, name).id)
        if 0 < int(number) <= len(own):
            return own[int(number) - 1]
    raise NotFoundError(_("No covenant is called “{text}”. “rmapp covenant list” prints them.").format(text=text))


def covenant_names(store: Store, facility_id: str) -> dict[str, str]:
    """Return what the covenants of a line can be called by, `SX-001/2`, by their ids."""
    line = store.get(Facility, facility_id)
    own = store.all(Covenant, facility_id=facility_id)
    return {one.id: f"{line.reference_no or line.id}/{number}" for number, one in enumerate(own, start=1)}


def propose_test(store: Store, covenant_id: str, test_on: date | None = None) -> ProposedTest:
    """Return the test that a person is asked to confirm: of a day, or of the first open period that has ended.

    Where none is open the last tested period is proposed again, for figures that were restated.

    A figure comes from the statement that ends on the day, consolidated before single. What is only
    delivered is proposed as passed while its grace lasts.
    """
    covenant = store.get(Covenant, covenant_id)
    view = covenant_view(store, covenant_id)
    if test_on is None:
        test_on = _open_period(view, store.clock.today())
    if test_on is None:
        return ProposedTest(covenant, None, None, None, rules.UNKNOWN, "not_tested", None)
    due = rules.due_on(covenant, test_on)
    grace = rules.grace_to(covenant, due)
    reading = rules.UNKNOWN
    result: Result = "passed" if covenant.type != rules.BY_LATENESS or store.clock.today() <= grace else "failed"
    if covenant.type == "financial":
        line = store.get(Facility, covenant.facility_id)
        reading = rules.read_on(covenant, store.all(FinancialSnapshot, firm_id=line.firm_id), test_on)
        result = rules.result_of(covenant, reading)
    headroom = rules.headroom_bp(covenant.operator, reading.value, covenant.threshold)
    is_again = any(one.test.test_on == test_on and one.test.result != "pending" for one in view.tests)
    return ProposedTest(covenant, test_on, due, grace, reading, result, headroom, is_again)


def record_test(
    store: Store,
    covenant_id: str,
    test_on: date,
    *,
    value: Decimal | None = None,
    result: Result | None = None,
    snapshot_id: str | None = None,
    received_on: date | None = None,
    note: str = "",
) -> CovenantTest:
    """Write the test of a period as a person confirms it; without `result` it follows from the value.

    `value` is in the metric's unit (65 for 65 %). A test of the same day that was recorded before stays in
    the history. A result against the figures needs a `note`. Raises InputError beside the fields,
    RuleError for a covenant that is no longer in force.
    """
    covenant = store.get(Covenant, covenant_id)
    if not covenant.active:
        raise RuleError(_("This covenant is no longer in force, so it is not tested."))
    if value is not None and (not value.is_finite() or value.adjusted() > _MOST_DIGITS):
        raise InputError({"value": _("Write a number, for example 12.5.")})
    value = None if value is None else value.quantize(_PLACES, ROUND_HALF_UP)
    reading = _stated(store, covenant, value, snapshot_id)
    expected = _expected(store, covenant, test_on, reading, received_on)
    test = CovenantTest(
        covenant_id=covenant_id,
        test_on=test_on,
        due_on=rules.due_on(covenant, test_on),
        received_on=received_on,
        value=value,
        threshold=covenant.threshold,
        snapshot_id=snapshot_id,
        result=result or expected or "not_tested",
        note=note.strip(),
    )
    _refuse(_test_problems(store, covenant, test, reading, expected))
    return store.add(test)


def waive(
    store: Store,
    covenant_id: str,
    test_on: date,
    *,
    approver: str,
    reason: str,
    until: date | None = None,
    granted_on: date | None = None,
) -> CovenantWaiver:
    """Add the bank's waiver of a failed or missing test to the log; without `until` it holds for good.

    Raises InputError beside the fields, RuleError where there is nothing to waive.
    """
    today = store.clock.today()
    granted = granted_on or today
    problems = {}
    if not approver.strip():
        problems["approver"] = _("Say who approved the waiver.")
    if not reason.strip():
        problems["reason"] = _("Say in a few words why it is waived.")
    if granted > today:
        problems["granted_on"] = _("This day is still to come.")
    if until is not None and until < granted:
        problems["until"] = _("This day lies before the one it follows.")
    _refuse(problems)
    test = _waivable(store, covenant_id, test_on)
    waiver = CovenantWaiver(
        test_id=test.id, granted_on=granted, until=until, approver=approver.strip(), reason=reason.strip()
    )
    return store.add(waiver)


def cure(store: Store, test_id: str, *, note: str, on: date | None = None) -> CovenantTest:
    """Close a failed test as cured on a day; `note` says how and is required.

    Raises InputError beside the fields, RuleError for a test that has not failed.
    """
    test = store.get(CovenantTest, test_id)
    day = on or store.clock.today()
    if test.result != "failed":
        raise RuleError(_("Only a failed test can be cured; this one is “{state}”.").format(state=_state_of(test)))
    problems = {}
    if not note.strip():
        problems["note"] = _("Write in a few words how it was cured.")
    if day > store.clock.today():
        problems["on"] = _("This day is still to come.")
    elif day < test.test_on:
        problems["on"] = _("This day lies before the end of the period under test.")
    _refuse(problems)
    said = "\n".join(filter(None, (test.note, note.strip())))
    return store.change(CovenantTest, test_id, result="cured", cured_on=day, note=said)


def _open_period(view: CovenantView, today: date) -> date | None:
    if view.last is not None and (view.next_test_on is None or view.next_test_on > today):
        return view.last.test_on
    return view.next_test_on


def _stated(store: Store, covenant: Covenant, value: Decimal | None, snapshot_id: str | None) -> Reading:
    """Return what a person states: the value, or where there is none the word of the statement that it comes from."""
    snapshot = store.get(FinancialSnapshot, snapshot_id) if snapshot_id else None
    unlimited = False
    if snapshot is not None and value is None:
        unlimited = rules.read_metric(covenant.metric, snapshot, covenant.ccy).unlimited
    return Reading(value, unlimited, snapshot)


def _expected(
    store: Store, covenant: Covenant, test_on: date, reading: Reading, received_on: date | None
) -> Result | None:
    """Return the result that follows from what was stated; None where only a person can tell."""
    if covenant.type == "financial":
        return rules.result_of(covenant, reading)
    if covenant.type != rules.BY_LATENESS:
        return None
    grace = rules.grace_to(covenant, rules.due_on(covenant, test_on))
    if received_on is not None:
        return "passed" if received_on <= grace else "failed"
    return "failed" if store.clock.today() > grace else "not_tested"


def _test_problems(
    store: Store, covenant: Covenant, test: CovenantTest, reading: Reading, expected: Result | None
) -> dict[str, str]:
    today = store.clock.today()
    problems = {}
    if test.test_on > today:
        problems["test_on"] = _("This day is still to come.")
    elif not rules.is_period_end(covenant, test.test_on):
        next_on = rules.period_after(covenant, test.test_on)
        problems["test_on"] = (
            _("This covenant has no period that ends on this day.")
            if next_on is None
            else _("No period ends on this day; the next one ends on {day}.").format(day=format_date(next_on))
        )
    if test.received_on is not None and not test.test_on <= test.received_on <= today:
        problems["received_on"] = _("Proof comes after the end of the period and not after today.")
    if test.result not in _RESULTS:
        problems["result"] = _("Choose passed, failed or not tested.")
    elif test.result != "not_tested" and covenant.type == "financial" and not reading.is_known:
        problems["value"] = _("Write the value, or choose “Not tested”.")
    elif expected not in (None, test.result) and test.result != "not_tested" and not test.note:
        problems["note"] = _("Say why the result differs from what the figures and days say.")
    if reading.snapshot is not None and reading.snapshot.firm_id != store.get(Facility, covenant.facility_id).firm_id:
        problems["snapshot_id"] = _("This statement is of another firm.")
    return problems


def _waivable(store: Store, covenant_id: str, test_on: date) -> CovenantTest:
    """Return the failed test of a period, or a new one without result where its proof is late."""
    view = covenant_view(store, covenant_id)
    recorded = next((one for one in view.tests if one.test.test_on == test_on and not one.superseded), None)
    if recorded is not None and recorded.test.result in ("failed", "pending"):
        return recorded.test
    if recorded is not None:
        sentence = _("There is nothing to waive: the test is “{state}”.")
        raise RuleError(sentence.format(state=state_text(recorded.state)))
    covenant = view.covenant
    if view.next_test_on != test_on or view.next_state == "pending":
        raise RuleError(_("There is nothing to waive: no proof for this day is late."))
    return store.add(
        CovenantTest(
            covenant_id=covenant_id,
            test_on=test_on,
            due_on=rules.due_on(covenant, test_on),
            threshold=covenant.threshold,
        )
    )


def _state_of(test: CovenantTest) -> str:
    return state_text(rules.recorded_state(test, None, (), test.test_on))


def _tidied(covenant: Covenant) -> Covenant:
    """Return the covenant without the figures that its type does not have."""
    update: dict[str, Any] = {"name": covenant.name.strip(), "consequence": covenant.consequence.strip()}
    if covenant.type != "financial":
        update |= {"metric": None, "threshold": None}
    return covenant.model_copy(update=update)


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)
