"""Covenants as they are read: the last test, the state of today, the trend of the headroom (domain reference, 3.9)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import covenant_rules as rules
from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver
from rmapp.domain.covenant_wording import covenant_text, value_text
from rmapp.domain.facility import Facility
from rmapp.domain.financials import FinancialSnapshot
from rmapp.services.lines.line_views import is_counted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from rmapp.domain.covenant_rules import Reading, State
    from rmapp.storage.store import Store

_WHOLE_BP = Decimal(10_000)


class RecordedTest(NamedTuple):
    """One recorded test with its state of today and its waivers, oldest first.

    `unlimited` says that no cash was burnt; `grace_to` is the last day of grace. A test that was recorded
    again is `superseded`.
    """

    test: CovenantTest
    state: State
    headroom_bp: int | None
    unlimited: bool
    grace_to: date
    waivers: tuple[CovenantWaiver, ...]
    superseded: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it failed and is neither waived nor cured nor recorded again."""
        return self.state == "failed" and not self.superseded


class CovenantView(NamedTuple):
    """One covenant as it stands today.

    `last` is the newest test with a result, with `value` in the metric's unit and `headroom_bp`; `unlimited`
    says that no cash is burnt. `next_test_on` is the first period end without a test, past or to come, and
    `next_due_on` the day its proof is due; `next_state` is pending, late, failed (nothing delivered by the end
    of the grace) or waived. `trend` is the headroom of the tests as a fraction (0.0533), oldest
    first. `breach` is the oldest failed test that is neither waived nor cured. `reading` is what the firm's
    newest statement says, tested or not. `tests` holds all tests, oldest period first.
    """

    covenant: Covenant
    last: CovenantTest | None
    value: Decimal | None
    headroom_bp: int | None
    state: State
    next_test_on: date | None
    next_due_on: date | None
    next_state: State | None
    trend: tuple[tuple[date, Decimal], ...]
    unlimited: bool
    breach: CovenantTest | None
    reading: Reading
    tests: tuple[RecordedTest, ...]
    firm_id: str

    @property
    def text(self) -> str:
        """Return what has to be true, in the current language."""
        return covenant_text(self.covenant)

    @property
    def value_text(self) -> str:
        """Return the value of the last test in its unit; a dash where it is not known."""
        return value_text(self.covenant, self.value, unlimited=self.unlimited)

    def text_of(self, recorded: RecordedTest) -> str:
        """Return the value of any of its tests in its unit; a dash where it is not known."""
        return value_text(self.covenant, recorded.test.value, unlimited=recorded.unlimited)

    @property
    def reading_text(self) -> str:
        """Return what the newest statement says, in its unit; a dash where it is not known."""
        return value_text(self.covenant, self.reading.value, unlimited=self.reading.unlimited)

    @property
    def reading_headroom_bp(self) -> int | None:
        """Return the headroom that the newest statement leaves."""
        return rules.headroom_bp(self.covenant.operator, self.reading.value, self.covenant.threshold)

    @property
    def grace_to(self) -> date | None:
        """Return the last day of grace of the breach, else of the next test."""
        due = self.breach.due_on if self.breach else self.next_due_on
        return None if due is None else rules.grace_to(self.covenant, due)


def line_covenants(store: Store, facility_id: str) -> tuple[CovenantView, ...]:
    """Return the covenants of a line in the order they were written, those no longer in force last."""
    return covenant_views(store, store.all(Covenant, facility_id=facility_id))


