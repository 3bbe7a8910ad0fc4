"""Covenants in the book: the worked example of domain 3.9, tests, waivers, cures, what is due, what would break."""

import time
from datetime import date, datetime
from decimal import Decimal

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver
from rmapp.domain.facility import FxRate
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.clients import figures
from rmapp.services.lines import covenants
from rmapp.services.origination import facilities
from rmapp.services.timelines import timeline
from tests.books import NOW, add_firm, new_book
from tests.services.test_credit import a_line, save, yuan

NEW_YEARS_EVE = date(2025, 12, 31)


@pytest.fixture
def line(book, firm):
    return save(book, a_line(firm)).id


def agree(book, line, **fields):
    known = {
        "facility_id": line,
        "metric": "debt_ratio",
        "threshold": Decimal(65),
        "first_test_on": NEW_YEARS_EVE,
        "days_to_deliver": 120,
        "grace_days": 15,
    }
    return book.do(covenants.add_covenant, Covenant(**{**known, **fields}), label="Add").result


def state_figures(book, firm, **fields):
    amounts = {name: yuan(value) for name, value in fields.items() if isinstance(value, (int, float))}
    known = {"firm_id": firm, "period_end": NEW_YEARS_EVE, **fields, **amounts}
    return book.do(figures.add_snapshot, FinancialSnapshot(**known), label="Figures").result


def record(book, covenant, day=NEW_YEARS_EVE, **fields):
    return book.do(covenants.record_test, covenant.id, day, label="Test", **fields).result


def on(book, day):
    book.store.clock = FixedClock(datetime.combine(day, NOW.timetz()))


def view_of(book, covenant):
    return book.ask(covenants.covenant_view, covenant.id)


def problems(book, verb, *args, **fields):
    with pytest.raises(InputError) as caught:
        book.do(verb, *args, label="Try", **fields)
    return set(caught.value.fields)


def failed_example(book, firm, line):
    agreed = agree(book, line)
    statement = state_figures(book, firm, total_assets=100, total_liabilities=68)
    return agreed, record(book, agreed, value=Decimal(68), snapshot_id=statement.id)


def test_the_worked_example_of_3_9_fails_until_waived(book, firm, line):
    agreed, test = failed_example(book, firm, line)
    assert (test.result, test.due_on, test.threshold) == ("failed", date(2026, 4, 30), 65)
    view = view_of(book, agreed)
    assert (view.state, view.value, view.headroom_bp, view.grace_to) == ("failed", 68, -462, date(2026, 5, 15))
    assert (view.text, view.value_text) == ("Debt / assets at most 65%", "68%")
    (breach,) = book.ask(covenants.breaches, [firm])
    assert (breach.firm_id, breach.facility_id, breach.subject) == (firm, line, test.id)
    assert breach.evidence == "Debt / assets at most 65%: 68% on 31 Dec 2025; grace to 15 May 2026."
    assert book.ask(covenants.breaches) == (breach,)
    on(book, date(2026, 5, 1))
    granted = {"approver": "Credit committee", "reason": "New equity in June", "until": date(2026, 6, 30)}
    book.do(covenants.waive, agreed.id, NEW_YEARS_EVE, label="Waive", **granted)
    assert view_of(book, agreed).state == "waived"
    assert book.ask(covenants.breaches) == ()
    on(book, date(2026, 7, 1))
    assert view_of(book, agreed).state == "failed"
    assert len(book.ask(covenants.breaches)) == 1


def test_the_worked_example_of_3_9_is_cured_in_its_grace(book, firm, line):
    agreed, test = failed_example(book, firm, line)
    assert problems(book, covenants.cure, test.id, note=" ", on=date(2027, 1, 1)) == {"note", "on"}
    assert problems(book, covenants.cure, test.id, note="Early", on=date(2025, 12, 30)) == {"on"}
    on(book, date(2026, 5, 15))
    book.do(covenants.cure, test.id, note="Repaid CNY 10m", label="Cure")
    view = view_of(book, agreed)
    assert (view.state, view.last.cured_on, view.breach) == ("cured", date(2026, 5, 15), None)
    assert book.ask(covenants.breaches) == ()
    with pytest.raises(RuleError, match="“Cured”"):
        book.do(covenants.cure, test.id, note="Again", label="Cure")


