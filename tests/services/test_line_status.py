"""A line on its way: every move that exists, every guard, the days it took, and the clock they make."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rmapp.domain import reference
from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Pricing, Security, UseOfProceeds
from rmapp.domain.line_status import LineStatusEvent
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, RuleError
from rmapp.services.lines.classification import implied_class, set_class
from rmapp.services.origination import line_status
from rmapp.services.origination.approval import approval_clock
from tests.books import NOW, add_firm, new_book

TODAY = NOW.date()
FULL = {
    "limit": Money.of(100_000_000),
    "tenor_months": 12,
    "pricing": Pricing(spread_bp=45),
    "security": (Security(type="unsecured"),),
    "use_of_proceeds": (UseOfProceeds(code="general"),),
    "approver": "Committee 7",
    "approval_expires_on": date(2026, 6, 30),
    "submitted_on": date(2026, 1, 5),
    "approved_on": date(2026, 1, 8),
    "contract_no": "K-1",
    "signed_on": date(2026, 1, 12),
    "available_from": date(2026, 1, 12),
    "status_reason": "Accounts are late",
}
EVERY = tuple(reference.labels("line_status"))


@pytest.fixture
def add_line(book, firm):
    def add(status="draft", **fields):
        return book.do(type(book.store).add, Facility(firm_id=firm, status=status, **fields), label="Add").result.id

    return add


def move(book, line, to, **fields):
    return book.do(line_status.set_status, line, to, label="Move", **fields).result


def put(book, entity):
    return book.do(type(book.store).add, entity, label="Add").result


def events(book, line):
    return book.ask(type(book.store).all, LineStatusEvent, order="rid", facility_id=line)


def missing(book, line, to, **fields):
    with pytest.raises(InputError) as refused:
        move(book, line, to, **fields)
    return set(refused.value.fields)


def steps(book, line):
    return {step.to: step for step in book.ask(line_status.next_steps, line)}


def draw(book, line, amount, **fields):
    made = put(book, Drawdown(facility_id=line, sequence=1, amount=amount, disbursed_on=date(2026, 1, 20), **fields))
    put(
        book,
        LedgerEntry(
            facility_id=line,
            drawdown_id=made.id,
            kind="disbursement",
            amount=amount,
            value_on=PartialDate.of(date(2026, 1, 20)),
        ),
    )
    return made.id


# Moves


@pytest.mark.parametrize("old", EVERY)
def test_only_moves_of_the_reference_exist(book, add_line, old):
    line = add_line(old, **FULL)
    allowed = reference.line_moves()[old]
    assert set(steps(book, line)) == set(allowed)
    for new in set(EVERY) - set(allowed):
        with pytest.raises(RuleError):
            move(book, line, new)
    assert events(book, line) == []


@pytest.mark.parametrize(("old", "new"), [(old, new) for old in EVERY for new in reference.line_moves()[old]])
def test_a_line_that_says_everything_can_take_every_move(book, add_line, old, new):
    ended = {"approval_expires_on": TODAY - timedelta(days=1)} if new == "lapsed" else {}
    matures = {"maturity_on": TODAY if new == "matured" else TODAY + timedelta(days=90)}
    line = add_line(old, **FULL | ended | matures)
    after = move(book, line, new, note="As agreed")
    assert after.status == new
    [event] = events(book, line)
    assert (event.from_status, event.to_status, event.note) == (old, new, "As agreed")
    book.undo()
    assert book.ask(type(book.store).get, Facility, line).status == old
    assert events(book, line) == []


# Guards


@pytest.mark.parametrize(
    ("old", "new", "needed"),
    [
        ("draft", "proposed", {"use_of_proceeds"}),
        ("proposed", "in_approval", {"submitted_on"}),
        (
            "in_approval",
            "approved",
            {"limit", "tenor_months", "pricing", "security", "approver", "approval_expires_on"},
        ),
        ("approved", "signed", {"contract_no", "signed_on"}),
        ("signed", "active", {"available_from"}),
        ("active", "suspended", {"status_reason"}),
        ("active", "matured", {"maturity_on"}),
    ],
)
def test_each_status_names_all_that_is_missing(book, add_line, old, new, needed):
    line = add_line(old)
    assert missing(book, line, new) == needed
    assert set(steps(book, line)[new].missing) == needed
    assert steps(book, line)[new].is_possible


def test_a_line_may_be_proposed_without_a_limit(book, add_line):
    line = add_line()
    assert move(book, line, "proposed", use_of_proceeds=(UseOfProceeds(code="rd"),)).limit is None


def test_a_blank_text_says_nothing(book, add_line):
    assert missing(book, add_line("active"), "suspended", status_reason="  ") == {"status_reason"}


def test_a_line_is_active_once_its_conditions_are_met_or_waived(book, add_line):
    line = add_line("signed", **FULL)
    one = put(book, DrawingCondition(facility_id=line, text="Mortgage registered", blocking=True)).id
    two = put(book, DrawingCondition(facility_id=line, text="Accounts of 2025")).id
    assert missing(book, line, "active") == {f"met:{one}", f"met:{two}"}
    answers = {f"met:{one}": date(2026, 3, 2), f"waived:{two}": "Audit is late, chair agreed"}
    move(book, line, "active", on=date(2026, 3, 3), **answers)
    first, second = book.ask(type(book.store).all, DrawingCondition, facility_id=line)
    assert (first.met_on, first.waived_on) == (date(2026, 3, 2), None)
    assert (second.met_on, second.waived_on) == (None, date(2026, 3, 3))
    assert second.waived_reason == "Audit is late, chair agreed"


def test_a_condition_is_not_met_after_the_step(book, add_line):
    line = add_line("signed", **FULL)
    one = put(book, DrawingCondition(facility_id=line, text="Mortgage registered")).id
    answer = {f"met:{one}": TODAY}
    assert missing(book, line, "active", on=date(2026, 3, 3), **answer) == {f"met:{one}"}


def test_an_expired_approval_cannot_be_signed_unless_it_was_extended(book, add_line):
    line = add_line("approved", **FULL | {"approval_expires_on": date(2026, 3, 1), "signed_on": None})
    assert missing(book, line, "signed", on=TODAY) == {"approval_expires_on"}
    assert steps(book, line)["lapsed"].advice
    assert move(book, line, "signed", on=TODAY, approval_expires_on=date(2026, 4, 1)).signed_on == TODAY


def test_an_approval_lapses_only_when_it_has_ended(book, add_line):
    line = add_line("approved", **FULL)
    assert not steps(book, line)["lapsed"].is_possible
    with pytest.raises(RuleError, match="2026"):
        move(book, line, "lapsed")


def test_a_matured_line_is_extended_before_it_is_active_again(book, add_line):
    line = add_line("matured", **FULL | {"maturity_on": date(2026, 2, 1)})
    assert missing(book, line, "active") == {"maturity_on"}
    assert move(book, line, "active", maturity_on=date(2026, 8, 1)).status == "active"


def test_a_line_closes_when_nothing_is_drawn_reserved_or_open(book, add_line):
    line = add_line("active", **FULL)
    drawn = draw(book, line, Money.of(40_000_000))
    assert "40 million" in steps(book, line)["closed"].hindrance
    with pytest.raises(RuleError, match="40 million"):
        move(book, line, "closed")
    put(
        book,
        LedgerEntry(
            facility_id=line,
            drawdown_id=drawn,
            kind="principal_repayment",
            amount=Money.of(40_000_000),
            value_on=PartialDate.of(TODAY),
        ),
    )
    reserved = put(book, Drawdown(facility_id=line, sequence=2, amount=Money.of(5_000_000), status="reserved"))
    with pytest.raises(RuleError, match="5 million"):
        move(book, line, "closed")
    book.do(type(book.store).change, Drawdown, reserved.id, status="cancelled", label="Cancel")
    assert move(book, line, "closed").status == "closed"


def test_a_bill_that_is_not_released_keeps_its_line_open(book, add_line):
    line = add_line("active", facility_type="bank_acceptance", **FULL)
    bills = [
        put(book, Drawdown(facility_id=line, sequence=number, amount=Money.of(10), disbursed_on=date(2026, 1, 20)))
        for number in (1, 2)
    ]
    for bill in bills:
        put(book, LedgerEntry(facility_id=line, drawdown_id=bill.id, kind="issue", amount=Money.of(10)))
    # Both releases are booked under one bill: the sum is zero, and the other bill is still open.
    for _release in bills:
        put(book, LedgerEntry(facility_id=line, drawdown_id=bills[0].id, kind="release", amount=Money.of(10)))
    with pytest.raises(RuleError, match="not released"):
        move(book, line, "closed")


def test_an_umbrella_closes_after_its_lines(book, add_line):
    umbrella = add_line("active", facility_type="comprehensive_limit", **FULL)
    child = add_line("active", parent_id=umbrella, **FULL)
    with pytest.raises(RuleError, match="Close them first"):
        move(book, umbrella, "closed")
    move(book, child, "closed")
    assert move(book, umbrella, "closed").status == "closed"


def test_a_line_known_from_reports_closes_with_a_word_on_how_one_knows(book, add_line):
    line = add_line("active", source="press", lender="Other Bank", **FULL)
    assert missing(book, line, "closed") == {"note"}
    assert move(book, line, "closed", note="Annual report 2025, page 88").status == "closed"


def test_bad_debt_keeps_a_new_line_from_approval_without_an_exception(book, add_line):
    bad = add_line("active", **FULL)
    book.do(set_class, bad, "substandard", TODAY, overdue_since=None, label="Class")
    line = add_line("proposed", **FULL)
    assert missing(book, line, "in_approval") == {"exception_note"}
    assert move(book, line, "in_approval", exception_note="Restructuring, board 12").status == "in_approval"


# Days


def test_a_step_has_a_day_that_fills_the_date_of_the_line(book, add_line):
    line = add_line("proposed", **FULL | {"submitted_on": None})
    assert move(book, line, "in_approval", on=date(2026, 2, 2)).submitted_on == date(2026, 2, 2)
    assert events(book, line)[0].on == date(2026, 2, 2)


def test_a_step_without_a_day_is_of_today(book, add_line):
    line = add_line("in_approval", **FULL | {"approved_on": None})
    assert move(book, line, "approved").approved_on == TODAY
    assert events(book, line)[0].on == TODAY


def test_a_step_is_neither_in_the_future_nor_before_the_one_before(book, add_line):
    line = add_line("in_approval", **FULL)
    assert missing(book, line, "info_requested", on=TODAY + timedelta(days=1)) == {"on"}
    move(book, line, "info_requested", on=date(2026, 3, 2))
    assert missing(book, line, "in_approval", on=date(2026, 3, 1)) == {"on"}
    assert move(book, line, "in_approval", on=date(2026, 3, 2)).submitted_on == FULL["submitted_on"]


def test_the_reason_of_a_suspension_goes_when_it_ends_and_stays_in_the_steps(book, add_line):
    line = add_line("active", **FULL | {"status_reason": ""})
    move(book, line, "suspended", status_reason="Accounts are late")
    assert move(book, line, "active").status_reason == ""
    assert [event.note for event in events(book, line)] == ["Accounts are late", ""]


# Advice


def test_a_line_past_its_maturity_is_advised_to_mature_and_stays_as_it_is(book, add_line):
    line = add_line("active", **FULL | {"maturity_on": date(2026, 3, 3)})
    assert steps(book, line)["matured"].advice == ""
    draw(book, line, Money.of(40_000_000))
    first = book.ask(line_status.next_steps, line)[0]
    assert (first.to, first.missing) == ("matured", ())
    assert "40 million" in first.advice
    assert book.ask(type(book.store).get, Facility, line).status == "active"
    assert move(book, line, "matured", on=date(2026, 3, 4)).status == "matured"


def test_a_repaid_line_past_its_maturity_is_advised_to_close(book, add_line):
    line = add_line("active", **FULL | {"maturity_on": date(2026, 3, 3)})
    assert book.ask(line_status.next_steps, line)[0].to == "closed"


# The approval clock


def at(book, day):
    book.store.clock = FixedClock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def test_the_worked_example_of_the_approval_clock_by_its_steps(book, add_line):
    line = add_line("proposed", green_passage=True, **FULL | {"submitted_on": None, "approved_on": None})
    assert book.ask(approval_clock, line) is None
    move(book, line, "in_approval", on=date(2025, 10, 20))
    move(book, line, "info_requested", on=date(2025, 10, 22))
    move(book, line, "in_approval", on=date(2025, 10, 23))
    move(book, line, "approved", on=date(2025, 10, 24))
    clock = book.ask(approval_clock, line)
    assert (clock.gross, clock.paused, clock.net, clock.calendar_days) == (4, 1, 3, 4)
    assert clock.on_target
    assert not clock.is_running


def test_a_clock_runs_until_today_and_waits_while_information_is_requested(tmp_path):
    clock = FixedClock(datetime(2025, 10, 22, 9, tzinfo=UTC))
    book = new_book(tmp_path, clock=clock)
    firm = book.do(add_firm, label="Add").result.id
    fields = FULL | {"approved_on": None, "submitted_on": date(2025, 10, 20)}
    line = put(book, Facility(firm_id=firm, status="in_approval", green_passage=True, **fields)).id
    running = book.ask(approval_clock, line)
    assert (running.net, running.days_left, running.is_running, running.is_paused) == (2, 1, True, False)
    move(book, line, "info_requested")
    at(book, date(2025, 10, 30))
    paused = book.ask(approval_clock, line)
    assert (paused.gross, paused.paused, paused.net, paused.is_paused) == (8, 6, 2, True)
    book.close()


def test_a_declined_line_stops_its_clock_and_a_draft_has_none(book, add_line):
    line = add_line("in_approval", **FULL | {"submitted_on": date(2026, 3, 2), "approved_on": None})
    move(book, line, "declined", on=date(2026, 3, 3))
    assert book.ask(approval_clock, line).net == 1
    assert book.ask(approval_clock, add_line("draft", submitted_on=TODAY)) is None
    assert book.ask(approval_clock, add_line("approved", submitted_on=TODAY)) is None  # approved on an unknown day


def test_a_pause_without_a_recorded_day_is_said(book, add_line):
    line = add_line("info_requested", submitted_on=date(2026, 3, 2))
    clock = book.ask(approval_clock, line)
    assert clock.is_paused
    assert "not recorded" in clock.warning


def test_the_country_of_the_book_decides_its_business_days(book, add_line):
    line = add_line("approved", submitted_on=date(2025, 9, 30), approved_on=date(2025, 10, 9))
    assert book.ask(approval_clock, line).gross == 1
    book.store.connection.execute("INSERT OR REPLACE INTO book_info (key, value) VALUES ('country', 'SG')")
    assert book.ask(approval_clock, line).gross == 7


# The implied class


def test_the_worked_example_of_95_days(book, add_line):
    line = add_line("active", **FULL)
    since = TODAY - timedelta(days=94)
    book.do(set_class, line, "special_mention", TODAY, "Committee", overdue_since=since, label="Class")
    found = book.ask(implied_class, line)
    assert (found.overdue_days, found.minimum, found.entered) == (95, "substandard", "special_mention")
    assert "Implied at least “Substandard”" in found.warning
    assert book.ask(type(book.store).get, Facility, line).loan_class == "special_mention"
