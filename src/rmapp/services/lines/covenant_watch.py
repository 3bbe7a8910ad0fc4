"""Which covenants are to be tested, which are broken and whose proof is late, over many firms (domain 3.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import covenant_rules as rules
from rmapp.domain import reference
from rmapp.domain.covenant import Covenant
from rmapp.domain.covenant_wording import covenant_text
from rmapp.domain.facility import Facility
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.lines.covenant_views import CovenantView, covenant_views
from rmapp.services.lines.line_views import is_counted
from rmapp.storage import covenant_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from rmapp.domain.covenant_rules import State
    from rmapp.storage.store import Store


class DueTest(NamedTuple):
    """One test that is to be made: of the period that ended on `test_on`, its proof due on `due_on`.

    `days` counts from today to the due day, below zero when it has passed; `state` is pending, late, failed
    (what is proved by delivery alone, after the grace) or waived.
    """

    firm_id: str
    facility_id: str
    facility_type: str
    reference_no: str
    covenant: Covenant
    test_on: date
    due_on: date
    grace_to: date
    days: int
    state: State

    @property
    def is_late(self) -> bool:
        """Tell whether the due day has passed."""
        return self.state in ("late", "failed")

    @property
    def text(self) -> str:
        """Return what has to be true, in the current language."""
        return covenant_text(self.covenant)


class Breach(NamedTuple):
    """One covenant that is broken, or whose proof is late; `subject` is the id of the test, else of the covenant.

    `test_on` is the end of the period, `grace_to` the last day of grace; `evidence` is a sentence with the
    figures, in the current language.
    """

    firm_id: str
    facility_id: str
    covenant: Covenant
    subject: str
    test_on: date
    due_on: date
    grace_to: date
    evidence: str


def tests_due(store: Store, until: date, firm_id: str | None = None) -> tuple[DueTest, ...]:  # noqa: PT028 - the name says tests, it is none
    """Return the tests whose proof is due up to a day, late ones first, then by day; of all firms without `firm_id`.

    Only covenants in force of lines in use or approved are tested.
    """
    found = _due_rows(store, until, None if firm_id is None else [firm_id])
    covenants = {one.id: one for one in store.all(Covenant, id=[row.covenant_id for row, _on, _due in found])}
    lines = {one.id: one for one in store.all(Facility, id={row.facility_id for row, _on, _due in found})}
    today = store.clock.today()
    tests = []
    for row, test_on, due in found:
        state = rules.waiting_state(row, test_on, today)
        if state != "pending" and row.waived_to is not None and today <= row.waived_to:
            state = "waived"
        line = lines[row.facility_id]
        tests.append(
            DueTest(
                firm_id=row.firm_id,
                facility_id=row.facility_id,
                facility_type=line.facility_type,
                reference_no=line.reference_no,
                covenant=covenants[row.covenant_id],
                test_on=test_on,
                due_on=due,
                grace_to=rules.grace_to(row, due),
                days=(due - today).days,
                state=state,
            )
        )
    return tuple(sorted(tests, key=_late_first))


def breaches(store: Store, firm_ids: Collection[str] | None = None) -> tuple[Breach, ...]:
    """Return the failed tests that are neither waived nor cured, of some firms or of the whole book.

    What is proved by delivery alone and did not come by the end of the grace is a breach too.
    """
    found = []
    for view in _watched(store, firm_ids):
        if view.breach is not None:
            subject, test_on, due = view.breach.id, view.breach.test_on, view.breach.due_on
        elif view.next_state == "failed" and view.next_test_on is not None and view.next_due_on is not None:
            subject, test_on, due = view.covenant.id, view.next_test_on, view.next_due_on
        else:
            continue
        found.append(_breach(view, subject, test_on, due))
    return tuple(found)


def late_information(store: Store, firm_ids: Collection[str] | None = None) -> tuple[Breach, ...]:
    """Return the covenants whose proof is late and which this alone has not broken yet."""
    return tuple(
        _breach(view, view.covenant.id, view.next_test_on, view.next_due_on)
        for view in _watched(store, firm_ids)
        if view.next_state == "late" and view.next_test_on is not None and view.next_due_on is not None
    )


def _watched(store: Store, firm_ids: Collection[str] | None) -> tuple[CovenantView, ...]:
    """Return the covenants with a failed test or a late proof."""
    today = store.clock.today()
    ids = covenant_rows.failed(store, _running_states(), firm_ids)
    ids |= {row.covenant_id for row, _on, due in _due_rows(store, today, firm_ids) if due < today}
    return covenant_views(store, store.all(Covenant, id=sorted(ids)))


def _due_rows(
    store: Store, until: date, firm_ids: Collection[str] | None
) -> list[tuple[covenant_rows.ScheduleRow, date, date]]:
    found = []
    for row in covenant_rows.schedules(store, _running_states(), firm_ids):
        test_on = rules.period_after(row, row.settled_on)
        if test_on is None:
            continue
        due = rules.due_on(row, test_on)
        if due <= until:
            found.append((row, test_on, due))
    return found


def _running_states() -> list[str]:
    return [status for status in reference.line_moves() if is_counted(status)]


def _breach(view: CovenantView, subject: str, test_on: date, due: date) -> Breach:
    grace = rules.grace_to(view.covenant, due)
    failed = next((one for one in view.tests if one.test.id == subject), None)
    if failed is not None and failed.test.value is not None:
        pattern = _("{covenant}: {value} on {day}; grace to {grace}.")
        value = view.text_of(failed)
    elif failed is not None:
        pattern, value = _("{covenant}: not kept on {day}; grace to {grace}."), ""
    else:
        pattern, value = _("{covenant}: nothing received for {day}; due {due}, grace to {grace}."), ""
    evidence = pattern.format(
        covenant=view.text, value=value, day=format_date(test_on), due=format_date(due), grace=format_date(grace)
    )
    return Breach(view.firm_id, view.covenant.facility_id, view.covenant, subject, test_on, due, grace, evidence)


def _late_first(test: DueTest) -> tuple[bool, date, str]:
    return not test.is_late, test.due_on, test.covenant.id
