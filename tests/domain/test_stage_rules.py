"""The 45 moves, their reasons and evidence, and a history that stays one chain."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import (
    Placing,
    check_history,
    check_move,
    current_stage,
    days_in_stage,
    entered_on,
    place_correction,
    place_move,
    possible_moves,
    stage_since,
    valid_events,
)
from rmapp.errors import InputError, RuleError

TODAY = date(2025, 12, 11)
STAGES = list(reference.stages())


def move(current, to, **changed):
    given = {"on": PartialDate.of(TODAY), "today": TODAY, "has_listing": True} | changed
    return check_move(current, to, **given)


def event(start, to, on, recorded_at="2025-01-01", **more):
    return StageEvent(
        firm_id="f", from_stage=start, to_stage=to, effective_on=PartialDate(on), recorded_at=recorded_at, **more
    )


HISTORY = [
    event(None, "rd_seed", "2016", "1"),
    event("rd_seed", "startup", "2018-03", "2"),
    event("startup", "early_commercial", "2021-05-01", "3"),
    event("early_commercial", "growth", "2024-10-01", "4"),
]

# Written by hand from domain 2.2: from each stage (line) to each (column) a step forward, a skip, a move back, or no.
TABLE = """
rd_seed            . f s s s s s -
startup            b . f s s s s -
early_commercial   b b . f s s s -
growth             b b b . f s s -
expansion          b b b b . f s -
maturity           b b b b b . f s
pre_ipo            b b b b b b . f
listed             - - - - - b - .
"""
KINDS = {"f": "forward", "s": "skip", "b": "back"}
CELLS = [
    (line.split()[0], end, mark)
    for line in TABLE.split("\n")[1:-1]
    for end, mark in zip(STAGES, line.split()[1:], strict=True)
]


def fitting(start, end, mark):
    """Return a reason of the paper that fits a move; a step forward needs none."""
    if mark == "f":
        return None
    if end == "listed":
        return "reverse_listing"
    if end == "pre_ipo":
        return "pre_revenue_route" if start in STAGES[:3] else "ipo_route"
    return "late_recording" if mark == "s" else {"pre_ipo": "ipo_withdrawn", "listed": "delisted"}.get(start, "pivot")


@pytest.mark.parametrize(("start", "end", "mark"), CELLS)
def test_each_of_the_45_moves_and_each_forbidden_one_is_as_the_paper_has_it(start, end, mark):
    if mark not in KINDS:
        for reason in (None, "correction", "late_recording"):
            with pytest.raises(RuleError):
                move(start, end, reason=reason)
        return
    assert reference.transitions()[start, end].kind == KINDS[mark]
    move(start, end, reason=fitting(start, end, mark))
    if mark != "f":
        with pytest.raises(InputError):
            move(start, end)


def test_the_table_of_the_paper_has_45_moves_and_19_that_are_none():
    assert [mark in KINDS for *_ends, mark in CELLS].count(True) == 45
    assert len(CELLS) == 64


@pytest.mark.parametrize(("start", "end"), list(product(STAGES, STAGES)))
def test_exactly_the_listed_moves_are_allowed(start, end):
    listed = reference.transitions().get((start, end))
    if listed is None:
        with pytest.raises(RuleError):
            move(start, end)
    else:
        move(start, end, reason=listed.allowed_reasons[0] if listed.allowed_reasons else None)


def test_possible_moves_are_the_45():
    assert sum(len(possible_moves(stage)) for stage in STAGES) == 45
    assert possible_moves(None) == tuple(STAGES)
    assert possible_moves("listed") == ("maturity",)


@pytest.mark.parametrize(("start", "end"), list(reference.transitions()))
def test_skips_and_back_moves_need_a_fitting_reason(start, end):
    listed = reference.transitions()[start, end]
    if listed.reason_required:
        with pytest.raises(InputError) as caught:
            move(start, end)
        assert list(caught.value.fields) == ["reason"]
        wrong = next(code for code in reference.labels("transition_reason") if code not in listed.allowed_reasons)
        with pytest.raises(InputError):
            move(start, end, reason=wrong)
    elif not listed.allowed_reasons:
        move(start, end)
        with pytest.raises(InputError):
            move(start, end, reason="because")


def test_pre_ipo_from_the_early_stages_only_by_the_pre_revenue_route():
    for stage in STAGES[:3]:
        with pytest.raises(InputError):
            move(stage, "pre_ipo", reason="ipo_route")
        move(stage, "pre_ipo", reason="pre_revenue_route")


def test_listed_needs_a_listing_record():
    for start, reason in (("pre_ipo", None), (None, None), ("maturity", "reverse_listing")):
        with pytest.raises(RuleError, match="listing record"):
            move(start, "listed", reason=reason, has_listing=False)


def test_an_ended_firm_keeps_its_stage():
    with pytest.raises(RuleError, match="ended"):
        move("growth", "expansion", ended=True)


def test_a_move_to_the_same_stage_or_into_the_future_is_refused():
    with pytest.raises(RuleError, match="already"):
        move("growth", "growth")
    with pytest.raises(InputError) as caught:
        move("growth", "expansion", on=PartialDate("2025-12-12"))
    assert list(caught.value.fields) == ["effective_on"]
    move("growth", "expansion", on=PartialDate("2025"))
    move("growth", "expansion", on=PartialDate("2025-12"))


def test_unknown_stages_and_evidence_are_refused_together():
    with pytest.raises(InputError) as caught:
        move(None, "moon", evidence=["ev_nothing"])
    assert set(caught.value.fields) == {"to_stage", "evidence"}


def test_too_little_evidence_warns_and_never_blocks():
    assert len(move("early_commercial", "growth")) == 1
    assert len(move("early_commercial", "growth", evidence=["ev_series_b_plus"])) == 1
    assert move("early_commercial", "growth", evidence=["ev_series_b_plus", "ev_repeat_customers"]) == []
    assert move("pre_ipo", "listed", evidence=["ev_shares_trading"]) == []
    assert len(move("pre_ipo", "listed")) == 2
    assert len(move("maturity", "pre_ipo", evidence=["ev_sponsor_engaged"])) == 1
    assert move("maturity", "pre_ipo", evidence=["ev_hk_filing_made"]) == []


def test_the_history_says_stage_and_time():
    assert current_stage(HISTORY) == "growth"
    assert stage_since(HISTORY) == PartialDate("2024-10-01")
    assert days_in_stage(HISTORY, TODAY) == 436
    assert entered_on(HISTORY)["startup"] == PartialDate("2018-03")
    check_history(HISTORY, TODAY)


def test_kanglin_is_in_rd_seed_since_2019_until_a_product_is_approved():
    history = [event(None, "rd_seed", "2019")]
    check_history(history, TODAY)
    assert current_stage(history) == "rd_seed"
    assert days_in_stage(history, date(2019, 1, 31)) == 30


def test_no_history_is_unknown():
    assert (current_stage([]), stage_since([]), days_in_stage([], TODAY)) == (None, None, None)
    check_history([], TODAY)


@given(st.permutations(HISTORY))
def test_the_order_of_reading_does_not_matter(history):
    assert valid_events(history) == HISTORY


@pytest.mark.parametrize(
    "broken",
    [
        [event("rd_seed", "startup", "2018")],
        [event(None, "rd_seed", "2016"), event("growth", "expansion", "2018")],
        [event(None, "rd_seed", "2016"), event("rd_seed", "listed", "2018")],
        [event(None, "rd_seed", "2026")],
        [event(None, "rd_seed", "2016"), event(None, "startup", "2018")],
    ],
)
def test_a_broken_chain_is_refused(broken):
    with pytest.raises(RuleError):
        check_history(broken, TODAY)


def test_a_correction_supersedes_and_keeps_the_place():
    same_day = [
        event(None, "rd_seed", "2016", "1", id="a"),
        event("rd_seed", "startup", "2018-03-01", "2", id="b"),
        event("startup", "early_commercial", "2018-03-01", "3", id="c"),
        event("rd_seed", "startup", "2018-03-01", "9", id="d", supersedes="b"),
    ]
    assert [one.id for one in valid_events(same_day)] == ["a", "d", "c"]
    check_history(same_day, TODAY)
    again = [*same_day, event("rd_seed", "startup", "2017", "10", id="e", supersedes="d")]
    assert [one.id for one in valid_events(again)] == ["a", "e", "c"]


def test_moves_recorded_in_one_moment_keep_the_order_of_their_making():
    same = [
        event(None, "rd_seed", "2016", "1", id="a"),
        event("rd_seed", "startup", "2018", "1", id="b"),
        event("startup", "early_commercial", "2018", "1", id="c"),
        event("rd_seed", "startup", "2018", "1", id="d", supersedes="b"),
    ]
    assert [one.id for one in valid_events(same)] == ["a", "d", "c"]


def test_a_correction_keeps_its_place_among_the_moves_of_its_day():
    events = [
        event(None, "rd_seed", "2016", "1", id="a"),
        event("rd_seed", "startup", "2018", "2", id="b"),
        event("startup", "early_commercial", "2018", "3", id="c"),
        event("rd_seed", "startup", "2018", "4", id="d", supersedes="b"),
        event("rd_seed", "startup", "2018", "5", id="e", supersedes="d"),
    ]
    counting = valid_events(events)
    assert [one.id for one in counting] == ["a", "e", "c"]
    assert place_correction(events, "e", PartialDate("2018")) == Placing("rd_seed", counting[2])
    assert place_correction(events, "e", PartialDate("2018-02")) == Placing("early_commercial", None)
    assert place_correction(events, "a", PartialDate("2014")) == Placing(None, counting[1])


def test_inserting_in_the_past_names_the_event_that_must_follow():
    on = PartialDate("2019")
    placing = place_move(HISTORY, on)
    assert (placing.from_stage, placing.following) == ("startup", HISTORY[2])
    with pytest.raises(RuleError, match="already"):
        move(None, "startup", on=on, history=HISTORY)
    # startup → rd_seed → early_commercial would make the later forward move a skip without a reason.
    with pytest.raises(RuleError, match="could not follow"):
        move(None, "rd_seed", on=on, history=HISTORY, reason="pivot")


def test_an_insertion_with_its_follow_up_keeps_the_chain():
    history = [event(None, "startup", "2018", "1"), event("startup", "growth", "2022", "2", reason="fast_growth")]
    on = PartialDate("2020")
    move(None, "early_commercial", on=on, history=history)
    following = place_move(history, on).following
    corrected = event("early_commercial", "growth", "2022", "9", supersedes=following.id)
    check_history([*history, event("startup", "early_commercial", "2020", "8"), corrected], TODAY)


@given(st.data())
def test_random_walks_keep_the_chain(data):
    history = []
    for step in range(data.draw(st.integers(1, 12))):
        current = current_stage(history)
        choices = possible_moves(current)
        to = data.draw(st.sampled_from(choices))
        listed = reference.transitions().get((current, to))
        reason = data.draw(st.sampled_from(listed.allowed_reasons)) if listed and listed.allowed_reasons else None
        day = date(2010 + step, data.draw(st.integers(1, 12)), data.draw(st.integers(1, 28)))
        on = PartialDate(day.isoformat()[: data.draw(st.sampled_from([4, 7, 10]))])
        move(current, to, on=on, reason=reason, history=history)
        history.append(event(current, to, str(on), f"{step:02d}", reason=reason))
        check_history(history, TODAY)
    assert current_stage(history) == history[-1].to_stage