def firm_covenants(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[CovenantView, ...]:
    """Return the covenants of all lines of a firm; without `restricted` not those of lines of that class."""
    lines = store.all(Facility, firm_id=firm_id)
    shown = [one.id for one in lines if restricted or one.confidentiality != "restricted"]
    return covenant_views(store, store.all(Covenant, facility_id=shown))


def covenant_view(store: Store, covenant_id: str) -> CovenantView:
    """Return one covenant. Raises NotFoundError."""
    return covenant_views(store, [store.get(Covenant, covenant_id)])[0]


def covenant_views(store: Store, covenants: Sequence[Covenant]) -> tuple[CovenantView, ...]:
    """Return many covenants as they stand today, read in a few statements; those out of force last."""
    tests = defaultdict[str, list[CovenantTest]](list)
    for test in store.all(CovenantTest, order="test_on, rid", covenant_id=[one.id for one in covenants]):
        tests[test.covenant_id].append(test)
    all_tests = [test for some in tests.values() for test in some]
    waivers = defaultdict[str, list[CovenantWaiver]](list)
    for waiver in store.all(CovenantWaiver, test_id=[one.id for one in all_tests]):
        waivers[waiver.test_id].append(waiver)
    lines = {one.id: one for one in store.all(Facility, id={one.facility_id for one in covenants})}
    statements = _statements(store, lines.values())
    runways = {one.id for one in covenants if one.metric == "runway_months"}
    cash_rich = _cash_rich(statements, [test for test in all_tests if test.covenant_id in runways])
    today = store.clock.today()
    views = []
    for covenant in sorted(covenants, key=_out_of_force):
        line = lines.get(covenant.facility_id)
        if line is None:
            continue
        own = [
            _recorded(covenant, test, waivers[test.id], today, unlimited=test.id in cash_rich)
            for test in tests[covenant.id]
        ]
        views.append(_view(covenant, line, _marked(own), statements[line.firm_id], today))
    return tuple(views)


def _view(
    covenant: Covenant,
    line: Facility,
    tests: Sequence[RecordedTest],
    statements: Sequence[FinancialSnapshot],
    today: date,
) -> CovenantView:
    counting = [one for one in tests if not one.superseded]
    tested = [one for one in counting if one.test.result != "pending"]
    last = tested[-1] if tested else None
    next_on, next_state = None, None
    if covenant.active and is_counted(line.status):
        next_on = rules.period_after(covenant, _settled_on(counting))
    if next_on is not None:
        next_state = _next_state(covenant, counting, next_on, today)
    breach = next((one for one in tested if one.is_open), None)
    return CovenantView(
        covenant=covenant,
        last=last.test if last else None,
        value=last.test.value if last else None,
        headroom_bp=last.headroom_bp if last else None,
        state="failed" if breach else _state(last, next_state),
        next_test_on=next_on,
        next_due_on=None if next_on is None else rules.due_on(covenant, next_on),
        next_state=next_state,
        trend=tuple((one.test.test_on, one.headroom_bp / _WHOLE_BP) for one in tested if one.headroom_bp is not None),
        unlimited=last is not None and last.unlimited,
        breach=breach.test if breach else None,
        reading=rules.read_latest(covenant, statements) if covenant.type == "financial" else rules.UNKNOWN,
        tests=tuple(tests),
        firm_id=line.firm_id,
    )


def _state(last: RecordedTest | None, next_state: State | None) -> State:
    """Return what is said of a covenant without a breach: a proof that is missing comes before the last test."""
    if next_state not in (None, "pending"):
        return next_state
    if last is not None:
        return last.state
    return next_state or "not_tested"


def _next_state(covenant: Covenant, tests: Sequence[RecordedTest], test_on: date, today: date) -> State:
    state = rules.waiting_state(covenant, test_on, today)
    is_waived = any(one.test.test_on == test_on and one.state == "waived" for one in tests)
    return "waived" if is_waived and state != "pending" else state


def _settled_on(tests: Sequence[RecordedTest]) -> date | None:
    """Return the last period that needs no more test: it has a result, or its proof is waived for good."""
    return max((one.test.test_on for one in tests if one.test.result != "pending" or _is_let_off(one)), default=None)


def _is_let_off(view: RecordedTest) -> bool:
    return any(waiver.until is None for waiver in view.waivers)


def _recorded(
    covenant: Covenant, test: CovenantTest, waivers: Sequence[CovenantWaiver], today: date, *, unlimited: bool
) -> RecordedTest:
    threshold = covenant.threshold if test.threshold is None else test.threshold
    headroom = rules.headroom_bp(covenant.operator, test.value, threshold)
    return RecordedTest(
        test=test,
        state=rules.recorded_state(test, headroom, waivers, today),
        headroom_bp=headroom,
        unlimited=unlimited,
        grace_to=rules.grace_to(covenant, test.due_on),
        waivers=tuple(waivers),
    )


def _marked(tests: Sequence[RecordedTest]) -> list[RecordedTest]:
    newest = {one.test.test_on: one.test.id for one in tests}
    return [one._replace(superseded=newest[one.test.test_on] != one.test.id) for one in tests]


def _statements(store: Store, lines: Collection[Facility]) -> defaultdict[str, list[FinancialSnapshot]]:
    found = defaultdict[str, list[FinancialSnapshot]](list)
    for snapshot in store.all(FinancialSnapshot, firm_id={line.firm_id for line in lines}):
        found[snapshot.firm_id].append(snapshot)
    return found


def _cash_rich(statements: Mapping[str, Sequence[FinancialSnapshot]], tests: Sequence[CovenantTest]) -> set[str]:
    """Return the ids of the passed tests without a value whose statement says that no cash is burnt."""
    burning = {
        one.id: rules.read_metric("runway_months", one).unlimited for some in statements.values() for one in some
    }
    return {
        test.id
        for test in tests
        if test.value is None and test.result != "pending" and burning.get(test.snapshot_id or "", False)
    }


def _out_of_force(covenant: Covenant) -> bool:
    return not covenant.active
