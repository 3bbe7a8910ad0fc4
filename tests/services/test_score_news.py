"""What the rest of the book hears of an assessment: news since the last visit, and the stream of the firm."""

from datetime import date, timedelta

import pytest

from rmapp.domain import assessment
from rmapp.domain.change_wording import change_text
from rmapp.domain.meeting import Meeting
from rmapp.domain.query import FirmQuery, chips
from rmapp.domain.question import WEIGHTS
from rmapp.domain.question_wording import question_text
from rmapp.i18n import use
from rmapp.services import scoring
from rmapp.services.clients import cards, firms
from rmapp.services.firm_values import firm_values
from rmapp.services.privacy.classes import with_reason
from rmapp.services.scoring import flags
from rmapp.services.timelines.timeline import timeline
from rmapp.services.visits import agenda, ask_list
from rmapp.services.visits.since_visit import since_last_visit
from rmapp.storage import score_rows
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm, new_book
from tests.scored import save_worked

TODAY = NOW.date()
VISIT = TODAY - timedelta(days=20)
KINDS = ("score", "score_version", "grade_by_hand", "flag_found", "flag_cleared")


def do(book, verb, *args, **kw):
    return book.do(verb, *args, label="Test", **kw).result


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("score_news"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    made = do(book, add_firm, "示例科技").id
    do(book, type(book.store).add, Meeting(firm_id=made, type="field_visit", status="held", starts_at=f"{VISIT}T10:00"))
    return made


def told(book, firm, **kw):
    return [change_text(one) for one in book.ask(since_last_visit, firm, **kw).changes if one.kind in KINDS]


def test_a_new_score_is_told_from_the_one_before_the_visit(book, firm):
    save_worked(book, firm, VISIT - timedelta(days=200), rd_intensity=1)
    assert told(book, firm) == []
    save_worked(book, firm, TODAY - timedelta(days=3), rd_intensity=2)
    save_worked(book, firm)
    assert told(book, firm) == ["Score and grade 74.4 T3 → 77.6 T2"]
    use("zh_CN")
    assert "74.4 T3 → 77.6 T2" in told(book, firm)[0]


def test_the_first_score_has_nothing_before_it(book, firm):
    save_worked(book, firm)
    assert told(book, firm) == ["Scored for the first time: 77.6 T2"]


def test_another_version_of_the_scorecard_gives_no_difference(book, firm):
    old = save_worked(book, firm, VISIT - timedelta(days=200))
    do(book, type(book.store).change, type(old), old.id, version="0.9.0")
    save_worked(book, firm)
    assert told(book, firm) == ["Score and grade 77.6 T2, by another version of the scorecard"]


def test_a_grade_set_by_hand_is_told_with_both_grades(book, firm):
    save_worked(book, firm, VISIT - timedelta(days=200))
    do(book, scoring.override_grade, firm, "T1", "Order book doubled", "Zhou Han")
    assert told(book, firm) == []  # the firm came into the book today: its first picture is no news
    save_worked(book, firm)
    do(book, scoring.override_grade, firm, "T3", "Order book halved", "Zhou Han")
    assert "Grade set by hand: T2 → T3" in told(book, firm)


def test_a_stop_found_and_one_cleared_are_told_with_their_words(book, firm):
    old = do(book, flags.raise_flag, firm, "overdue_now", VISIT - timedelta(days=9), "Interest unpaid")
    assert told(book, firm) == []
    do(book, flags.clear_flag, old.id, "Paid", on=TODAY)
    new = do(book, flags.raise_flag, firm, "false_financials", TODAY, "Default in the register")
    found = told(book, firm)
    assert len(found) == 2
    assert any(one.startswith("Found: ") for one in found)
    assert any(one.startswith("No longer holds: ") for one in found)
    do(book, with_reason, "Not for paper", type(book.store).change, type(new), new.id, confidentiality="restricted")
    assert not [one for one in told(book, firm, restricted=False) if one.startswith("Found: ")]


def test_a_score_under_a_restricted_stop_is_not_told_without_that_class(book, firm):
    source = {"confidentiality": "restricted"}
    do(book, flags.raise_flag, firm, "sanctions_hit", TODAY, "Named in the list", **source)
    save_worked(book, firm)
    assert "Scored for the first time: X" in told(book, firm)
    assert told(book, firm, restricted=False) == []
    with discreet(book.store):
        assert told(book, firm) == []
        assert book.ask(scoring.latest, firm) is None
        assert not [one for one in book.ask(timeline, firm, kinds=["stage"]).events if one.type == "assessment"]
    assert book.ask(scoring.latest, firm) is not None


def test_the_stream_has_assessments_flags_and_the_three_tests(book, firm):
    save_worked(book, firm, date(2026, 1, 10))
    raised = do(book, flags.raise_flag, firm, "overdue_now", date(2026, 2, 1), "Interest unpaid")
    do(book, flags.clear_flag, raised.id, "Paid", on=date(2026, 2, 9))
    line = scoring.three_tests.tests()[0].lines[0].code
    do(book, scoring.three_tests.add_tests, firm, date(2026, 2, 10), (assessment.TestAnswer(code=line, answer="yes"),))
    found = [one for one in book.ask(timeline, firm, kinds=["stage"]).events if one.type != "startup"]
    titles = [one.title for one in found]
    assert titles[0] == "Three tests answered"
    assert titles[1].startswith("No longer holds: ")
    assert titles[2].startswith("Found: ")
    assert titles[3] == "Assessment: 77.6 T2"
    assert found[0].meta == "1 yes, 0 no"
    assert found[1].text == "Paid"


def test_a_stop_found_later_is_in_the_list_the_header_and_the_values_at_once(book, firm):
    save_worked(book, firm)
    assert book.ask(firms.firm_page, firm).grade == "T2"
    (card,) = book.ask(cards.cards, [firm])
    assert (card.grade, card.score, card.scored_on) == ("T2", 776, TODAY)
    cap = do(book, flags.raise_flag, firm, "overdue_now", TODAY, "Interest unpaid")
    (card,) = book.ask(cards.cards, [firm])
    assert (card.grade, card.score) == ("T5", 776)
    assert book.ask(firms.firm_page, firm).grade == "T5"
    assert book.ask(firm_values, firm)["tech_grade"].value == "T5"
    stop = do(book, flags.raise_flag, firm, "sanctions_hit", TODAY, "Named in the list")
    (card,) = book.ask(cards.cards, [firm])
    assert (card.grade, card.score) == ("X", None)
    assert book.ask(firms.firm_page, firm).grade == "X"
    values = book.ask(firm_values, firm)
    assert (values["tech_grade"].value, values["hard_stop"].value) == ("X", True)
    assert "score_total" not in values
    do(book, flags.clear_flag, stop.id, "Another firm of that name")
    do(book, flags.clear_flag, cap.id, "Paid")
    assert book.ask(firms.firm_page, firm).grade == "T2"


def test_a_restricted_stop_shows_no_grade_where_it_may_not_be_told(book, firm):
    save_worked(book, firm)
    do(book, flags.raise_flag, firm, "sanctions_hit", TODAY, "Named in the list", confidentiality="restricted")
    with discreet(book.store):
        (card,) = book.ask(cards.cards, [firm])
        assert (card.grade, card.score, card.scored_on) == ("", None, None)
        assert book.ask(firms.firm_page, firm).grade == ""
        assert firm not in book.ask(cards.ids, FirmQuery(grades=("X",)))
    assert firm in book.ask(cards.ids, FirmQuery(grades=("X",)))


def test_the_list_is_filtered_and_ordered_by_grade(book, firm):
    save_worked(book, firm)
    other = do(book, add_firm, "另一科技").id
    save_worked(book, other, rd_intensity=1, rd_amount=1, trl=1, gross_margin=1)
    query = FirmQuery(grades=("T2", "T3"), sort="grade", descending=True)
    found = book.ask(cards.ids, query)
    assert found.index(firm) < found.index(other)
    assert [one.value for one in chips(query) if one.field == "grades"] == ["T2, T3"]
    assert firm not in book.ask(cards.ids, FirmQuery(grades=("T6",)))
    (hint, *_rest) = book.ask(cards.hints, FirmQuery(grades=("T6",)))
    assert hint.chip.field == "grades"


def test_a_review_is_told_at_the_visit_and_today_from_thirty_days_before(book, firm):
    before = book.ask(scoring.reviews_due).total
    kept = save_worked(book, firm, date(2025, 3, 1))
    assert kept.valid_until < TODAY
    (point,) = [one for one in book.ask(agenda.said_points, firm) if one.point.kind == "review_due"]
    assert point.heading == "Assessment is due again"
    assert point.why.startswith("The last one held to ")
    due = book.ask(scoring.reviews_due, 100)
    assert due.total == before + 1
    assert [one.days for one in due.reviews if one.firm_id == firm] == [(kept.valid_until - TODAY).days]
    save_worked(book, firm)
    assert not [one for one in book.ask(agenda.points, firm) if one.kind == "review_due"]
    assert book.ask(scoring.reviews_due).total == before


def test_reviews_are_found_by_an_index(book):
    plan = book.store.rows(f"EXPLAIN QUERY PLAN SELECT count(*) {score_rows._DUE}", {"until": "2026-01-01"})
    assert any("assessment_due" in row[3] for row in plan)


def test_what_was_judged_too_long_ago_or_never_is_asked_for_and_never_before_the_credit(book, firm):
    def asked():
        found = book.ask(ask_list.ask_list, firm)
        return [(one.code, one.about) for one in found if one.code.startswith("score_")]

    assert asked() == []
    save_worked(book, firm, compliance=None)
    assert asked() == [("score_missing", "compliance")] + [("score_missing", "awards")] * (len(asked()) - 1)
    save_worked(book, firm, date(2024, 6, 1), compliance=None)
    assert all(code == "score_missing" for code, _about in asked())  # the newest assessment counts
    old = do(book, add_firm, "另一科技").id
    save_worked(book, old, date(2024, 3, 1))
    found = [one for one in book.ask(ask_list.ask_list, old) if one.code.startswith("score_")]
    assert len(found) == 2
    assert {one.code for one in found} == {"score_stale"}
    assert all(one.weight < WEIGHTS["statement_missing"] for one in found)
    for language, words in (("en", "what has changed since"), ("zh_CN", "")):
        use(language)
        assert words in question_text(found[0])
