"""Applications for a listing: begun, their steps, what the bank does, the desk, and what stays restricted."""

from datetime import date, timedelta

import pytest

from rmapp.domain.firm import Listing
from rmapp.domain.ipo import IpoAction, IpoApplication, IpoEvent
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, NotFoundError, ReasonNeeded, RuleError
from rmapp.i18n import use
from rmapp.services.firm_values import firm_values
from rmapp.services.privacy import classes
from rmapp.services.stages import ipo
from rmapp.storage.discreet import discreet
from tests.books import CLOCK, add_firm

TODAY = CLOCK.today()


def do(book, verb, *args, **kw):
    return book.do(verb, *args, label="Test", **kw).result


@pytest.fixture
def application(book, firm):
    return do(book, ipo.start_application, firm, board="sse_star", sponsor="示例证券")


def reach(book, application, *steps):
    """Record steps as `status on`."""
    for words in steps:
        status, on = words.split()
        do(book, ipo.reach_step, application.id, status, PartialDate(on))


def test_a_firm_has_one_open_application_and_it_is_restricted(book, firm, application):
    assert application.confidentiality == "restricted"
    assert book.ask(ipo.open_application, firm).id == application.id
    with pytest.raises(RuleError, match="open application already"):
        do(book, ipo.start_application, firm)
    with pytest.raises(NotFoundError):
        do(book, ipo.start_application, "no-such-firm")


def test_the_board_has_to_be_one_of_the_way(book, firm):
    with pytest.raises(InputError) as refused:
        do(book, ipo.start_application, firm, "hkex", board="sse_star")
    assert list(refused.value.fields) == ["board"]
    with pytest.raises(InputError) as refused:
        do(book, ipo.start_application, firm, market_value_on=TODAY + timedelta(days=1))
    assert list(refused.value.fields) == ["market_value_on"]
    with pytest.raises(InputError):
        do(book, ipo.start_application, firm, closed_on=TODAY)


def test_steps_have_the_class_of_their_application_and_who_wrote_them(book, firm, application):
    reach(book, application, "counselling_filed 2025-03")
    (event,) = book.ask(ipo.steps, application.id)
    assert (event.confidentiality, event.firm_id, str(event.reached_on)) == ("restricted", firm, "2025-03")
    assert event.recorded_by
    assert event.recorded_at


def test_a_step_without_a_day_is_of_today(book, application):
    assert do(book, ipo.reach_step, application.id, "submitted").reached_on == PartialDate.of(TODAY)


def test_rounds_of_inquiry_count_themselves(book, firm, application):
    reach(book, application, "accepted 2025-03-01", "inquiry 2025-04-01", "inquiry 2025-06-01")
    view = book.ask(ipo.application, firm)
    assert [one.round for one in view.events] == [None, 1, 2]
    assert view.days == (TODAY - date(2025, 6, 1)).days


def test_a_move_that_is_not_in_the_file_changes_nothing(book, application):
    reach(book, application, "counselling_filed 2025-03-01")
    with pytest.raises(RuleError, match="cannot follow"):
        reach(book, application, "accepted 2025-06-01")
    assert len(book.ask(ipo.steps, application.id)) == 1


@pytest.mark.parametrize(
    "way",
    [
        ("issuing 2025-11-20", "listed 2025-12-01"),
        ("inquiry 2025-11-20", "committee_rejected 2025-12-01"),
        ("registration_submitted 2025-11-20", "registration_refused 2025-12-01"),
        ("submitted 2025-11-20", "withdrawn 2025-12-01"),
        ("submitted 2025-11-20", "terminated 2025-12-01"),
    ],
)
def test_a_last_step_closes_the_application_and_undo_opens_it(book, firm, application, way):
    reach(book, application, *way)
    view = book.ask(ipo.application, firm)
    assert (view.is_open, view.application.closed_on) == (False, date(2025, 12, 1))
    assert view.next is None
    assert view.possible == ()
    book.undo()
    assert book.ask(ipo.application, firm).is_open


def test_a_last_step_that_is_taken_back_opens_the_application_unless_another_is_open(book, firm, application):
    reach(book, application, "submitted 2025-11-01", "withdrawn 2025-12-01")
    last = book.ask(ipo.steps, application.id)[-1]
    second = do(book, ipo.start_application, firm, "hkex")
    with pytest.raises(RuleError, match="Another application"):
        do(book, ipo.remove_step, last.id)
    view = book.ask(ipo.application, firm)
    assert (view.application.id, [one.id for one in view.earlier]) == (second.id, [application.id])
    do(book, ipo.remove_application, second.id)
    do(book, ipo.remove_step, last.id)
    assert book.ask(ipo.open_application, firm).id == application.id


