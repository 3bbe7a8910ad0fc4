"""Warning signals: what raises them, what marks them, who closes them, and that undo takes them back."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmapp.domain.claim import Claim
from rmapp.domain.clock import FixedClock
from rmapp.domain.collateral import Charge, Collateral, Guarantee
from rmapp.domain.covenant import Covenant
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry, ScheduledPayment
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm
from rmapp.domain.intellectual_property import IpRight, PledgeCheck
from rmapp.domain.money import Money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.signal import Signal, watch_status
from rmapp.errors import BookDamaged, InputError, RuleError
from rmapp.services import books
from rmapp.services.clients import cards
from rmapp.services.early_warning import signals
from rmapp.services.firm_values import firm_values
from rmapp.services.lines.covenants import cure, record_test
from tests.books import NOW, add_firm, new_book, reopened

TODAY = NOW.date()


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[0]


def change(book, entity, id, **fields):
    return book.do(type(book.store).change, entity, id, label="Change", **fields)


def found(book, firm, *, closed=False):
    return book.ask(signals.firm_signals, firm, closed=closed)


def codes(book, firm):
    return sorted(one.code for one in found(book, firm))


def later(book, days):
    day = book.store.clock.today() + timedelta(days=days)
    book.store.clock = FixedClock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def statement(firm, year=2025, **figures):
    amounts = {name: Money.of(number * 1_000_000) for name, number in figures.items()}
    return FinancialSnapshot(firm_id=firm, period_end=date(year, 12, 31), **amounts)


@pytest.fixture
def line(book, firm):
    return put(book, Facility(firm_id=firm, status="active", reference_no="WC-1", limit=Money.of(50_000_000))).id


def draw(book, line, millions=10, due_on=None):
    amount = Money.of(millions * 1_000_000)
    one = Drawdown(facility_id=line, sequence=1, amount=amount, disbursed_on=date(2026, 1, 5), due_on=due_on)
    put(book, one, entry(line, "disbursement", millions, drawdown_id=one.id))
    return one.id


def entry(line, kind, millions, **fields):
    day = PartialDate.of(date(2026, 1, 5))
    return LedgerEntry(facility_id=line, kind=kind, amount=Money.of(millions * 1_000_000), value_on=day, **fields)


# Overdue


def test_a_draw_down_past_its_day_raises_a_red_signal_with_figures(book, firm, line):
    draw(book, line, due_on=date(2026, 3, 3))
    [one] = found(book, firm)
    assert (one.code, one.severity, one.origin, one.subject) == ("overdue_any", "red", "rule", line)
    assert "WC-1" in one.evidence
    assert "10 million" in one.evidence
    assert "4 Mar 2026" in one.evidence
    assert one.raised_on == TODAY


def test_due_today_is_not_overdue_and_the_daily_run_notices_tomorrow(book, firm, line):
    draw(book, line, due_on=TODAY)
    assert codes(book, firm) == []
    later(book, 1)
    assert books.run_daily_rules(book).result == 1
    assert codes(book, firm) == ["overdue_any"]


def test_a_schedule_that_was_not_kept_is_overdue_until_it_is_paid(book, firm, line):
    plan = (ScheduledPayment(due_on=date(2026, 2, 1), principal=Money.of(4_000_000)),)
    change(book, Facility, line, schedule=plan)
    draw(book, line)
    assert codes(book, firm) == ["overdue_any"]
    put(book, entry(line, "principal_repayment", 4))
    [one] = found(book, firm)
    assert (one.status, one.gone_on) == ("open", TODAY)


def test_late_interest_that_a_person_noted_is_overdue(book, firm, line):
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    assert codes(book, firm) == ["overdue_any"]


def test_a_guarantee_past_its_day_is_not_overdue_but_a_claim_is(book, firm):
    line = put(book, Facility(firm_id=firm, status="active", facility_type="letter_of_guarantee")).id
    draw(book, line, due_on=date(2026, 2, 1))
    assert codes(book, firm) == []
    put(book, entry(line, "claim", 3))
    assert codes(book, firm) == ["overdue_any"]


def test_a_line_of_which_nothing_is_known_raises_nothing(book, firm):
    put(book, Facility(firm_id=firm, status="active", source="press", maturity_on=date(2026, 1, 1)))
    assert codes(book, firm) == []


# Once while it is open


def test_a_rule_does_not_raise_twice_while_its_signal_is_not_closed(book, firm, line):
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    book.do(signals.acknowledge_signal, found(book, firm)[0].id, label="Seen")
    change(book, Facility, line, overdue_since=date(2026, 2, 1))
    later(book, 1)
    books.run_daily_rules(book)
    [one] = found(book, firm)
    assert one.status == "acknowledged"
    assert "1 Feb 2026" in one.evidence


def test_a_closed_signal_comes_again_only_for_a_new_cause(book, firm, line):
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    book.do(signals.close_signal, found(book, firm)[0].id, "Paid, the bank system is late", label="Close")
    later(book, 1)
    books.run_daily_rules(book)
    change(book, Facility, line, note="Touched")
    assert codes(book, firm) == []
    change(book, Facility, line, overdue_since=None)
    change(book, Facility, line, overdue_since=date(2026, 3, 4))
    assert codes(book, firm) == ["overdue_any"]
    assert [one.result for one in found(book, firm, closed=True)] == ["Paid, the bank system is late"]


def test_a_cause_that_comes_back_takes_the_mark_away(book, firm, line):
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    change(book, Facility, line, overdue_since=None)
    assert found(book, firm)[0].gone_on == TODAY
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    assert found(book, firm)[0].gone_on is None


# Covenants


def test_the_worked_example_of_the_covenant_is_red_until_it_is_cured(book, firm, line):
    covenant = put(
        book,
        Covenant(
            facility_id=line,
            metric="debt_ratio",
            operator="<=",
            threshold=Decimal(65),
            first_test_on=date(2025, 12, 31),
            grace_days=15,
        ),
    )
    test = book.do(record_test, covenant.id, date(2025, 12, 31), value=Decimal(68), label="Test").result
    [one] = found(book, firm)
    assert (one.code, one.severity, one.subject) == ("covenant_breach", "red", test.id)
    assert "68" in one.evidence
    book.do(cure, test.id, note="Capital was paid in", label="Cure")
    assert found(book, firm)[0].gone_on == TODAY


def test_information_is_late_after_thirty_days(book, firm, line):
    days = {"first_test_on": date(2025, 12, 31), "days_to_deliver": 34, "grace_days": 60}
    covenant = Covenant(facility_id=line, type="information", name="Accounts", **days)
    put(book, covenant)  # its proof was due on 3 February
    later(book, 1)
    assert books.run_daily_rules(book).result == 0
    later(book, 1)
    assert books.run_daily_rules(book).result == 1
    assert codes(book, firm) == ["late_information"]


# Rights


def test_a_core_patent_that_lapses_is_amber_and_a_pledged_one_red(book, firm, line):
    core = put(book, IpRight(firm_id=firm, title="Drive", core=True)).id
    pledged = put(book, IpRight(firm_id=firm, title="Sensor", core=True)).id
    thing = put(book, Collateral(firm_id=firm, type="ip_pledge", ip_right_id=pledged)).id
    put(book, Charge(collateral_id=thing, facility_id=line, registered_on=date(2025, 1, 1)))
    assert codes(book, firm) == []
    change(book, IpRight, core, status="lapsed")
    change(book, IpRight, pledged, status="invalidated")
    by_code = {one.code: one for one in found(book, firm)}
    assert by_code["patent_lapsed_or_challenged"].severity == "amber"
    assert by_code["pledge_ip_problem"].severity == "red"
    assert "Sensor" in by_code["pledge_ip_problem"].evidence


def test_a_pledge_whose_registration_ended_is_red_until_it_is_renewed(book, firm, line):
    right = put(book, IpRight(firm_id=firm, number="ZL1")).id
    thing = put(book, Collateral(firm_id=firm, type="ip_pledge", ip_right_id=right)).id
    charge = put(book, Charge(collateral_id=thing, facility_id=line, registered_to=date(2026, 3, 3))).id
    assert codes(book, firm) == ["pledge_ip_problem"]
    change(book, Charge, charge, registered_to=date(2027, 3, 3))
    assert found(book, firm)[0].gone_on == TODAY


def test_a_right_of_another_firm_warns_of_the_borrower(book, firm, line):
    owner = book.do(add_firm, "母公司", label="Add").result.id
    right = put(book, IpRight(firm_id=owner, title="Drive", core=True)).id
    thing = put(book, Collateral(firm_id=owner, type="ip_pledge", ip_right_id=right)).id
    put(book, Charge(collateral_id=thing, facility_id=line))
    change(book, IpRight, right, status="transferred")
    assert (codes(book, firm), codes(book, owner)) == (["pledge_ip_problem"], ["patent_lapsed_or_challenged"])


def test_invalidity_proceedings_challenge_a_core_patent(book, firm):
    right = put(book, IpRight(firm_id=firm, title="Drive", core=True)).id
    put(book, PledgeCheck(ip_right_id=right, ground="invalidity_started", answer="obstacle", checked_on=TODAY))
    assert codes(book, firm) == ["patent_lapsed_or_challenged"]
    put(book, PledgeCheck(ip_right_id=right, ground="invalidity_started", answer="clear", checked_on=TODAY))
    assert found(book, firm)[0].gone_on == TODAY


# Others


def told(firm, day, millions, lender="Other Bank"):
    limit = None if millions is None else Money.of(millions * 1_000_000)
    return OtherLine(firm_id=firm, lender=lender, limit=limit, as_of=PartialDate(day))


def test_a_lender_that_cuts_by_thirty_percent_is_red(book, firm):
    put(book, told(firm, "2025-01", 100), told(firm, "2025-12", 71))
    assert codes(book, firm) == []
    put(book, told(firm, "2026-02", 70))
    [one] = found(book, firm)
    assert (one.code, one.severity) == ("other_lender_cut", "red")
    assert all(part in one.evidence for part in ("100 million", "70 million", "30"))


def test_the_same_cut_told_again_is_no_new_one(book, firm):
    put(book, told(firm, "2025-01", 100), told(firm, "2025-12", 50))
    book.do(signals.close_signal, found(book, firm)[0].id, "Moved to us", label="Close")
    put(book, told(firm, "2026-02", 50))
    assert codes(book, firm) == []
    put(book, told(firm, "2026-03", 10))
    assert codes(book, firm) == []  # the fall is the one that was closed


@pytest.mark.parametrize(
    "lines",
    [
        [("2025-01", 100), ("2025-12", 50), ("2026-01", 90)],
        [("2025-01", 100), ("2025-12", None)],
        [("2025-01", 50), ("2025-01", 10)],
        [("2025-01", 0), ("2025-12", 0)],
    ],
)
def test_a_limit_that_recovered_or_is_not_known_is_no_cut(book, firm, lines):
    put(book, *(told(firm, day, millions) for day, millions in lines))
    assert codes(book, firm) == []


def test_guarantees_for_others_are_large_from_a_fifth_of_net_assets(book, firm):
    other = book.do(add_firm, "另一家公司", label="Add").result.id
    line = put(book, Facility(firm_id=other, status="active", limit=Money.of(30_000_000))).id
    put(book, Guarantee(facility_id=line, guarantor_kind="firm", guarantor_id=firm, amount=Money.of(19_000_000)))
    assert codes(book, firm) == []  # the net assets are not known
    put(book, statement(firm, net_assets=100))
    assert codes(book, firm) == []
    put(book, Guarantee(facility_id=line, guarantor_kind="firm", guarantor_id=firm, amount=Money.of(1_000_000)))
    [one] = found(book, firm)
    assert one.code == "new_guarantees"
    assert "20.0%" in one.evidence
    assert codes(book, other) == []


# People


def test_a_person_raises_acknowledges_and_closes(book, firm):
    with pytest.raises(InputError) as refused:
        book.do(signals.raise_signal, firm, "no_such", " ", on=TODAY + timedelta(days=1), label="Raise")
    assert set(refused.value.fields) == {"code", "evidence", "raised_on"}
    one = book.do(signals.raise_signal, firm, "asset_freeze", "Court froze 12%", label="Raise").result
    assert (one.severity, one.origin) == ("red", "person")
    book.do(signals.acknowledge_signal, one.id, label="Seen")
    with pytest.raises(RuleError):
        book.do(signals.acknowledge_signal, one.id, label="Seen")
    with pytest.raises(InputError):
        book.do(signals.close_signal, one.id, "  ", label="Close")
    closed = book.do(signals.close_signal, one.id, "Lifted", label="Close").result
    assert (closed.status, closed.closed_on, closed.result) == ("closed", TODAY, "Lifted")
    with pytest.raises(RuleError):
        book.do(signals.close_signal, one.id, "Again", label="Close")


def test_rules_leave_signals_of_people_alone(book, firm, line):
    book.do(signals.raise_signal, firm, "overdue_any", "Told on the phone", label="Raise")
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    change(book, Facility, line, overdue_since=None)
    by_origin = {one.origin: one.gone_on for one in found(book, firm)}
    assert by_origin == {"person": None, "rule": TODAY}


# The watch list


@pytest.mark.parametrize(
    ("severities", "by_hand", "status"),
    [
        ([], "none", "none"),
        (["red"], "none", "alert"),
        (["amber", "amber"], "none", "none"),
        (["amber", "amber", "amber"], "none", "watch"),
        (["info"] * 5, "none", "none"),
        (["amber"], "watch", "watch"),
        (["red"], "watch", "alert"),
        (["red"], "exit", "exit"),
    ],
)
def test_the_watch_status_follows_open_signals_and_a_person_may_only_raise_it(severities, by_hand, status):
    assert watch_status(severities, by_hand) == status


def test_the_list_of_clients_shows_the_watch_status_until_the_signal_is_closed(book, firm):
    one = book.do(signals.raise_signal, firm, "asset_freeze", "Frozen", label="Raise").result
    assert book.ask(cards.card, firm).watch == "alert"
    assert book.ask(signals.firm_watch, firm) == "alert"
    assert [(each.firm_id, each.status) for each in book.ask(signals.watch_list)] == [(firm, "alert")]
    book.do(signals.acknowledge_signal, one.id, label="Seen")
    assert book.ask(cards.card, firm).watch == "alert"
    book.do(signals.close_signal, one.id, "Lifted", label="Close")
    assert book.ask(cards.card, firm).watch == "none"
    assert book.ask(signals.watch_list) == ()
    change(book, Firm, firm, watch_status="watch")
    assert book.ask(signals.watch_list)[0].status == "watch"


# In the gate


def test_a_signal_is_part_of_the_command_that_raised_it_and_goes_with_it(book, firm, line):
    done = change(book, Facility, line, overdue_since=date(2026, 3, 1))
    assert set(done.touched) == {"facility", "signal"}
    book.undo()
    assert found(book, firm) == ()
    book.redo()
    assert codes(book, firm) == ["overdue_any"]


def test_a_large_change_waits_for_the_daily_run(book):
    firms = [book.do(add_firm, f"Firm {number}", label="Add").result.id for number in range(signals.AT_MOST + 1)]
    lines = [Facility(firm_id=one, status="active", overdue_since=date(2026, 3, 1)) for one in firms]
    put(book, *lines)
    assert book.ask(signals.open_signals) == ()
    later(book, 1)
    assert books.run_daily_rules(book).result == len(firms)
    assert books.run_daily_rules(book) is None
    assert len(book.ask(signals.watch_list)) == len(firms)


def test_undo_passes_over_the_daily_run(book, firm, line):
    draw(book, line, due_on=TODAY)
    later(book, 1)
    books.run_daily_rules(book)
    assert book.undo_label() == "Add"
    book.undo()
    assert found(book, firm) != ()  # a person closes what the daily run has raised


def test_a_book_opened_on_another_day_is_due_its_daily_look(tmp_path):
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    line = put(book, Facility(firm_id=firm, status="active", limit=Money.of(50_000_000))).id
    draw(book, line, due_on=TODAY)
    book.close()
    tomorrow = FixedClock(NOW + timedelta(days=1))
    book = reopened(tmp_path, clock=tomorrow, read_only=True)
    assert books.run_daily_rules(book) is None
    book.close()
    book = reopened(tmp_path, clock=tomorrow)
    books.run_daily_rules(book)
    assert codes(book, firm) == ["overdue_any"]
    book.close()


def test_figures_that_contradict_each_other_hinder_nobody(book, firm, line):
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    wrong = put(book, entry(line, "disbursement", 1).model_copy(update={"amount": Money.of(1, "USD")})).id
    other = book.do(add_firm, "另一家公司", label="Add").result.id
    put(book, Facility(firm_id=other, status="active", overdue_since=date(2026, 3, 1)))
    later(book, 1)
    books.run_daily_rules(book)
    assert (codes(book, firm), codes(book, other)) == (["overdue_any"], ["overdue_any"])
    assert found(book, firm)[0].gone_on is None
    book.do(type(book.store).remove, LedgerEntry, wrong, label="Mend")


def test_a_record_that_cannot_be_read_hinders_nobody(book, firm, line):
    change(book, Facility, line, overdue_since=date(2026, 3, 1))
    broken = put(book, Claim(firm_id=firm, kind="a", as_of="2025")).id
    sql = "UPDATE claim SET as_of = 'soon' WHERE id = ?"
    book.do(lambda store: store.execute(sql, (broken,)), label="Break")
    other = book.do(add_firm, "另一家公司", label="Add").result.id
    put(book, Facility(firm_id=other, status="active", overdue_since=date(2026, 3, 1)))
    later(book, 1)
    books.run_daily_rules(book)
    assert (codes(book, firm), codes(book, other)) == (["overdue_any"], ["overdue_any"])
    with pytest.raises(BookDamaged, match=broken):
        book.ask(firm_values, firm)


def test_signals_of_a_removed_firm_are_not_listed(book, firm):
    book.do(signals.raise_signal, firm, "asset_freeze", "Frozen", label="Raise")
    book.do(type(book.store).remove, Firm, firm, label="Remove")
    assert book.ask(signals.open_signals) == ()


# Property: what is done with reactions is undone wholly

_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("overdue"), st.sampled_from([None, date(2026, 2, 1), date(2026, 3, 1)])),
        st.tuples(st.just("lapse"), st.sampled_from(["granted", "lapsed", "transferred"])),
        st.tuples(st.just("told"), st.integers(0, 100)),
        st.tuples(st.just("close"), st.none()),
    ),
    max_size=6,
)


def state(book):
    return {
        entity: sorted(json.dumps(one.model_dump(mode="json"), sort_keys=True) for one in book.store.all(entity))
        for entity in (Facility, IpRight, OtherLine, Signal)
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_undoing_every_step_leaves_the_book_as_it_was(tmp_path_factory, steps):
    book = new_book(tmp_path_factory.mktemp("undo"), None)
    firm = book.do(add_firm, label="Add").result.id
    line = put(book, Facility(firm_id=firm, status="active", limit=Money.of(50_000_000))).id
    right = put(book, IpRight(firm_id=firm, title="Drive", core=True, status="granted")).id
    history = []
    for kind, value in steps:
        before, wrote = state(book), None
        if kind == "overdue":
            wrote = change(book, Facility, line, overdue_since=value)
        elif kind == "lapse":
            wrote = change(book, IpRight, right, status=value)
        elif kind == "told":
            day = f"2025-{len(history) + 1:02d}"
            wrote = book.do(type(book.store).add, told(firm, day, value), label="Told")
        elif found(book, firm):
            wrote = book.do(signals.close_signal, found(book, firm)[0].id, "Seen to", label="Close")
        if wrote is not None and wrote.command_id is not None:
            history.append((before, state(book)))
    for before, after in reversed(history):
        assert state(book) == after
        book.undo()
        assert state(book) == before
    for _before, after in history:
        book.redo()
        assert state(book) == after
    book.close()