def test_a_later_pass_does_not_close_a_breach(book, firm, line):
    agreed, test = failed_example(book, firm, line)
    on(book, date(2027, 2, 1))
    record(book, agreed, date(2026, 12, 31), value=Decimal(55))
    view = view_of(book, agreed)
    assert (view.state, view.breach.id, view.value) == ("failed", test.id, 55)
    assert view.trend == ((NEW_YEARS_EVE, Decimal("-0.0462")), (date(2026, 12, 31), Decimal("0.1538")))


def test_a_test_is_proposed_from_the_statement_of_its_day(book, firm, line):
    agreed = agree(book, line)
    assert book.ask(covenants.propose_test, agreed.id).result == "not_tested"
    state_figures(book, firm, scope="single", total_assets=100, total_liabilities=40)
    first = state_figures(book, firm, total_assets=100, total_liabilities=68)
    proposed = book.ask(covenants.propose_test, agreed.id)
    assert (proposed.test_on, proposed.due_on, proposed.grace_to) == (
        NEW_YEARS_EVE,
        date(2026, 4, 30),
        date(2026, 5, 15),
    )
    assert (proposed.reading.value, proposed.result, proposed.headroom_bp) == (68, "failed", -462)
    restated = book.do(figures.supersede, first.id, label="Restate", total_liabilities=yuan(62)).result
    proposed = book.ask(covenants.propose_test, agreed.id)
    assert (proposed.reading.value, proposed.reading.snapshot.id, proposed.result) == (62, restated.id, "passed")
    assert view_of(book, agreed).last is None
    assert view_of(book, agreed).reading_headroom_bp == 462


def test_recording_again_keeps_the_former_test(book, firm, line):
    agreed, former = failed_example(book, firm, line)
    record(book, agreed, value=Decimal(62), note="Restated")
    view = view_of(book, agreed)
    assert (view.state, view.value) == ("close", 62)
    assert (view.tests[0].test.id, view.tests[0].superseded) == (former.id, True)
    assert len(view.trend) == 1


def test_where_no_period_is_open_the_last_one_is_proposed_again(book, firm, line):
    agreed, _test = failed_example(book, firm, line)
    proposed = book.ask(covenants.propose_test, agreed.id)
    assert (proposed.test_on, proposed.is_again) == (NEW_YEARS_EVE, True)
    on(book, date(2027, 1, 2))
    proposed = book.ask(covenants.propose_test, agreed.id)
    assert (proposed.test_on, proposed.is_again) == (date(2026, 12, 31), False)


def test_a_firm_that_burns_no_cash_passes_a_runway_without_limit(book, firm, line):
    agreed = agree(book, line, metric="runway_months", operator=">=", threshold=Decimal(6))
    statement = state_figures(book, firm, cash=60, operating_cash_flow=15, capex=3)
    proposed = book.ask(covenants.propose_test, agreed.id)
    assert (proposed.result, proposed.reading.unlimited, proposed.headroom_bp) == ("passed", True, None)
    record(book, agreed, snapshot_id=statement.id)
    view = view_of(book, agreed)
    assert (view.state, view.unlimited, view.value_text) == ("passed", True, "no cash burnt")


def test_unknown_stays_unknown(book, firm, line):
    agreed = agree(book, line)
    state_figures(book, firm, total_assets=100)
    assert not book.ask(covenants.propose_test, agreed.id).reading.is_known
    record(book, agreed)
    view = view_of(book, agreed)
    assert (view.last.result, view.state, view.value, view.headroom_bp) == ("not_tested", "not_tested", None, None)


