"""The steps of an application: every allowed and every forbidden move, rounds, windows and what comes next."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.ipo import IpoEvent
from rmapp.domain.ipo_rules import (
    boards_of,
    check_history,
    check_step,
    current,
    in_order,
    is_setback,
    next_round,
    next_step,
    open_windows,
    possible_steps,
    status_words,
    steps_of,
    usual_way,
)
from rmapp.domain.listing_boards import ipo_moves, ipo_statuses
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, RuleError

TODAY = date(2025, 12, 11)
TRACKS = ("a_share", "hkex")

A_SHARE = {
    "counselling_filed": "counselling_accepted withdrawn terminated",
    "counselling_accepted": "submitted withdrawn",
    "submitted": "accepted terminated withdrawn",
    "accepted": "inquiry suspended withdrawn terminated",
    "inquiry": "inquiry suspended committee_passed committee_deferred committee_rejected withdrawn terminated",
    "suspended": "inquiry accepted registration_submitted withdrawn terminated",
    "committee_deferred": "committee_passed committee_rejected withdrawn terminated",
    "committee_passed": "registration_submitted withdrawn terminated",
    "committee_rejected": "",
    "registration_submitted": "registered registration_refused suspended withdrawn terminated",
    "registered": "issuing terminated",
    "registration_refused": "",
    "issuing": "listed terminated",
    "listed": "",
    "withdrawn": "",
    "terminated": "",
}
HKEX = {
    "hk_mandated": "hk_a1_filed withdrawn",
    "hk_a1_filed": "csrc_overseas_filed hk_hearing_passed hk_lapsed withdrawn terminated",
    "csrc_overseas_filed": "csrc_overseas_completed hk_lapsed withdrawn",
    "csrc_overseas_completed": "hk_hearing_passed hk_lapsed withdrawn",
    "hk_hearing_passed": "hk_offering hk_lapsed withdrawn",
    "hk_offering": "listed withdrawn",
    "hk_lapsed": "hk_a1_filed withdrawn terminated",
    "listed": "",
    "withdrawn": "",
    "terminated": "",
}
MOVES = {"a_share": A_SHARE, "hkex": HKEX}
PAIRS = [(track, start, end) for track in TRACKS for start, end in product(steps_of(track), ipo_statuses())]


def step(status, on="2025-06-01", at="1", **more):
    return IpoEvent(
        firm_id="f", ipo_application_id="a", status=status, reached_on=PartialDate(on), recorded_at=at, **more
    )


def test_every_status_of_the_file_belongs_to_a_way():
    assert set(A_SHARE) == set(steps_of("a_share"))
    assert set(HKEX) == set(steps_of("hkex"))
    assert set(A_SHARE) | set(HKEX) == set(ipo_statuses())


@pytest.mark.parametrize(("track", "start", "end"), PAIRS)
def test_exactly_the_listed_moves_of_a_status_are_allowed(track, start, end):
    before = step(start, "2025-05-01", round=1 if start == "inquiry" else None)
    after = step(end, "2025-06-01", round=2 if start == end == "inquiry" else None)
    first = [] if ipo_statuses()[start].terminal else [before]
    history = first or [step(_way_in(start, track), "2025-04-01"), before]
    if end in MOVES[track][start].split():
        check_step(after, history, track, TODAY)
    else:
        with pytest.raises((RuleError, InputError)) as refused:
            check_step(after, history, track, TODAY)
        if end in steps_of(track):
            assert "cannot follow" in refused.value.message


def _way_in(end, track):
    return next(one for one in steps_of(track) if end in ipo_moves().get(one, ()))


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("status", list(ipo_statuses()))
def test_an_application_begins_with_any_step_that_does_not_end_it(track, status):
    if status in steps_of(track) and not ipo_statuses()[status].terminal:
        check_step(step(status), [], track, TODAY)
    else:
        with pytest.raises((RuleError, InputError)):
            check_step(step(status), [], track, TODAY)


def test_a_step_of_the_other_way_is_refused_beside_its_field():
    with pytest.raises(InputError) as refused:
        check_step(step("hk_a1_filed"), [step("counselling_filed", "2025-01-01")], "a_share", TODAY)
    assert list(refused.value.fields) == ["status"]


def test_a_step_may_be_entered_before_later_ones_if_the_chain_holds():
    history = [step("counselling_filed", "2025-01-10"), step("submitted", "2025-07-01")]
    check_step(step("counselling_accepted", "2025-05-01"), history, "a_share", TODAY)
    with pytest.raises(RuleError, match="“Application accepted” cannot follow “Counselling filed”"):
        check_step(step("accepted", "2025-05-01"), history, "a_share", TODAY)
    with pytest.raises(RuleError):
        check_history(history, "a_share", TODAY)


def test_months_and_years_stand_before_their_days():
    history = [step("counselling_accepted", "2025-05-20", "1"), step("counselling_filed", "2025-05", "2")]
    assert [one.status for one in in_order(history)] == ["counselling_filed", "counselling_accepted"]
    check_history(history, "a_share", TODAY)


@pytest.mark.parametrize(
    "told",
    [
        ["counselling_accepted 2025-06-01", "submitted 2025-06", "accepted 2025-06-20"],
        ["counselling_filed 2024", "counselling_accepted 2024-11", "submitted 2024", "accepted 2025"],
        ["submitted 2025-05-10", "accepted 2025-05-18", "inquiry 2025-06-15", "withdrawn 2025"],
    ],
)
def test_a_month_or_year_stands_after_its_days_where_the_moves_say_so(told):
    wanted = [words.split() for words in told]
    history = [step(*words, at=str(9 - number)) for number, words in enumerate(wanted)]
    for mixed in (history, history[::-1]):
        assert [[one.status, str(one.reached_on)] for one in in_order(mixed)] == wanted
        check_history(mixed, "a_share", TODAY)


def test_no_order_of_a_year_is_found_where_none_fits():
    history = [step(status, "2025", at=str(at)) for at, status in enumerate(["accepted", "submitted", "withdrawn"] * 6)]
    assert [one.recorded_at for one in in_order(history)] == sorted(one.recorded_at for one in history)
    with pytest.raises(RuleError):
        check_history(history, "a_share", TODAY)


def test_steps_of_one_day_keep_the_order_of_their_recording():
    history = [step("accepted", at="2"), step("submitted", at="1")]
    assert current(history).status == "accepted"


def test_a_step_in_the_future_is_refused():
    with pytest.raises(InputError) as refused:
        check_step(step("counselling_filed", "2025-12-12"), [], "a_share", TODAY)
    assert "future" in refused.value.fields["reached_on"]
    with pytest.raises(RuleError, match="future"):
        check_history([step("counselling_filed", "2026")], "a_share", TODAY)


def test_rounds_of_inquiry_count_on_and_only_inquiries_have_them():
    first, second = step("inquiry", "2025-05-01", round=1), step("inquiry", "2025-06-01", round=2)
    assert next_round([]) == 1
    assert next_round([first, second]) == 3
    check_history([first, second], "a_share", TODAY)
    with pytest.raises(RuleError, match="Round 1"):
        check_history([first, step("inquiry", "2025-06-01", round=1)], "a_share", TODAY)
    with pytest.raises(InputError) as refused:
        check_step(step("accepted", round=2), [], "a_share", TODAY)
    assert list(refused.value.fields) == ["round"]
    assert status_words(second) == "Under inquiry, round 2"


def test_an_inquiry_after_a_suspension_may_be_of_the_same_round():
    history = [step("inquiry", "2025-03-01", round=2), step("suspended", "2025-04-01")]
    check_step(step("inquiry", "2025-06-01", round=2), history, "a_share", TODAY)


def test_the_usual_ways_leave_out_setbacks():
    assert usual_way("a_share") == (
        *("counselling_filed", "counselling_accepted", "submitted", "accepted", "inquiry", "committee_passed"),
        *("registration_submitted", "registered", "issuing", "listed"),
    )
    assert usual_way("hkex") == (
        *("hk_mandated", "hk_a1_filed", "csrc_overseas_filed", "csrc_overseas_completed", "hk_hearing_passed"),
        *("hk_offering", "listed"),
    )
    setbacks = {one for one in ipo_statuses() if is_setback(one)}
    assert setbacks == {
        *("suspended", "committee_deferred", "hk_lapsed", "committee_rejected", "registration_refused"),
        *("withdrawn", "terminated"),
    }


def test_counselling_takes_three_months_then_the_next_step_is_late():
    filed = [step("counselling_filed", "2025-09-12")]
    coming = next_step(filed, "a_share", TODAY)
    assert (coming.status, coming.on, coming.days, coming.is_late) == (
        "counselling_accepted",
        date(2025, 12, 11),
        0,
        False,
    )
    assert next_step(filed, "a_share", date(2025, 12, 12)).is_late


def test_of_a_month_the_usual_time_counts_from_its_last_day():
    assert next_step([step("counselling_filed", "2025-09")], "a_share", TODAY).on == date(2025, 12, 29)


def test_after_a_setback_the_usual_way_goes_on_where_it_can():
    assert next_step([step("suspended")], "a_share", TODAY).status == "accepted"
    asked = [step("accepted", "2025-05-01"), step("inquiry", "2025-05-20"), step("suspended")]
    assert next_step(asked, "a_share", TODAY).status == "inquiry"
    assert next_step([step("committee_deferred")], "a_share", TODAY).status == "committee_passed"
    assert next_step([step("hk_lapsed")], "hkex", TODAY).status == "hk_a1_filed"


def test_nothing_comes_before_the_first_step_and_after_the_last():
    assert next_step([], "a_share", TODAY) is None
    assert next_step([step("issuing", "2025-06-01"), step("listed", "2025-06-10")], "a_share", TODAY) is None
    assert current([]) is None


@pytest.mark.parametrize(
    ("status", "track", "on", "ends"),
    [
        ("counselling_accepted", "a_share", "2025-03-10", date(2026, 3, 9)),
        ("registered", "a_share", "2025-01-31", date(2026, 1, 30)),
        ("hk_a1_filed", "hkex", "2025-08-31", date(2026, 2, 27)),
    ],
)
def test_letter_and_registration_hold_a_year_and_a_filing_in_hong_kong_six_months(status, track, on, ends):
    (window,) = open_windows([step(status, on)], TODAY)
    assert (window.status, window.on, window.days) == (status, ends, (ends - TODAY).days)
    assert status in steps_of(track)


def test_a_window_closes_when_it_is_used_or_the_way_breaks_off():
    accepted = step("counselling_accepted", "2025-03-10")
    assert open_windows([accepted, step("submitted", "2025-05-01")], TODAY) == ()
    assert open_windows([accepted, step("withdrawn", "2025-05-01")], TODAY) == ()
    filed = step("hk_a1_filed", "2025-01-10")
    assert open_windows([filed, step("hk_lapsed", "2025-07-10")], TODAY) == ()
    again = [filed, step("hk_lapsed", "2025-07-10"), step("hk_a1_filed", "2025-08-01")]
    assert [one.on for one in open_windows(again, TODAY)] == [date(2026, 1, 31)]
    assert open_windows([filed, step("csrc_overseas_filed", "2025-02-01")], TODAY)[0].days < 0
    assert open_windows([], TODAY) == ()


def test_boards_belong_to_their_way():
    assert set(boards_of("a_share")) == {"sse_star", "szse_chinext", "bse", "a_main"}
    assert set(boards_of("hkex")) == {"hkex_main", "hkex_18a", "hkex_18c"}


def test_before_the_first_step_nothing_that_ends_is_offered():
    assert "listed" not in possible_steps(None, "a_share")
    assert "hk_lapsed" in possible_steps(None, "hkex")


@given(track=st.sampled_from(TRACKS), picks=st.lists(st.integers(0, 20), min_size=1, max_size=25))
def test_any_walk_along_allowed_steps_is_a_history_and_no_other_step_can_follow_it(track, picks):
    history, rounds = [], 0
    for at, pick in enumerate(picks):
        now = current(history)
        fitting = possible_steps(now.status if now else None, track)
        if not fitting:
            break
        status = fitting[pick % len(fitting)]
        rounds += status == "inquiry"
        on = date(2024, 1, 1) + timedelta(days=7 * at)
        history.append(step(status, on.isoformat(), round=rounds if status == "inquiry" else None))
        check_history(history, track, TODAY)
    last = current(history)
    later = (last.reached_on.first_day() + timedelta(days=1)).isoformat()
    for status in set(steps_of(track)) - set(possible_steps(last.status, track)):
        with pytest.raises(RuleError):
            check_history([*history, step(status, later)], track, TODAY)
    assert all(one.days is None or one.status in steps_of(track) for one in [next_step(history, track, TODAY)] if one)