def test_a_step_in_the_middle_cannot_be_taken_back_but_corrected(book, application):
    reach(book, application, "counselling_filed 2025-01-10", "counselling_accepted 2025-05-01", "submitted 2025-06-01")
    middle = book.ask(ipo.steps, application.id)[1]
    with pytest.raises(RuleError):
        do(book, ipo.remove_step, middle.id)
    with pytest.raises(RuleError):
        do(book, ipo.correct_step, middle.id, reached_on=PartialDate("2025-07-01"))
    fixed = do(book, ipo.correct_step, middle.id, reached_on=PartialDate("2025-04"), note="Letter of the regulator")
    assert [one.id for one in book.ask(ipo.steps, application.id)][1] == fixed.id
    assert (str(fixed.reached_on), fixed.note) == ("2025-04", "Letter of the regulator")
    with pytest.raises(NotFoundError):
        book.ask(ipo.step_of, middle.id)


def test_the_way_tells_where_it_stands_and_what_was_skipped(book, firm, application):
    reach(book, application, "counselling_filed 2025-01-10", "counselling_accepted 2025-05-01", "submitted 2025-06-01")
    way = {one.status: one for one in book.ask(ipo.application, firm).way}
    assert [one.state for one in way.values()][:5] == ["past", "past", "now", "next", "later"]
    assert str(way["submitted"].reached_on) == "2025-06-01"
    assert way["counselling_filed"].usual_days == 90


def test_a_setback_stands_where_it_happened(book, firm, application):
    reach(book, application, "accepted 2025-06-01", "suspended 2025-07-01")
    view = book.ask(ipo.application, firm)
    states = [(one.status, one.state) for one in view.way]
    at = states.index(("suspended", "setback"))
    assert states[at - 1] == ("accepted", "past")
    assert states[0] == ("counselling_filed", "skipped")
    assert states[at + 1] == ("inquiry", "next")
    assert "warning signal" in view.credit


def test_after_the_end_nothing_comes_next(book, firm, application):
    reach(book, application, "submitted 2025-03", "accepted 2025-04", "withdrawn 2025-06")
    states = [one.state for one in book.ask(ipo.application, firm).way]
    assert "setback" in states
    assert "next" not in states


def test_conditions_see_the_step_that_the_desk_shows(book, firm, application):
    """A corrected step keeps its place among those of its day, and the application that ended last counts."""
    reach(book, application, "counselling_accepted 2025-03-04", "submitted 2025-03-04")
    first, _second = book.ask(ipo.steps, application.id)
    do(book, ipo.correct_step, first.id, note="From the bureau's notice")
    assert book.ask(firm_values, firm)["ipo_status"].value == book.ask(ipo.application, firm).now.status == "submitted"
    reach(book, application, "withdrawn 2025-06")
    earlier = do(book, ipo.start_application, firm)
    reach(book, earlier, "counselling_filed 2019-01", "terminated 2019")
    seen = book.ask(firm_values, firm)["ipo_status"]
    assert (seen.value, str(seen.as_of)) == ("withdrawn", "2025-06")


def test_actions_are_ticked_with_a_day_and_open_again_without(book, application):
    done = do(book, ipo.add_action, application.id, "proceeds_account", owner="Li Wen", due_on=date(2026, 1, 15))
    assert done.confidentiality == "restricted"
    with pytest.raises(InputError) as refused:
        do(book, ipo.tick_action, done.id, TODAY + timedelta(days=1))
    assert list(refused.value.fields) == ["done_on"]
    assert do(book, ipo.tick_action, done.id).done_on == TODAY
    with pytest.raises(RuleError, match="closed already"):
        do(book, ipo.tick_action, done.id)
    again = do(book, ipo.change_action, done.id, status="agreed")
    assert again.done_on is None
    do(book, ipo.remove_action, done.id)
    assert book.ask(ipo.actions, [application.id]) == ()


def test_other_actions_say_what_they_are(book, application):
    with pytest.raises(InputError) as refused:
        do(book, ipo.add_action, application.id, "other")
    assert list(refused.value.fields) == ["note"]
    with pytest.raises(InputError):
        do(book, ipo.add_action, application.id, "no_such_kind")


def test_open_actions_come_first_by_their_day(book, application):
    late = do(book, ipo.add_action, application.id, "hedging", due_on=date(2026, 3, 1))
    none = do(book, ipo.add_action, application.id, "advisory")
    soon = do(book, ipo.add_action, application.id, "bridge_loan", due_on=date(2026, 1, 1))
    done = do(book, ipo.add_action, application.id, "receiving_bank", due_on=date(2025, 1, 1), status="done")
    assert [one.id for one in book.ask(ipo.actions, [application.id])] == [soon.id, late.id, none.id, done.id]