def test_what_a_test_must_say(book, firm, line):
    agreed = agree(book, line)
    other = book.do(add_firm, "别的公司", label="Add").result.id
    foreign = state_figures(book, other, total_assets=100, total_liabilities=40)
    verb = covenants.record_test
    assert problems(book, verb, agreed.id, date(2026, 12, 31), value=Decimal(1)) == {"test_on"}
    assert problems(book, verb, agreed.id, date(2025, 6, 30), value=Decimal(1)) == {"test_on"}
    assert problems(book, verb, agreed.id, NEW_YEARS_EVE, result="passed") == {"value"}
    assert problems(book, verb, agreed.id, NEW_YEARS_EVE, value=Decimal(68), result="passed") == {"note"}
    assert problems(book, verb, agreed.id, NEW_YEARS_EVE, value=Decimal("1e30")) == {"value"}
    assert problems(book, verb, agreed.id, NEW_YEARS_EVE, value=Decimal(1), snapshot_id=foreign.id) == {"snapshot_id"}
    late = {"value": Decimal(1), "received_on": date(2026, 12, 1)}
    assert problems(book, verb, agreed.id, NEW_YEARS_EVE, **late) == {"received_on"}
    kept = record(book, agreed, value=Decimal(68), result="passed", note="Adjusted for a sale")
    assert kept.result == "passed"


def test_information_fails_by_lateness_and_its_waiver_lets_it_off(book, firm, line):
    agreed = agree(book, line, type="information", name="Audited statements", metric=None, threshold=None)
    with pytest.raises(RuleError, match="no proof for this day is late"):
        book.do(covenants.waive, agreed.id, NEW_YEARS_EVE, approver="A", reason="B", label="Waive")
    on(book, date(2026, 5, 15))
    assert view_of(book, agreed).state == "late"
    (late,) = book.ask(covenants.late_information, [firm])
    assert late.subject == agreed.id
    assert book.ask(covenants.breaches, [firm]) == ()
    on(book, date(2026, 5, 16))
    assert view_of(book, agreed).state == "failed"
    assert book.ask(covenants.late_information, [firm]) == ()
    (breach,) = book.ask(covenants.breaches, [firm])
    assert breach.evidence == (
        "Audited statements: nothing received for 31 Dec 2025; due 30 Apr 2026, grace to 15 May 2026."
    )
    words = {"approver": "Li Wen", "reason": "Auditor changed", "label": "Waive"}
    book.do(covenants.waive, agreed.id, NEW_YEARS_EVE, until=date(2026, 6, 30), **words)
    assert view_of(book, agreed).state == "waived"
    assert [one.state for one in book.ask(covenants.tests_due, date(2026, 6, 30))] == ["waived"]
    on(book, date(2026, 7, 1))
    assert view_of(book, agreed).state == "failed"
    book.do(covenants.waive, agreed.id, NEW_YEARS_EVE, **words)
    view = view_of(book, agreed)
    assert (view.state, view.next_test_on) == ("pending", date(2026, 12, 31))
    assert book.ask(covenants.breaches, [firm]) == ()
    assert len(book.store.all(CovenantWaiver)) == 2
    assert len(book.store.all(CovenantTest)) == 1


@pytest.mark.parametrize(
    ("received", "result"), [(date(2026, 5, 15), "passed"), (date(2026, 5, 16), "failed"), (None, "failed")]
)
def test_what_came_after_the_grace_has_failed(book, line, received, result):
    agreed = agree(book, line, type="information", name="Audited statements", metric=None, threshold=None)
    on(book, date(2026, 5, 20))
    assert book.ask(covenants.propose_test, agreed.id).result == "failed"
    assert record(book, agreed, received_on=received).result == result


