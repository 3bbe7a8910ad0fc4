"""Assessments as services: the worked example saved, kept, set by hand, explained and compared."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rmapp.domain import reference
from rmapp.domain.assessment import IndicatorScore
from rmapp.domain.assessment import TestAnswer as Answer
from rmapp.domain.facility import Facility
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.domain.scoring import format_score
from rmapp.domain.stage import StageEvent
from rmapp.errors import InputError, RuleError
from rmapp.services import scoring
from rmapp.services.clients.facts import add_fact
from rmapp.services.clients.firms import firm_page
from rmapp.services.origination.line_status import hard_stop, set_status
from rmapp.services.scoring import flags, three_tests
from tests.books import NOW, add_firm
from tests.scored import save_worked, worked_scores

TODAY = NOW.date()


def draft_of(book, firm, **fields):
    return book.ask(scoring.start_assessment, firm).draft.model_copy(update=fields)


@pytest.mark.parametrize(("profile", "total"), [("growth", "77.58"), ("early", "78.13"), ("mature", "77.32")])
def test_worked_example_5_2_as_saved(book, firm, profile, total):
    saved = save_worked(book, firm, profile=profile)
    assert round(saved.total, 2) == Decimal(total)
    assert (saved.grade, saved.provisional) == ("T2", False)
    assert saved.assessor == "Li Wen"
    months = 6 if profile == "early" else 12
    assert saved.valid_until == date(2026 + (2 + months) // 12, (2 + months) % 12 + 1, 4)
    if profile == "growth":
        assert round(saved.completeness * 100, 1) == Decimal("98.5")
    assert book.ask(scoring.latest, firm).assessment == saved


def test_a_new_assessment_leaves_the_old_one_as_it_was(book, firm):
    first = save_worked(book, firm, date(2025, 9, 1), founder_record=2)
    second = save_worked(book, firm)
    assert book.ask(scoring.history, firm) == [second, first]
    assert book.ask(scoring.previous, firm).assessment == first


def test_a_form_is_filled_from_the_book_and_keeps_what_still_holds(book, firm):
    claim = IpCountClaim(
        firm_id=firm, ip_type="invention", count=25, status="granted", as_of=PartialDate("2026-01"), source="public"
    )
    book.do(add_fact, claim, label="Add")
    form = book.ask(scoring.start_assessment, firm)
    filled = {one.code: one for one in form.draft.indicators}
    assert (filled["invention_granted"].raw, filled["invention_granted"].score) == ("25", 4)
    assert (filled["invention_granted"].source, str(filled["invention_granted"].as_of)) == ("public", "2026-01")
    assert filled["dso"].score is None
    save_worked(book, firm)
    again = {one.code: one for one in book.ask(scoring.start_assessment, firm).draft.indicators}
    assert (again["dso"].raw, again["dso"].score) == ("74", 3)
    assert again["compliance"].comment == "seen on site"
    assert again["invention_granted"].raw == "25"


def test_scores_past_their_shelf_life_are_named_and_not_kept(book, firm):
    save_worked(book, firm, date(2024, 1, 1))
    form = book.ask(scoring.start_assessment, firm)
    assert "dso" in form.stale
    assert "compliance" in form.stale
    assert all(one.score is None for one in form.draft.indicators if one.code in form.stale)


def test_the_profile_follows_the_stage(book, firm):
    assert draft_of(book, firm).profile == "early"
    event = StageEvent(
        firm_id=firm, to_stage="maturity", effective_on=PartialDate("2025"), recorded_at="", recorded_by="x"
    )
    book.do(type(book.store).add, event, label="Move")
    assert draft_of(book, firm).profile == "mature"


def test_a_judgement_without_a_comment_is_refused_beside_its_row(book, firm):
    scores = (IndicatorScore(code="compliance", score=4), IndicatorScore(code="dso", raw="30", score=5))
    with pytest.raises(InputError) as caught:
        book.do(scoring.save_assessment, draft_of(book, firm, indicators=scores), label="Score")
    assert set(caught.value.fields) == {"compliance"}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"indicators": ()}, ""),
        ({"indicators": worked_scores(), "as_of": TODAY + timedelta(days=1)}, "as_of"),
        ({"indicators": worked_scores(), "profile": "old"}, "profile"),
        ({"indicators": (IndicatorScore(code="luck", score=5),)}, "luck"),
    ],
)
def test_a_bad_draft_is_refused(book, firm, fields, named):
    with pytest.raises(InputError) as caught:
        book.do(scoring.save_assessment, draft_of(book, firm, **fields), label="Score")
    assert named in caught.value.fields
    assert book.ask(scoring.latest, firm) is None


def raised(book, firm, flag, **fields):
    verb = {"found_on": TODAY, "evidence": "court register", **fields}
    return book.do(flags.raise_flag, firm, flag, label="Raise", **verb).result


def test_a_hard_stop_leaves_no_score_and_a_cap_limits_the_grade(book, firm):
    raised(book, firm, "core_ip_dispute")
    assert save_worked(book, firm).grade == "T4"
    stop = raised(book, firm, "false_financials")
    saved = save_worked(book, firm)
    assert (saved.grade, saved.total) == ("X", None)
    assert book.ask(scoring.override_choices, firm) == ()
    with pytest.raises(InputError):
        book.do(scoring.override_grade, firm, "T1", "because", "Zhou", label="Set")
    book.do(flags.clear_flag, stop.id, "a mistake in the register", label="Clear")
    assert book.ask(flags.holding, firm) == ("core_ip_dispute",)
    assert save_worked(book, firm).total is not None


def test_a_stop_found_later_counts_at_once_and_changes_nothing_stored(book, firm):
    saved = save_worked(book, firm)
    book.do(scoring.override_grade, firm, "T1", "Order book doubled", "Zhou Han", label="Set")
    raised(book, firm, "major_incident_3y")
    now = scoring.standing(book.ask(scoring.latest, firm))
    assert (now.grade, now.override, now.total) == ("T4", "T4", saved.total)
    raised(book, firm, "npl_any_lender")
    view = book.ask(scoring.latest, firm)
    now = scoring.standing(view)
    assert (now.grade, now.override, now.total) == ("X", None, None)
    assert (view.assessment.grade, view.assessment.total) == ("T2", saved.total)
    assert scoring.explain(view._replace(assessment=now))[0].startswith("There is no score: ")


def test_a_new_line_of_a_firm_with_a_hard_stop_needs_an_exception_note(book, firm):
    line = Facility(firm_id=firm, facility_type="working_capital_loan", status="proposed", limit=Money.of(1_000_000))
    book.do(type(book.store).add, line, label="Add")
    raised(book, firm, "core_ip_dispute")
    assert book.ask(hard_stop, firm) == ""
    raised(book, firm, "false_financials")
    assert "Materially false statements" in book.ask(hard_stop, firm)
    with pytest.raises(InputError) as caught:
        book.do(set_status, line.id, "in_approval", label="Move")
    assert "exception_note" in caught.value.fields
    with pytest.raises(InputError) as caught:
        book.do(set_status, line.id, "in_approval", exception_note="Head office decided so", label="Move")
    assert "exception_note" not in caught.value.fields


def test_a_flag_needs_evidence_and_stands_once(book, firm):
    with pytest.raises(InputError) as caught:
        raised(book, firm, "overdue_now", evidence=" ", found_on=TODAY + timedelta(days=1))
    assert set(caught.value.fields) == {"evidence", "found_on"}
    flag = raised(book, firm, "overdue_now")
    with pytest.raises(InputError):
        raised(book, firm, "overdue_now")
    with pytest.raises(InputError) as caught:
        book.do(flags.clear_flag, flag.id, "", on=TODAY - timedelta(days=3), label="Clear")
    assert set(caught.value.fields) == {"cleared_note", "cleared_on"}


def test_a_grade_is_set_by_hand_one_step_at_most_with_reason_and_approver(book, firm):
    save_worked(book, firm)
    assert book.ask(scoring.override_choices, firm) == ("T1", "T3")
    with pytest.raises(InputError) as caught:
        book.do(scoring.override_grade, firm, "T4", "", " ", label="Set")
    assert set(caught.value.fields) == {"grade", "reason", "approver"}
    done = book.do(scoring.override_grade, firm, "T1", "Order book doubled", "Zhou Han", label="Set").result
    assert (done.override, done.grade, done.approver) == ("T1", "T2", "Zhou Han")
    book.undo()
    assert book.ask(scoring.latest, firm).assessment.override is None


def test_a_grade_set_by_hand_stays_near_what_counts_and_under_its_cap(book, firm):
    save_worked(book, firm)
    raised(book, firm, "core_ip_dispute")
    assert book.ask(scoring.override_choices, firm) == ("T5",)
    with pytest.raises(InputError) as caught:
        book.do(scoring.override_grade, firm, "T3", "because", "Zhou", label="Set")
    assert set(caught.value.fields) == {"grade"}


def test_no_grade_is_set_where_nothing_was_scored(book, firm):
    with pytest.raises(RuleError):
        book.do(scoring.override_grade, firm, "T1", "because", "Zhou", label="Set")


def test_the_explanation_names_what_carries_and_the_cheapest_gain(book, firm):
    save_worked(book, firm)
    said = scoring.explain(book.ask(scoring.latest, firm))
    assert said[0].startswith("IP and technology strength and Growth, funding and cash carry the score")
    assert any("costs the most" in one for one in said)
    assert any("Science and technology awards" in one for one in said)
    gain = scoring.explaining.cheapest_gain(book.ask(scoring.latest, firm))
    assert gain.total > Decimal("77.58")
    assert format_score(gain.total) in said[-1]
    assert gain.caps == ()


def test_the_cheapest_gain_names_the_cap_that_keeps_the_grade(book, firm):
    save_worked(book, firm)
    raised(book, firm, "major_incident_3y")
    raised(book, firm, "overdue_now")
    gain = scoring.explaining.cheapest_gain(book.ask(scoring.latest, firm))
    assert (gain.grade, gain.caps) == ("T5", ("overdue_now",))
    said = scoring.explain(book.ask(scoring.latest, firm))
    assert said[-1] == f"The grade stays T5 all the same: {reference.text('hard_stop', 'overdue_now')}."
    raised(book, firm, "false_financials")
    assert scoring.explaining.cheapest_gain(book.ask(scoring.latest, firm)) is None


def test_a_score_set_by_hand_is_no_step_of_the_cheapest_gain(book, firm):
    scores = (IndicatorScore(code="dso", raw="soon", score=2, by_hand=True, comment="Told on the phone"),)
    book.do(scoring.save_assessment, draft_of(book, firm, indicators=scores), label="Score")
    assert scoring.explaining.cheapest_gain(book.ask(scoring.latest, firm)) is None


def test_peers_are_three_others_of_the_stage_with_an_equal_version(book, firm):
    others = [book.do(add_firm, f"同行{n}", label="Add").result.id for n in range(3)]
    for one in (firm, *others):
        event = StageEvent(
            firm_id=one, to_stage="growth", effective_on=PartialDate("2025"), recorded_at="", recorded_by="x"
        )
        book.do(type(book.store).add, event, label="Move")
        save_worked(book, one)
    found = book.ask(scoring.peers, firm)
    assert found.firms == 3
    assert round(found.dimensions["team"], 2) == 81
    book.do(type(book.store).remove, StageEvent, event.id, label="Back")
    assert book.ask(scoring.peers, firm) is None


def test_the_card_of_a_firm_has_grade_score_and_day(book, firm):
    card = "SELECT grade, score, scored_on FROM firm_card WHERE firm_id = ?"
    assert book.ask(type(book.store).rows, card, (firm,)) == [(None, None, None)]
    save_worked(book, firm, date(2025, 9, 1), founder_record=2)
    save_worked(book, firm)
    assert book.ask(type(book.store).rows, card, (firm,)) == [("T2", 776, "2026-03-04")]
    book.do(scoring.override_grade, firm, "T3", "Lost a customer", "Zhou Han", label="Set")
    assert book.ask(type(book.store).rows, card, (firm,))[0][0] == "T3"
    assert book.ask(firm_page, firm).grade == "T3"
    for _step in range(3):
        book.undo()
    assert book.ask(type(book.store).rows, card, (firm,)) == [(None, None, None)]


def test_the_three_tests_are_kept_changed_and_removed(book, firm):
    codes = [line.code for test in three_tests.tests() for line in test.lines]
    assert len(codes) == len(set(codes)) == 15
    with pytest.raises(InputError):
        book.do(three_tests.add_tests, firm, TODAY, (Answer(code=codes[0]),), label="Keep")
    with pytest.raises(InputError):
        book.do(three_tests.add_tests, firm, TODAY, (Answer(code="luck", answer="yes"),), label="Keep")
    made = book.do(three_tests.add_tests, firm, TODAY, (Answer(code=codes[0], answer="yes"),), label="Keep").result
    changed = (Answer(code=codes[0], answer="no", comment="left in May"),)
    book.do(three_tests.change_tests, made.id, TODAY, changed, label="Change")
    assert book.ask(three_tests.firm_tests, firm)[0].answers == changed
    book.do(three_tests.remove_tests, made.id, label="Remove")
    assert book.ask(three_tests.firm_tests, firm) == []


def test_the_scorecard_of_a_day_is_the_shipped_one_without_editions(book):
    assert book.ask(scoring.active_scorecard, TODAY) == shipped_scorecard()
    assert book.ask(scoring.scorecard_of, "tech_firm_8d", "9.9.9") is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "dso", "raw": "74", "score": 5}, "This value scores 3."),
        ({"code": "dso", "raw": "74", "score": None}, "This value scores 3."),
        ({"code": "dso", "raw": "74", "score": 5, "by_hand": True, "comment": " "}, "This value scores 3."),
        ({"code": "dso", "raw": "74", "score": 5, "comment": "because"}, "This value scores 3."),
        ({"code": "rd_platform", "raw": "provincial", "score": 5}, "This value scores 4."),
        ({"code": "rd_platform", "raw": "world", "score": 5}, "does not follow from a value"),
        ({"code": "dso", "raw": "NaN", "score": 5}, "does not follow from a value"),
        ({"code": "dso", "raw": "", "score": 5}, "does not follow from a value"),
    ],
)
def test_a_score_that_does_not_follow_from_its_value_is_refused_beside_it(book, firm, fields, said):
    scores = (IndicatorScore(**fields),)
    with pytest.raises(InputError) as caught:
        book.do(scoring.save_assessment, draft_of(book, firm, indicators=scores), label="Score")
    assert said in caught.value.fields[fields["code"]]
    assert book.ask(scoring.latest, firm) is None


def test_a_score_set_by_hand_with_a_comment_stands_and_is_kept(book, firm):
    scores = (IndicatorScore(code="dso", raw="74", score=4, by_hand=True, comment="One late payer has left"),)
    book.do(scoring.save_assessment, draft_of(book, firm, indicators=scores), label="Score")
    again = {one.code: one for one in book.ask(scoring.start_assessment, firm).draft.indicators}
    assert (again["dso"].raw, again["dso"].score) == ("74", 4)


def test_a_firm_under_a_hard_stop_is_graded_x_without_a_score(book, firm):
    raised(book, firm, "core_ip_dispute")
    with pytest.raises(InputError) as caught:
        book.do(scoring.save_assessment, draft_of(book, firm, indicators=()), label="Score")
    assert set(caught.value.fields) == {""}
    raised(book, firm, "false_financials")
    saved = book.do(scoring.save_assessment, draft_of(book, firm, indicators=()), label="Score").result
    assert (saved.grade, saved.total, saved.completeness) == ("X", None, 0)
    assert book.ask(firm_page, firm).grade == "X"