def test_a_lower_class_needs_a_reason_and_reaches_steps_and_actions(book, firm, application):
    reach(book, application, "counselling_filed 2025-03-01")
    do(book, ipo.add_action, application.id, "advisory")
    lower = {"confidentiality": "client_confidential"}
    with pytest.raises(ReasonNeeded):
        do(book, ipo.change_application, application.id, **lower)
    do(book, classes.with_reason, "Prospectus is public", ipo.change_application, application.id, **lower)
    for kind in (IpoApplication, IpoEvent, IpoAction):
        assert {one.confidentiality for one in book.store.all(kind, firm_id=firm)} == {"client_confidential"}


def test_the_way_of_an_application_with_steps_is_not_changed(book, application):
    reach(book, application, "counselling_filed 2025-03-01")
    with pytest.raises(RuleError, match="Steps of this way"):
        do(book, ipo.change_application, application.id, track="hkex", board="hkex_main")


def test_a_removed_application_takes_its_steps_and_actions_along(book, firm, application):
    reach(book, application, "counselling_filed 2025-03-01")
    do(book, ipo.add_action, application.id, "advisory")
    do(book, ipo.remove_application, application.id)
    assert book.ask(ipo.application, firm) is None
    assert all(book.store.count(kind, firm_id=firm) == 0 for kind in (IpoApplication, IpoEvent, IpoAction))
    book.undo()
    assert len(book.ask(ipo.application, firm).events) == 1


def test_the_desk_shows_open_applications_what_is_lapsed_and_late_first(book, firm, application):
    reach(book, application, "counselling_filed 2026-02-01")
    other = do(book, add_firm, name="港股一号")
    lapsed = do(book, ipo.start_application, other.id, "hkex")
    reach(book, lapsed, "hk_a1_filed 2025-05-01")
    third = do(book, add_firm, name="迟到科技")
    late = do(book, ipo.start_application, third.id)
    reach(book, late, "submitted 2025-06-01")
    do(book, ipo.add_action, late.id, "advisory", due_on=date(2026, 1, 1))
    rows = book.ask(ipo.desk)
    assert [one.firm_id for one in rows] == [other.id, third.id, firm]
    assert [one.is_late for one in rows] == [True, True, False]
    assert (rows[1].open_actions, rows[1].due.kind) == (1, "advisory")
    reach(book, late, "withdrawn 2025-12-01")
    assert third.id not in {one.firm_id for one in book.ask(ipo.desk)}


def test_windows_that_lapse_are_found_for_the_whole_book(book, firm, application):
    reach(book, application, "counselling_accepted 2025-04-20")
    (found,) = book.ask(ipo.windows_ending, 90)
    assert (found.firm_id, found.window.on) == (firm, date(2026, 4, 19))
    assert book.ask(ipo.windows_ending, 10) == ()


def test_a_removed_firm_is_not_on_the_desk(book, firm, application):
    from rmapp.services.clients import firms

    do(book, firms.remove_firm, firm)
    assert book.ask(ipo.desk) == ()


def test_without_what_is_restricted_there_is_no_application(book, firm, application):
    reach(book, application, "counselling_filed 2025-03-01")
    do(book, ipo.add_action, application.id, "advisory")
    with discreet(book.store):
        assert book.ask(ipo.application, firm) is None
        assert book.ask(ipo.desk) == ()
        assert book.ask(ipo.windows_ending, 3650) == ()
        assert book.store.all(IpoEvent) == []
        assert book.store.all(IpoAction) == []


def test_an_open_application_may_still_have_a_restricted_step(book, firm, application):
    lower = {"confidentiality": "client_confidential"}
    do(book, classes.with_reason, "public", ipo.change_application, application.id, **lower)
    reach(book, application, "counselling_filed 2025-03-01")
    do(book, ipo.reach_step, application.id, "counselling_accepted", TODAY, confidentiality="restricted")
    with discreet(book.store):
        assert [one.status for one in book.ask(ipo.application, firm).events] == ["counselling_filed"]


def test_amounts_are_kept_with_the_day_they_were_assumed(book, firm):
    made = do(
        book,
        ipo.start_application,
        firm,
        planned_raise=Money.of("800000000"),
        market_value=Money.of("4500000000"),
        market_value_on=TODAY,
    )
    assert book.ask(ipo.application_of, made.id).market_value == Money.of("4500000000")


def test_names_of_steps_follow_the_language(book, firm, application):
    reach(book, application, "counselling_filed 2025-03-01")
    use("zh_CN")
    assert book.ask(ipo.application, firm).way[0].label == "辅导备案"


def test_a_listed_firm_wants_its_stock_code_until_it_is_in_the_book(book, firm, application):
    reach(book, application, "issuing 2026-02-10")
    assert not book.ask(ipo.application, firm).wants_code
    reach(book, application, "listed 2026-02-20")
    assert book.ask(ipo.application, firm).wants_code
    listing = Listing(firm_id=firm, exchange="XSHG", code="688001.SH", listed_on=PartialDate("2026-02-20"))
    do(book, type(book.store).add, listing)
    assert not book.ask(ipo.application, firm).wants_code