def test_a_waiver_names_who_and_why(book, firm, line):
    agreed, _test = failed_example(book, firm, line)
    said = {"approver": " ", "reason": "", "granted_on": date(2027, 1, 1), "until": date(2026, 1, 1)}
    wrong = problems(book, covenants.waive, agreed.id, NEW_YEARS_EVE, **said)
    assert wrong == {"approver", "reason", "granted_on", "until"}
    book.do(covenants.cure, view_of(book, agreed).breach.id, note="Repaid", label="Cure")
    with pytest.raises(RuleError, match="“Cured”"):
        book.do(covenants.waive, agreed.id, NEW_YEARS_EVE, approver="A", reason="B", label="Waive")


def test_the_meaning_of_a_tested_covenant_stays(book, firm, line):
    agreed, _test = failed_example(book, firm, line)
    with pytest.raises(RuleError, match="End it and add another"):
        book.do(covenants.change_covenant, agreed.id, operator=">=", label="Change")
    book.do(covenants.change_covenant, agreed.id, threshold=Decimal(70), label="Change")
    assert view_of(book, agreed).headroom_bp == -462
    book.do(covenants.change_covenant, agreed.id, active=False, label="End")
    view = view_of(book, agreed)
    assert (view.next_test_on, book.ask(covenants.breaches)) == (None, ())
    with pytest.raises(RuleError, match="no longer in force"):
        record(book, agreed, value=Decimal(1))
    assert problems(book, covenants.change_covenant, agreed.id, threshold="much") == {"threshold"}


def test_a_covenant_that_is_only_delivered_keeps_no_figures(book, line):
    agreed = agree(book, line)
    book.do(covenants.change_covenant, agreed.id, type="information", name=" Statements ", label="Change")
    changed = view_of(book, agreed).covenant
    assert (changed.name, changed.metric, changed.threshold) == ("Statements", None, None)
    book.do(covenants.remove_covenant, agreed.id, label="Remove")
    assert book.ask(covenants.line_covenants, line) == ()
    assert problems(book, covenants.add_covenant, Covenant(facility_id=line)) == {
        "metric",
        "threshold",
        "first_test_on",
    }


def test_due_tests_are_late_first_and_only_of_running_lines(book, firm, line):
    first = agree(book, line, frequency="quarterly", days_to_deliver=30)
    second = agree(book, line, metric="rd_intensity", operator=">=", threshold=Decimal(12))
    wished = save(book, a_line(firm, status="draft", signed_on=None, reference_no="P")).id
    agree(book, wished, days_to_deliver=1)
    agree(book, line, days_to_deliver=1, active=False)
    due = book.ask(covenants.tests_due, date(2026, 4, 30))
    assert [(one.covenant.id, one.state, one.days) for one in due] == [
        (first.id, "late", -33),
        (second.id, "pending", 57),
    ]
    assert book.ask(covenants.tests_due, date(2026, 4, 29), firm) == due[:1]
    assert book.ask(covenants.tests_due, date(2026, 4, 30), "another") == ()
    record(book, first, value=Decimal(50))
    due = book.ask(covenants.tests_due, date(2026, 4, 30), firm)
    assert [(one.covenant.id, one.test_on) for one in due] == [
        (first.id, date(2026, 3, 31)),
        (second.id, NEW_YEARS_EVE),
    ]
    assert view_of(book, first).next_due_on == date(2026, 4, 30)


def test_tests_stand_in_the_stream_of_the_client(book, firm, line):
    agreed, _test = failed_example(book, firm, line)
    record(book, agreed, value=Decimal(62), note="Restated", received_on=date(2026, 3, 2))
    found = [one for one in book.ask(timeline.timeline, firm).events if one.type == "covenant_test"]
    assert [(one.title, one.text, str(one.on), one.covenant_id) for one in found] == [
        (
            "Covenant test: Close, Debt / assets at most 65%",
            "62%, for 31 Dec 2025, Restated",
            "2026-03-02",
            agreed.id,
        )
    ]


def test_covenants_are_called_by_line_and_number(book, firm, line):
    first, second = agree(book, line), agree(book, line, metric="cash", threshold=Decimal(1))
    assert book.ask(covenants.covenant_names, line) == {first.id: f"{line}/1", second.id: f"{line}/2"}
    assert book.ask(covenants.resolve_covenant, f"{line}/2") == second
    assert book.ask(covenants.resolve_covenant, first.id) == first
    for name in (f"{line}/3", f"{line}/0", "nothing", "nothing/1"):
        with pytest.raises(NotFoundError):
            book.ask(covenants.resolve_covenant, name)


def test_covenants_of_restricted_lines_stay_hidden(book, firm, line):
    agree(book, line)
    secret = save(book, a_line(firm, confidentiality="restricted", reference_no="S")).id
    agree(book, secret)
    assert len(book.ask(covenants.firm_covenants, firm)) == 2
    assert len(book.ask(covenants.firm_covenants, firm, restricted=False)) == 1


def test_what_would_break_when_more_is_drawn(book, firm, line):
    agree(book, line, threshold=Decimal(60))
    agree(book, line, metric="interest_bearing_debt", threshold=Decimal(70_000_000))
    agree(book, line, metric="gross_margin", operator=">=", threshold=Decimal(99))
    state_figures(book, firm, total_assets=200, total_liabilities=110, interest_bearing_debt=40, revenue=9)
    assert book.ask(covenants.would_break, firm, yuan(20)) == ()
    effect = book.ask(covenants.debt_ratio_with, firm, yuan(20))
    assert (effect.before, effect.after) == (55, Decimal("59.0909"))
    ratio, debt = book.ask(covenants.would_break, firm, yuan(60))
    assert (ratio.text, ratio.before_text, ratio.after_text) == ("Debt / assets at most 60%", "55%", "65.38%")
    assert (debt.before, debt.after, debt.was_broken) == (40_000_000, 100_000_000, False)


def test_what_is_not_known_warns_of_nothing(book, firm, line):
    agree(book, line, threshold=Decimal(1))
    assert book.ask(covenants.would_break, firm, yuan(20)) == ()
    assert book.ask(covenants.debt_ratio_with, firm, yuan(20)) is None
    state_figures(book, firm, total_assets=200, total_liabilities=110)
    dollars = Money.of(1_000_000, "USD")
    assert book.ask(covenants.would_break, firm, dollars) == ()
    rate = FxRate(base="USD", quote="CNY", on=NEW_YEARS_EVE, rate=Decimal("7.0796"))
    book.do(lambda store: store.add(rate), label="Rate")
    (warning,) = book.ask(covenants.would_break, firm, dollars)
    assert (warning.was_broken, warning.after) == (True, Decimal("56.5385"))


def test_a_line_that_is_only_planned_counts_when_it_is_named(book, firm):
    planned = save(book, a_line(firm, status="draft", signed_on=None)).id
    agree(book, planned, threshold=Decimal(60))
    state_figures(book, firm, total_assets=100, total_liabilities=59)
    assert book.ask(covenants.would_break, firm, yuan(50)) == ()
    assert len(book.ask(covenants.would_break, firm, yuan(50), planned)) == 1
    assert view_of(book, book.ask(covenants.line_covenants, planned)[0].covenant).state == "not_tested"


def test_what_is_due_in_a_large_book_is_found_quickly(tmp_path):
    workspace = new_book(tmp_path)
    try:
        workspace.do(_many, label="Fill")
        began = time.perf_counter()
        due = workspace.ask(covenants.tests_due, date(2026, 4, 30))
        taken = time.perf_counter() - began
    finally:
        workspace.close()
    assert len(due) == 100
    assert taken < 1.5


def _many(store):
    firm = add_firm(store)
    drafts = [a_line(firm.id, reference_no=str(number)) for number in range(20)]
    lines = [facilities.save_facility(store, draft).id for draft in drafts]
    far = date(2030, 12, 31)
    first_days = (NEW_YEARS_EVE if number < 100 else far for number in range(20_000))
    store.add_many(
        Covenant(facility_id=lines[number % 20], metric="debt_ratio", first_test_on=first)
        for number, first in enumerate(first_days)
    )
